package io.wishbone.netty.input;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.wishbone.netty.tls.TlsFailures;
import io.wishbone.netty.tls.TlsSession;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a connection goes through before its messages can be read: the header of a proxy, TLS. <em>Confined to the
 * channel's event loop.</em>
 */
final class ConnectionHandshake {
    /** What a connection learns of its handshake. */
    interface Listener {
        /** Messages can be read from now on. */
        void ready();

        /** The peer is not let in. */
        void refused(String reason);

        /** The handshake has failed. */
        void failed(String reason);
    }

    /** Lets a peer in, or not, once it is known whether it speaks for another. */
    interface Admission {
        /**
         * Looks at a peer.
         *
         * @return why not; null if it may go on
         */
        @Nullable String refusalAfter(ProxyHeaderHandler.Told told, RemotePeer peer);
    }

    /**
     * What an input asks of handshakes. <em>Immutable.</em>
     *
     * @param admission lets peers in
     * @param timeout how long a handshake may take
     */
    record Rules(Admission admission, Duration timeout) {}

    private final Rules rules;
    private final Channel channel;
    private final RemotePeer peer;
    private final Set<HandshakePhase> undone;
    private final Listener listener;
    private boolean failed;
    private boolean secured;
    private boolean closeNotified;

    /**
     * Makes one that has not begun.
     *
     * @param undone what has to be done; may be empty
     */
    ConnectionHandshake(Rules rules, Channel channel, RemotePeer peer, Set<HandshakePhase> undone, Listener listener) {
        this.rules = rules;
        this.channel = channel;
        this.peer = peer;
        this.undone = undone;
        this.listener = listener;
    }

    /** Whether messages can be read, or never will be. */
    boolean isOver() {
        return undone.isEmpty() || failed;
    }

    /** Whether the connection has agreed on TLS. */
    boolean isSecured() {
        return secured;
    }

    /**
     * Whether the stream has no end yet though its bytes have ended: TLS has an end of its own, without which anybody
     * on the way may have cut the stream (RFC 8446, 6.1).
     */
    boolean isCut() {
        return secured && !closeNotified;
    }

    /** Looks at what a handler before the connection's own tells. */
    void told(Object event) {
        if (event instanceof ProxyHeaderHandler.Told told) {
            proxyTold(told);
        } else if (event instanceof SslHandshakeCompletionEvent tls) {
            tlsTold(tls);
        } else if (event instanceof SslCloseCompletionEvent close) {
            closeNotified = close.isSuccess();
        }
    }

    private void proxyTold(ProxyHeaderHandler.Told told) {
        String refusal = rules.admission().refusalAfter(told, peer);
        if (refusal == null) {
            done(HandshakePhase.PROXY_HEADER);
        } else if (!failed) {
            failed = true;
            listener.refused(refusal);
        }
    }

    private void tlsTold(SslHandshakeCompletionEvent handshaken) {
        if (handshaken.isSuccess()) {
            secured = true;
            TlsSession.of(channel).ifPresent(peer::secured);
            done(HandshakePhase.TLS);
        } else {
            fail(TlsFailures.describe(handshaken.cause()));
        }
    }

    private void done(HandshakePhase phase) {
        if (undone.remove(phase) && undone.isEmpty() && !failed) {
            listener.ready();
        }
    }

    /** It takes too long. */
    void late() {
        if (!isOver()) {
            fail(undone.iterator().next().undone() + " within "
                    + rules.timeout().toMillis() + " ms");
        }
    }

    /** The channel was closed. */
    void closed() {
        if (!isOver()) {
            fail("it went before " + undone.iterator().next().awaited());
        }
    }

    /** It cannot go on; only the first reason counts. */
    void fail(String reason) {
        if (!failed) {
            failed = true;
            listener.failed(reason);
        }
    }
}
