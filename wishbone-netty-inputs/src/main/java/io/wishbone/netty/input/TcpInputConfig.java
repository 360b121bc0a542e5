package io.wishbone.netty.input;

import static io.wishbone.netty.input.StreamConfig.check;

import io.wishbone.netty.ReconnectConfig;
import io.wishbone.netty.tls.TlsConfig;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link TcpInput} listens, or connects, and reads. <em>Immutable.</em>
 *
 * @param mode who connects; default {@link Mode#SERVER}
 * @param port 0 to 65,535; required; 0 takes any free port, which {@link TcpInput#boundAddress} tells; as a client, the
 *     peer's port, 1 to 65,535
 * @param address the local address to listen on, a literal or a name; default {@code 127.0.0.1}; as a client, the
 *     peer's address or name
 * @param socket what the kernel is asked for
 * @param reconnect how a client connects again
 * @param peers which peers are let in; of no effect for a client
 * @param tls the TLS to speak; null, the default, is none
 * @param stream how what peers send is read
 */
public record TcpInputConfig(
        Mode mode,
        int port,
        String address,
        SocketConfig socket,
        ReconnectConfig reconnect,
        PeerRules peers,
        @Nullable TlsConfig tls,
        StreamConfig stream) {
    private static final int HIGHEST_PORT = 65535;

    /** Who connects to whom. */
    public enum Mode {
        /** Peers connect to this input. */
        SERVER,
        /** This input connects to one peer and reads what that sends. */
        CLIENT
    }

    /**
     * What the kernel is asked for. <em>Immutable.</em>
     *
     * @param backlog how many connections may wait until they are accepted, 1 or more; the kernel has a limit of its
     *     own, on Linux net.core.somaxconn; default 1,024
     * @param reusePort whether other processes may listen on the same port, if they ask for it too; the kernel then
     *     spreads the connections; default false
     * @param keepAlive whether the kernel looks from time to time if a silent peer is still there; default true
     * @param receiveBufferBytes the kernel's receive buffer of a connection, 1 KiB or more; 0, the default, lets the
     *     kernel choose
     */
    public record SocketConfig(int backlog, boolean reusePort, boolean keepAlive, int receiveBufferBytes) {
        private static final int SMALLEST_BUFFER = 1024;

        /** The defaults. */
        public static final SocketConfig DEFAULT = new SocketConfig(1024, false, true, 0);

        public SocketConfig {
            check(backlog >= 1, "backlog", backlog, ">= 1");
            check(
                    receiveBufferBytes == 0 || receiveBufferBytes >= SMALLEST_BUFFER,
                    "receiveBufferBytes",
                    receiveBufferBytes,
                    ">= 1024; 0 lets the kernel choose");
        }
    }

    public TcpInputConfig {
        Objects.requireNonNull(socket, "socket");
        Objects.requireNonNull(stream, "stream");
        if (mode == Mode.CLIENT) {
            check(port >= 1 && port <= HIGHEST_PORT, "port", port, "1 to 65535, the peer's");
            check(!address.isBlank(), "address", "\"" + address + "\"", "the peer's address or name");
            peers.requireNone();
            if (tls != null) {
                tls.requireClient();
            }
        } else {
            check(port >= 0 && port <= HIGHEST_PORT, "port", port, "0 to 65535");
            check(
                    !address.isBlank(),
                    "address",
                    "\"" + address + "\"",
                    "an address of this machine, such as 127.0.0.1");
            if (tls != null) {
                tls.requireServer();
            }
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. <em>Confined to one thread.</em> */
    public static final class Builder extends StreamConfig.Builder<Builder> {
        private Mode mode = Mode.SERVER;
        private int port = -1;
        private String address = "127.0.0.1";
        private SocketConfig socket = SocketConfig.DEFAULT;
        private ReconnectConfig reconnect = ReconnectConfig.DEFAULT;
        private PeerRules peers = PeerRules.DEFAULT;
        private @Nullable TlsConfig tls;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** See {@link TcpInputConfig#mode}. */
        public Builder mode(Mode value) {
            this.mode = value;
            return this;
        }

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

        /** See {@link TcpInputConfig#socket}. */
        public Builder socket(SocketConfig value) {
            this.socket = value;
            return this;
        }

        /** See {@link TcpInputConfig#reconnect}. */
        public Builder reconnect(ReconnectConfig value) {
            this.reconnect = value;
            return this;
        }

        /** See {@link TcpInputConfig#peers}. */
        public Builder peers(PeerRules value) {
            this.peers = value;
            return this;
        }

        /** See {@link TcpInputConfig#tls}. */
        public Builder tls(TlsConfig value) {
            this.tls = value;
            return this;
        }

        /** The configuration; checks it. */
        public TcpInputConfig build() {
            if (port == -1) {
                throw new IllegalArgumentException("port is missing (expected: 0 to 65535; 0 takes any free port)");
            }
            return new TcpInputConfig(mode, port, address, socket, reconnect, peers, tls, stream());
        }
    }
}
