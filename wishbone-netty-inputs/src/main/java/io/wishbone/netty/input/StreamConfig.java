package io.wishbone.netty.input;

import io.netty.util.internal.PlatformDependent;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.StreamAck;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.framing.OversizePolicy;
import io.wishbone.protocol.Protocol;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an input reads the streams of its connections, whatever they come through. <em>Immutable.</em>
 *
 * @param framing how a stream is cut into events; default {@link Framing#lines}
 * @param maxFrameBytes the longest event, what frames it not counted, 1 to 2^30; default 64 KiB
 * @param onOversize what becomes of a longer one; default {@link OversizePolicy#DISCARD}
 * @param emitPartial whether what a peer that closes in an orderly way has sent without the delimiter, or line ending,
 *     is an event; default true; else, and always with {@code ack}, it is counted as {@code dropped_partial_total}, as
 *     is always a message of which it is known that bytes are missing
 * @param maxConnections how many may be open, 1 or more; default 10,000; those beyond are closed and counted
 * @param handshakeTimeout how long a new connection may take until its first message can be read, that is for the
 *     header of a proxy and the TLS handshake, 1 ms to 365 days; default 10 s
 * @param idleTimeout after how long without a byte a connection is closed, 365 days at most; 0, the default, is never.
 *     The time during which this input does not read, since its pipeline is full, does not count
 * @param maxAge after how long a connection is ended, up to a tenth earlier or later by chance so that not all end at
 *     once, 365 days at most; 0, the default, is never. The peer is told first and has 10 s to send what it has
 * @param rateLimit how many events a second one address may send on all its connections together, or one connection
 *     where peers have no addresses; 0, the default, is any number. Faster peers are made to wait
 * @param replyTimeout how long a reply may take until the peer has taken it, and how long a connection whose peer has
 *     ended its side stays open for replies, 1 ms to 365 days; default 30 s
 * @param ack whether peers are told which of their messages were delivered; default {@link StreamAck#NONE}. With
 *     {@link StreamAck#LINES} a connection is ended whose event was not delivered, so that the peer sends it again
 * @param maxBufferedBytes how much all connections may keep of messages that are not complete, 64 KiB or more; default
 *     a quarter of the JVM's direct memory. Beyond, the connection that keeps most is closed and counted
 * @param protocol what each message is read as; null, the default, leaves it as bytes
 * @param codec makes Netty handlers that stand in the place of framing and protocol; null, the default, is none
 * @param eventLoops the loops that serve the sockets; null, the default, is those that the router's modules share
 */
public record StreamConfig(
        Framing framing,
        int maxFrameBytes,
        OversizePolicy onOversize,
        boolean emitPartial,
        int maxConnections,
        Duration handshakeTimeout,
        Duration idleTimeout,
        Duration maxAge,
        long rateLimit,
        Duration replyTimeout,
        StreamAck ack,
        long maxBufferedBytes,
        @Nullable Protocol protocol,
        @Nullable Codec codec,
        @Nullable EventLoops eventLoops) {
    private static final int LARGEST_FRAME = 1 << 30;
    private static final int SMALLEST_BUFFER = 64 << 10;
    private static final long HIGHEST_RATE = 1_000_000_000;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    public StreamConfig {
        Objects.requireNonNull(framing, "framing");
        Objects.requireNonNull(onOversize, "onOversize");
        check(maxFrameBytes >= 1 && maxFrameBytes <= LARGEST_FRAME, "maxFrameBytes", maxFrameBytes, "1 to 2^30");
        check(maxConnections >= 1, "maxConnections", maxConnections, ">= 1");
        checkAtLeastMilli("handshakeTimeout", handshakeTimeout);
        checkZeroOrMore("idleTimeout", idleTimeout);
        checkZeroOrMore("maxAge", maxAge);
        check(
                rateLimit >= 0 && rateLimit <= HIGHEST_RATE,
                "rateLimit",
                rateLimit,
                "0 to 10^9 events a second; 0 is any number");
        checkAtLeastMilli("replyTimeout", replyTimeout);
        check(protocol == null || protocol.canDecode(), "protocol", String.valueOf(protocol), "one that can decode");
        check(codec == null || protocol == null, "protocol", String.valueOf(protocol), "none beside a codec");
        check(codec == null || framing.equals(Framing.lines()), "framing", framing, "none beside a codec");
        if (ack == StreamAck.LINES) {
            check(codec == null, "ack", ack, "none beside a codec, whose messages cannot be counted");
            check(!framing.equals(Framing.none()), "framing", framing, "one that tells messages apart, with ack");
        }
        check(maxBufferedBytes >= SMALLEST_BUFFER, "maxBufferedBytes", maxBufferedBytes, ">= 65536");
    }

    static void checkZeroOrMore(String name, Duration value) {
        check(!value.isNegative() && value.compareTo(LONGEST) <= 0, name, value, "0 to 365 days; 0 is never");
    }

    static void checkAtLeastMilli(String name, Duration value) {
        check(value.compareTo(SHORTEST) >= 0 && value.compareTo(LONGEST) <= 0, name, value, "1 ms to 365 days");
    }

    static void check(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /**
     * Sets what differs from the defaults, for the configurations that have a {@link StreamConfig} in them.
     * <em>Confined to one thread.</em>
     *
     * @param <B> the builder itself
     */
    public abstract static class Builder<B extends Builder<B>> {
        private Framing framing = Framing.lines();
        private int maxFrameBytes = 64 << 10;
        private OversizePolicy onOversize = OversizePolicy.DISCARD;
        private boolean emitPartial = true;
        private int maxConnections = 10_000;
        private Duration handshakeTimeout = Duration.ofSeconds(10);
        private Duration idleTimeout = Duration.ZERO;
        private Duration maxAge = Duration.ZERO;
        private long rateLimit;
        private Duration replyTimeout = Duration.ofSeconds(30);
        private StreamAck ack = StreamAck.NONE;
        private long maxBufferedBytes = Math.max(SMALLEST_BUFFER, PlatformDependent.maxDirectMemory() / 4);
        private @Nullable Protocol protocol;
        private @Nullable Codec codec;
        private @Nullable EventLoops eventLoops;

        Builder() {}

        abstract B self();

        /** See {@link StreamConfig#framing}. */
        public B framing(Framing value) {
            this.framing = value;
            return self();
        }

        /** See {@link StreamConfig#maxFrameBytes}. */
        public B maxFrameBytes(int value) {
            this.maxFrameBytes = value;
            return self();
        }

        /** See {@link StreamConfig#onOversize}. */
        public B onOversize(OversizePolicy value) {
            this.onOversize = value;
            return self();
        }

        /** See {@link StreamConfig#emitPartial}. */
        public B emitPartial(boolean value) {
            this.emitPartial = value;
            return self();
        }

        /** See {@link StreamConfig#maxConnections}. */
        public B maxConnections(int value) {
            this.maxConnections = value;
            return self();
        }

        /** See {@link StreamConfig#handshakeTimeout}. */
        public B handshakeTimeout(Duration value) {
            this.handshakeTimeout = value;
            return self();
        }

        /** See {@link StreamConfig#idleTimeout}. */
        public B idleTimeout(Duration value) {
            this.idleTimeout = value;
            return self();
        }

        /** See {@link StreamConfig#maxAge}. */
        public B maxAge(Duration value) {
            this.maxAge = value;
            return self();
        }

        /** See {@link StreamConfig#rateLimit}. */
        public B rateLimit(long value) {
            this.rateLimit = value;
            return self();
        }

        /** See {@link StreamConfig#replyTimeout}. */
        public B replyTimeout(Duration value) {
            this.replyTimeout = value;
            return self();
        }

        /** See {@link StreamConfig#ack}. */
        public B ack(StreamAck value) {
            this.ack = value;
            return self();
        }

        /** See {@link StreamConfig#maxBufferedBytes}. */
        public B maxBufferedBytes(long value) {
            this.maxBufferedBytes = value;
            return self();
        }

        /** See {@link StreamConfig#protocol}. */
        public B protocol(Protocol value) {
            this.protocol = value;
            return self();
        }

        /** See {@link StreamConfig#codec}. */
        public B codec(Codec value) {
            this.codec = value;
            return self();
        }

        /** See {@link StreamConfig#eventLoops}. */
        public B eventLoops(EventLoops value) {
            this.eventLoops = value;
            return self();
        }

        final StreamConfig stream() {
            return new StreamConfig(
                    framing,
                    maxFrameBytes,
                    onOversize,
                    emitPartial,
                    maxConnections,
                    handshakeTimeout,
                    idleTimeout,
                    maxAge,
                    rateLimit,
                    replyTimeout,
                    ack,
                    maxBufferedBytes,
                    protocol,
                    codec,
                    eventLoops);
        }
    }
}
