package io.wishbone.netty.input;

import io.netty.channel.Channel;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.input.TcpInputConfig.Mode;
import io.wishbone.netty.tls.TlsConfig;
import java.net.InetSocketAddress;
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
    private final PeerGate gate;
    private final @Nullable InputTls tls;

    /** Makes the module; it listens, or connects, once its router has started. */
    public TcpInput(TcpInputConfig config) {
        super(config.stream());
        this.config = config;
        this.gate = new PeerGate(config.peers(), config.stream().rateLimit());
        this.tls = config.tls() == null ? null : tlsOf(config, config.tls());
    }

    private static InputTls tlsOf(TcpInputConfig config, TlsConfig tls) {
        return config.mode() == Mode.SERVER
                ? InputTls.ofServer(tls)
                : InputTls.ofClient(tls, config.address(), config.port());
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
        return new TcpDoor(config.address(), config.port(), config.socket(), serving, context(), acceptor());
    }

    @Override
    RemotePeer peerOf(Channel channel) {
        return RemotePeer.of((InetSocketAddress) channel.remoteAddress(), (InetSocketAddress) channel.localAddress());
    }

    @Override
    @Nullable String refusal(RemotePeer peer) {
        return gate.refusal(peer);
    }

    @Override
    Set<HandshakePhase> addHandshake(Channel channel, RemotePeer peer) {
        return gate.addHandshake(channel, peer, tls);
    }

    @Override
    @Nullable String refusalAfter(ProxyHeaderHandler.Told told, RemotePeer peer) {
        return gate.refusalAfter(told, peer);
    }

    @Override
    void left(RemotePeer peer) {
        gate.left(peer);
    }

    @Override
    void served() {
        if (openDoor() instanceof DialingDoor dialing) {
            dialing.served();
        }
    }

    @Override
    @Nullable RateLimit rateLimitOf(RemotePeer peer) {
        return gate.rateLimitOf(peer);
    }
}
