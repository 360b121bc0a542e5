package io.wishbone.netty.input;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.ReusePort;
import io.wishbone.netty.input.TcpInputConfig.Mode;
import io.wishbone.netty.input.TcpInputConfig.SocketConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Listens on a TCP port, or connects to a peer, and makes an event of each message that peers send.
 *
 * <p>The framing says how messages are told apart; see {@link io.wishbone.netty.framing.Framing}. Data is
 * {@code byte[]} without what frames it, byte for byte, or what a protocol makes of it; a message that is no such goes
 * to {@code failed} as it came, and its connection lives on. The header has, under the module's name,
 * {@code remote_address}, {@code remote_port}, {@code local_port}, {@code transport}, the number of the
 * {@code connection} and, behind a proxy that tells for whom it connects, {@code proxy_address}; {@code remote_address}
 * is the client's then. With TLS it has {@code tls_version} and {@code tls_cipher}, and what applies of
 * {@code tls_subject} (of the peer's certificate, RFC 2253) and {@code tls_protocol} (negotiated by ALPN). While the
 * pipeline is full nothing is read, so that peers wait and nothing is lost; memory stays bounded whatever they send.
 *
 * <p>Outlets: {@code outbox}; {@code connections}, if it is connected, has an event when a connection can be read and
 * when it has ended. Inlet: {@code reply} writes an event to the connection that its header names, framed and encoded
 * as messages are read; {@code failed} gets what cannot be written, since the connection has ended or its peer does not
 * read. While {@code reply} is connected, a peer that has ended its side of a connection gets as many replies as it has
 * sent messages before the connection ends.
 *
 * <p>At a stop, what the peers' hosts have delivered by then is read and passed on; then connections are closed.
 *
 * <p>Counters: {@code connections_total}, {@code connections_refused_total}, {@code handshakes_failed_total},
 * {@code dropped_oversize_total} (or truncated), {@code dropped_partial_total}, {@code undecodable_total},
 * {@code throttled_total}, {@code closed_idle_total}, {@code closed_age_total}, {@code closed_memory_total},
 * {@code closed_malformed_total} (the framing said what cannot be, such as a negative length),
 * {@code closed_reply_timeout_total}, {@code closed_error_total}, {@code connection_events_dropped_total},
 * {@code closed_codec_total}, {@code codec_refused_total}, {@code tls_reloads_total}, {@code abandoned_bytes_total}
 * (received, but not passed on before the deadline of a stop); gauges: {@code connections}, {@code buffered_bytes}.
 */
public final class TcpInput extends StreamInput {
    private final TcpInputConfig config;
    private final AddressTable addresses;
    private final @Nullable InputTls tls;

    /** Makes the module; it listens, or connects, once its router has started. */
    public TcpInput(TcpInputConfig config) {
        super(config.stream());
        this.config = config;
        this.addresses = new AddressTable(
                config.peers().maxConnectionsPerAddress(), config.stream().rateLimit());
        this.tls = config.tls() == null ? null : new InputTls(config, config.tls());
    }

    /**
     * The address that it listens on, with the port that was taken for port 0.
     *
     * @throws IllegalStateException before its router has started, or as a client
     */
    public InetSocketAddress boundAddress() {
        if (openDoor() instanceof ListeningDoor listening
                && listening.boundAddress() instanceof InetSocketAddress bound) {
            return bound;
        }
        throw new IllegalStateException("the input is not bound (expected: after the router's start, and no client)");
    }

    @Override
    CompletableFuture<Void> prepare(EventLoops serving) {
        return tls == null ? super.prepare(serving) : tls.start(context(), serving);
    }

    @Override
    public void onClose() {
        super.onClose();
        if (tls != null) {
            tls.close();
        }
    }

    @Override
    Door door(EventLoops serving) {
        return config.mode() == Mode.CLIENT
                ? new DialingDoor(config, serving, context(), this::connected)
                : listeningDoor(serving);
    }

    private Door listeningDoor(EventLoops serving) {
        ListeningDoor door =
                new ListeningDoor(
                        () -> serving.resolve(config.address())
                                .thenApply(found -> new InetSocketAddress(found[0], config.port())),
                        serving,
                        serving.transport().serverChannel(),
                        acceptor()) {
                    @Override
                    Throwable explain(Throwable failure) {
                        return BindErrors.explain(config.address(), config.port(), failure);
                    }

                    @Override
                    void bound() {
                        context().log().info("listening on {} ({})", boundAddress(), serving.transport());
                    }
                };
        SocketConfig socket = config.socket();
        ServerBootstrap bootstrap = door.bootstrap()
                .option(ChannelOption.SO_BACKLOG, socket.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.SO_KEEPALIVE, socket.keepAlive())
                .childOption(ChannelOption.TCP_NODELAY, true);
        if (socket.reusePort()) {
            bootstrap.option(ReusePort.option(serving.transport()), true);
        }
        if (socket.receiveBufferBytes() > 0) {
            // Connections inherit it, and only what is set before the bind can change the window's scale.
            bootstrap.option(ChannelOption.SO_RCVBUF, socket.receiveBufferBytes());
        }
        return door;
    }

    @Override
    RemotePeer peerOf(Channel channel) {
        return RemotePeer.of((InetSocketAddress) channel.remoteAddress(), (InetSocketAddress) channel.localAddress());
    }

    @Override
    @Nullable String refusal(RemotePeer peer) {
        if (expectsHeaderFrom(peer)) {
            return null;
        }
        return config.peers().proxyProtocol() == ProxyProtocol.REQUIRED
                ? "it is not in trusted_proxies, and proxy_protocol is required"
                : refusalOfClient(peer);
    }

    private boolean expectsHeaderFrom(RemotePeer peer) {
        InetAddress address = peer.address();
        return config.peers().proxyProtocol() != ProxyProtocol.OFF
                && address != null
                && config.peers().trustedProxies().contains(address);
    }

    private @Nullable String refusalOfClient(RemotePeer client) {
        InetAddress address = client.address();
        PeerRules rules = config.peers();
        if (address == null) {
            return null;
        }
        if (rules.deny().contains(address)) {
            return "its address is in deny";
        }
        if (!rules.allow().isEmpty() && !rules.allow().contains(address)) {
            return "its address is not in allow";
        }
        if (!addresses.enter(address)) {
            return "its address has " + rules.maxConnectionsPerAddress()
                    + " connections, as many as max_connections_per_address allows";
        }
        client.entered();
        return null;
    }

    @Override
    Set<HandshakePhase> addHandshake(Channel channel, RemotePeer peer) {
        Set<HandshakePhase> phases = EnumSet.noneOf(HandshakePhase.class);
        if (config.peers().proxyProtocol() != ProxyProtocol.OFF) {
            channel.pipeline().addLast(new ProxyHeaderHandler());
            if (expectsHeaderFrom(peer)) {
                // Anybody else is only looked at, since it may have nothing to say yet.
                phases.add(HandshakePhase.PROXY_HEADER);
            }
        }
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel));
            phases.add(HandshakePhase.TLS);
        }
        return phases;
    }

    @Override
    @Nullable String refusalAfter(ProxyHeaderHandler.Told told, RemotePeer peer) {
        if (!expectsHeaderFrom(peer)) {
            return told.header() ? "it sent the header of a proxy and is not in trusted_proxies" : null;
        }
        if (!told.header() && config.peers().proxyProtocol() == ProxyProtocol.REQUIRED) {
            return "it sent no header of a proxy, and proxy_protocol is required";
        }
        InetSocketAddress client = told.client();
        if (told.local() || (client != null && peer.isAt(client))) {
            // A health check, which by version 1 of the protocol names the proxy as the client: no client to judge.
            return null;
        }
        if (client != null) {
            peer.provedToBe(client);
        }
        return refusalOfClient(peer);
    }

    @Override
    void left(RemotePeer peer) {
        InetAddress address = peer.address();
        if (address != null && peer.hasEntered()) {
            addresses.leave(address);
        }
    }

    @Override
    void served() {
        if (openDoor() instanceof DialingDoor dialing) {
            dialing.served();
        }
    }

    @Override
    @Nullable RateLimit rateLimitOf(RemotePeer peer) {
        InetAddress address = peer.address();
        return address == null ? null : addresses.limitOf(address);
    }
}
