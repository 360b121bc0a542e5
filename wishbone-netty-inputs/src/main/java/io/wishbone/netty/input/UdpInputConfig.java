package io.wishbone.netty.input;

import static io.wishbone.netty.input.DatagramSettings.check;

import io.netty.util.NetUtil;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.codec.Codec;
import io.wishbone.protocol.Protocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link UdpInput} listens and reads. <em>Immutable.</em>
 *
 * @param port 0 to 65,535; required; 0 takes any free port, which {@link UdpInput#boundAddress} tells
 * @param address the local address to listen on, a literal or a name; default {@code 127.0.0.1}
 * @param maxDatagramBytes the longest datagram, 1 to 65,527; default 65,507, the most that IPv4 carries. Longer ones
 *     are dropped and counted, never cut
 * @param receiveBufferBytes how much the kernel is asked to keep for each socket while this input does not read
 *     (SO_RCVBUF), 2 KiB or more; default 4 MiB. The kernel may grant less (on Linux: {@code net.core.rmem_max})
 * @param protocol what each message is read as; null, the default, leaves it as bytes
 * @param codec makes Netty handlers that stand in the place of the protocol and are given {@code DatagramPacket}s;
 *     null, the default, is none. They keep nothing from one datagram to the next
 * @param sockets how many sockets share the port, 1 to 256; default 1. Each is on one event loop, one loop after the
 *     other. On Linux the kernel spreads senders over them (SO_REUSEPORT); elsewhere it may give all to one
 * @param reusePort whether sockets of other processes of the same user may have the same port and get a share of the
 *     senders; default false. True wherever there are several sockets
 * @param multicast the groups that are joined; default none. Needs {@code address} 0.0.0.0, :: or the group itself, one
 *     socket, since each would get all, and epoll, io_uring or NIO
 * @param eventLoops the loops that serve the sockets; null, the default, is those that the router's modules share
 */
public record UdpInputConfig(
        int port,
        String address,
        int maxDatagramBytes,
        int receiveBufferBytes,
        @Nullable Protocol protocol,
        @Nullable Codec codec,
        int sockets,
        boolean reusePort,
        List<MulticastGroup> multicast,
        @Nullable EventLoops eventLoops) {
    static final int HIGHEST_PORT = 65535;
    static final int SMALLEST_BUFFER = 2 << 10;

    public UdpInputConfig {
        multicast = List.copyOf(multicast);
        check(port >= 0 && port <= HIGHEST_PORT, "port", port, "0 to 65535");
        check(!address.isBlank(), "address", "\"" + address + "\"", "an address of this machine, such as 127.0.0.1");
        new DatagramSettings(maxDatagramBytes, protocol, codec, eventLoops, sockets);
        check(receiveBufferBytes >= SMALLEST_BUFFER, "receiveBufferBytes", receiveBufferBytes, ">= " + SMALLEST_BUFFER);
        if (!multicast.isEmpty()) {
            check(sockets == 1, "sockets", sockets, "1 with multicast, as each socket would get all datagrams");
            if (NetUtil.createByteArrayFromIpAddressString(address) != null) {
                Multicast.check(MulticastGroup.literal("address", address), multicast);
            }
        }
    }

    DatagramSettings settings() {
        return new DatagramSettings(maxDatagramBytes, protocol, codec, eventLoops, sockets);
    }

    /** Whether the sockets need SO_REUSEPORT. */
    boolean sharesPort() {
        return reusePort || sockets > 1;
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private int port = -1;
        private String address = "127.0.0.1";
        private int maxDatagramBytes = DatagramSettings.DEFAULT_MAX_DATAGRAM;
        private int receiveBufferBytes = 4 << 20;
        private @Nullable Protocol protocol;
        private @Nullable Codec codec;
        private int sockets = 1;
        private boolean reusePort;
        private List<MulticastGroup> multicast = List.of();
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

        /** See {@link UdpInputConfig#sockets}. */
        public Builder sockets(int value) {
            this.sockets = value;
            return this;
        }

        /** See {@link UdpInputConfig#reusePort}. */
        public Builder reusePort(boolean value) {
            this.reusePort = value;
            return this;
        }

        /** See {@link UdpInputConfig#multicast}. */
        public Builder multicast(List<MulticastGroup> value) {
            this.multicast = List.copyOf(value);
            return this;
        }

        /** See {@link UdpInputConfig#codec}. */
        public Builder codec(Codec value) {
            this.codec = value;
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
            return new UdpInputConfig(
                    port,
                    address,
                    maxDatagramBytes,
                    receiveBufferBytes,
                    protocol,
                    codec,
                    sockets,
                    reusePort,
                    multicast,
                    eventLoops);
        }
    }
}
