package io.wishbone.netty.input;

import static io.wishbone.netty.input.StreamConfig.check;

import io.wishbone.netty.tls.TlsConfig;
import java.time.Duration;
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
 * @param retry how a client connects again
 * @param peers which peers are let in; of no effect for a client
 * @param tls the TLS to speak; null, the default, is none
 * @param stream how what peers send is read
 */
public record TcpInputConfig(
        Mode mode,
        int port,
        String address,
        SocketConfig socket,
        RetryConfig retry,
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

    /**
     * How a client connects again. <em>Immutable.</em>
     *
     * @param connectTimeout how long an attempt to connect may take, 1 ms to 24 days; default 10 s
     * @param minBackoff the upper end of the first random wait before a connection is tried again, 1 ms or more;
     *     default 100 ms
     * @param maxBackoff the upper end to which it doubles, {@code minBackoff} to 365 days; default 10 s
     */
    public record RetryConfig(Duration connectTimeout, Duration minBackoff, Duration maxBackoff) {
        private static final Duration SHORTEST = Duration.ofMillis(1);
        private static final Duration LONGEST_CONNECT = Duration.ofDays(24);
        private static final Duration LONGEST_BACKOFF = Duration.ofDays(365);

        /** The defaults. */
        public static final RetryConfig DEFAULT =
                new RetryConfig(Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofSeconds(10));

        public RetryConfig {
            check(
                    connectTimeout.compareTo(SHORTEST) >= 0 && connectTimeout.compareTo(LONGEST_CONNECT) <= 0,
                    "connectTimeout",
                    connectTimeout,
                    "1 ms to 24 days");
            check(minBackoff.compareTo(SHORTEST) >= 0, "minBackoff", minBackoff, ">= 1 ms");
            check(
                    maxBackoff.compareTo(minBackoff) >= 0 && maxBackoff.compareTo(LONGEST_BACKOFF) <= 0,
                    "maxBackoff",
                    maxBackoff,
                    "minBackoff (" + minBackoff + ") to 365 days");
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
        private RetryConfig retry = RetryConfig.DEFAULT;
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

        /** See {@link TcpInputConfig#retry}. */
        public Builder retry(RetryConfig value) {
            this.retry = value;
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
            return new TcpInputConfig(mode, port, address, socket, retry, peers, tls, stream());
        }
    }
}
