package io.wishbone.netty.input;

import io.netty.util.internal.PlatformDependent;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.framing.OversizePolicy;
import io.wishbone.protocol.Protocol;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link TcpInput} listens and reads. <em>Immutable.</em>
 *
 * @param port 0 to 65,535; required; 0 takes any free port, which {@link TcpInput#boundAddress} tells
 * @param address the local address to listen on, a literal or a name; default {@code 127.0.0.1}
 * @param framing how the stream is cut into events; default {@link Framing#lines}
 * @param maxFrameBytes the longest event, what frames it not counted, 1 to 2^30; default 64 KiB
 * @param onOversize what becomes of a longer one; default {@link OversizePolicy#DISCARD}
 * @param emitPartial whether what a peer that closes in an orderly way has sent without the delimiter, or line ending,
 *     is an event; default true, else it is counted as {@code dropped_partial_total}, as is always a message of which
 *     it is known that bytes are missing
 * @param maxConnections how many may be open, 1 or more; default 10,000; those beyond are closed and counted
 * @param idleTimeout after how long without a byte a connection is closed, 365 days at most; 0, the default, is never.
 *     The time during which this input does not read, since its pipeline is full, does not count
 * @param maxBufferedBytes how much all connections may keep of messages that are not complete, 64 KiB or more; default
 *     a quarter of the JVM's direct memory. Beyond, the connection that keeps most is closed and counted
 * @param protocol what each message is read as; null, the default, leaves it as bytes
 * @param eventLoops the loops that serve the sockets; null, the default, is those that the router's modules share
 */
public record TcpInputConfig(
        int port,
        String address,
        Framing framing,
        int maxFrameBytes,
        OversizePolicy onOversize,
        boolean emitPartial,
        int maxConnections,
        Duration idleTimeout,
        long maxBufferedBytes,
        @Nullable Protocol protocol,
        @Nullable EventLoops eventLoops) {
    private static final int HIGHEST_PORT = 65535;
    private static final int LARGEST_FRAME = 1 << 30;
    private static final int SMALLEST_BUFFER = 64 << 10;
    private static final Duration LONGEST_IDLE = Duration.ofDays(365);

    public TcpInputConfig {
        Objects.requireNonNull(framing, "framing");
        Objects.requireNonNull(onOversize, "onOversize");
        check(port >= 0 && port <= HIGHEST_PORT, "port", port, "0 to 65535");
        check(!address.isBlank(), "address", "\"" + address + "\"", "an address of this machine, such as 127.0.0.1");
        check(maxFrameBytes >= 1 && maxFrameBytes <= LARGEST_FRAME, "maxFrameBytes", maxFrameBytes, "1 to 2^30");
        check(maxConnections >= 1, "maxConnections", maxConnections, ">= 1");
        check(
                !idleTimeout.isNegative() && idleTimeout.compareTo(LONGEST_IDLE) <= 0,
                "idleTimeout",
                idleTimeout,
                "0 to 365 days; 0 is never");
        check(protocol == null || protocol.canDecode(), "protocol", String.valueOf(protocol), "one that can decode");
        check(maxBufferedBytes >= SMALLEST_BUFFER, "maxBufferedBytes", maxBufferedBytes, ">= 65536");
    }

    private static void check(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private int port = -1;
        private String address = "127.0.0.1";
        private Framing framing = Framing.lines();
        private int maxFrameBytes = 64 << 10;
        private OversizePolicy onOversize = OversizePolicy.DISCARD;
        private boolean emitPartial = true;
        private int maxConnections = 10_000;
        private Duration idleTimeout = Duration.ZERO;
        private long maxBufferedBytes = Math.max(SMALLEST_BUFFER, PlatformDependent.maxDirectMemory() / 4);
        private @Nullable Protocol protocol;
        private @Nullable EventLoops eventLoops;

        private Builder() {}

        /** See {@link TcpInputConfig#port}. Required. */
        public Builder port(int value) {
            this.port = value;
            return this;
        }

        /** See {@link TcpInputConfig#address}. */
        public Builder address(String value) {
            this.address = value;
            return this;
        }

        /** See {@link TcpInputConfig#framing}. */
        public Builder framing(Framing value) {
            this.framing = value;
            return this;
        }

        /** See {@link TcpInputConfig#maxFrameBytes}. */
        public Builder maxFrameBytes(int value) {
            this.maxFrameBytes = value;
            return this;
        }

        /** See {@link TcpInputConfig#onOversize}. */
        public Builder onOversize(OversizePolicy value) {
            this.onOversize = value;
            return this;
        }

        /** See {@link TcpInputConfig#emitPartial}. */
        public Builder emitPartial(boolean value) {
            this.emitPartial = value;
            return this;
        }

        /** See {@link TcpInputConfig#maxConnections}. */
        public Builder maxConnections(int value) {
            this.maxConnections = value;
            return this;
        }

        /** See {@link TcpInputConfig#idleTimeout}. */
        public Builder idleTimeout(Duration value) {
            this.idleTimeout = value;
            return this;
        }

        /** See {@link TcpInputConfig#maxBufferedBytes}. */
        public Builder maxBufferedBytes(long value) {
            this.maxBufferedBytes = value;
            return this;
        }

        /** See {@link TcpInputConfig#protocol}. */
        public Builder protocol(Protocol value) {
            this.protocol = value;
            return this;
        }

        /** See {@link TcpInputConfig#eventLoops}. */
        public Builder eventLoops(EventLoops value) {
            this.eventLoops = value;
            return this;
        }

        /** The configuration; checks it. */
        public TcpInputConfig build() {
            if (port == -1) {
                throw new IllegalArgumentException("port is missing (expected: 0 to 65535; 0 takes any free port)");
            }
            return new TcpInputConfig(
                    port,
                    address,
                    framing,
                    maxFrameBytes,
                    onOversize,
                    emitPartial,
                    maxConnections,
                    idleTimeout,
                    maxBufferedBytes,
                    protocol,
                    eventLoops);
        }
    }
}
