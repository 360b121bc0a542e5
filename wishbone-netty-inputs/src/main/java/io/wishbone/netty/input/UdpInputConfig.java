package io.wishbone.netty.input;

import io.wishbone.netty.EventLoops;
import io.wishbone.protocol.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link UdpInput} listens and reads. <em>Immutable.</em>
 *
 * @param port 0 to 65,535; required; 0 takes any free port, which {@link UdpInput#boundAddress} tells
 * @param address the local address to listen on, a literal or a name; default {@code 127.0.0.1}
 * @param maxDatagramBytes the longest datagram, 1 to 65,527; default 65,507, the most that IPv4 carries. Longer ones
 *     are dropped and counted, never cut
 * @param receiveBufferBytes how much the kernel is asked to keep while this input does not read (SO_RCVBUF), 2 KiB or
 *     more; default 4 MiB. The kernel may grant less (on Linux: {@code net.core.rmem_max})
 * @param protocol what each message is read as; null, the default, leaves it as bytes
 * @param eventLoops the loops of which one serves the socket; null, the default, is those that the router's modules
 *     share
 */
public record UdpInputConfig(
        int port,
        String address,
        int maxDatagramBytes,
        int receiveBufferBytes,
        @Nullable Protocol protocol,
        @Nullable EventLoops eventLoops) {
    static final int HIGHEST_PORT = 65535;

    /** IPv6 without jumbograms: RFC 8200, less the header of RFC 768. */
    static final int LARGEST_DATAGRAM = 65535 - 8;

    static final int SMALLEST_BUFFER = 2 << 10;

    public UdpInputConfig {
        check(port >= 0 && port <= HIGHEST_PORT, "port", port, "0 to 65535");
        check(!address.isBlank(), "address", "\"" + address + "\"", "an address of this machine, such as 127.0.0.1");
        check(
                maxDatagramBytes >= 1 && maxDatagramBytes <= LARGEST_DATAGRAM,
                "maxDatagramBytes",
                maxDatagramBytes,
                "1 to " + LARGEST_DATAGRAM);
        check(protocol == null || protocol.canDecode(), "protocol", String.valueOf(protocol), "one that can decode");
        check(receiveBufferBytes >= SMALLEST_BUFFER, "receiveBufferBytes", receiveBufferBytes, ">= " + SMALLEST_BUFFER);
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
        private int maxDatagramBytes = 65507;
        private int receiveBufferBytes = 4 << 20;
        private @Nullable Protocol protocol;
        private @Nullable EventLoops eventLoops;

        private Builder() {}

        /** See {@link UdpInputConfig#port}. Required. */
        public Builder port(int value) {
            this.port = value;
            return this;
        }

        /** See {@link UdpInputConfig#address}. */
        public Builder address(String value) {
            this.address = value;
            return this;
        }

        /** See {@link UdpInputConfig#maxDatagramBytes}. */
        public Builder maxDatagramBytes(int value) {
            this.maxDatagramBytes = value;
            return this;
        }

        /** See {@link UdpInputConfig#receiveBufferBytes}. */
        public Builder receiveBufferBytes(int value) {
            this.receiveBufferBytes = value;
            return this;
        }

        /** See {@link UdpInputConfig#protocol}. */
        public Builder protocol(Protocol value) {
            this.protocol = value;
            return this;
        }

        /** See {@link UdpInputConfig#eventLoops}. */
        public Builder eventLoops(EventLoops value) {
            this.eventLoops = value;
            return this;
        }

        /** The configuration; checks it. */
        public UdpInputConfig build() {
            if (port == -1) {
                throw new IllegalArgumentException("port is missing (expected: 0 to 65535; 0 takes any free port)");
            }
            return new UdpInputConfig(port, address, maxDatagramBytes, receiveBufferBytes, protocol, eventLoops);
        }
    }
}
