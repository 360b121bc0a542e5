package io.wishbone.netty.output;

import io.wishbone.netty.EventLoops;
import io.wishbone.netty.ReconnectConfig;
import io.wishbone.protocol.Protocol;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sets what the configurations of all network outputs have in common. <em>Confined to one thread.</em>
 *
 * @param <B> the builder itself
 */
public abstract class OutputBuilder<B extends OutputBuilder<B>> {
    private Duration minBackoff = ReconnectConfig.DEFAULT.minBackoff();
    private Duration maxBackoff = ReconnectConfig.DEFAULT.maxBackoff();
    private int maxAttempts;
    private Duration deadline = Duration.ZERO;
    private int circuitBreaker;
    private int maxInFlight = InFlight.DEFAULT.events();
    private long maxInFlightBytes = InFlight.DEFAULT.bytes();
    private @Nullable Protocol protocol;
    private @Nullable EventLoops eventLoops;

    OutputBuilder() {}

    abstract B self();

    /** See {@link ReconnectConfig#minBackoff}. */
    public B minBackoff(Duration value) {
        this.minBackoff = value;
        return self();
    }

    /** See {@link ReconnectConfig#maxBackoff}. */
    public B maxBackoff(Duration value) {
        this.maxBackoff = value;
        return self();
    }

    /** See {@link RetryPolicy#maxAttempts}. */
    public B maxAttempts(int value) {
        this.maxAttempts = value;
        return self();
    }

    /** See {@link RetryPolicy#deadline}. */
    public B deadline(Duration value) {
        this.deadline = value;
        return self();
    }

    /** See {@link RetryPolicy#circuitBreaker}. */
    public B circuitBreaker(int value) {
        this.circuitBreaker = value;
        return self();
    }

    /** See {@link InFlight#events}. */
    public B maxInFlight(int value) {
        this.maxInFlight = value;
        return self();
    }

    /** See {@link InFlight#bytes}. */
    public B maxInFlightBytes(long value) {
        this.maxInFlightBytes = value;
        return self();
    }

    /** Makes the bytes of each event. */
    public B protocol(Protocol value) {
        this.protocol = value;
        return self();
    }

    /** The loops of which one serves the sockets, in the place of those that the router's modules share. */
    public B eventLoops(EventLoops value) {
        this.eventLoops = value;
        return self();
    }

    final Duration minBackoff() {
        return minBackoff;
    }

    final Duration maxBackoff() {
        return maxBackoff;
    }

    final RetryPolicy retry() {
        return new RetryPolicy(maxAttempts, deadline, circuitBreaker);
    }

    final InFlight inFlight() {
        return new InFlight(maxInFlight, maxInFlightBytes);
    }

    final @Nullable Protocol protocol() {
        return protocol;
    }

    final @Nullable EventLoops eventLoops() {
        return eventLoops;
    }
}
