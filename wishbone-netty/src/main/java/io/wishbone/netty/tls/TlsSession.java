package io.wishbone.netty.tls;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake led to. <em>Immutable.</em>
 *
 * @param peer the subject of the peer's certificate, as RFC 2253 writes it; null if it presented none
 * @param applicationProtocol what was negotiated by ALPN; null if nothing was
 * @param version such as {@code TLSv1.3}
 * @param cipher such as {@code TLS_AES_128_GCM_SHA256}
 */
public record TlsSession(@Nullable String peer, @Nullable String applicationProtocol, String version, String cipher) {
    /** That of a channel, if it has shaken hands. Call it on the channel's event loop. */
    public static Optional<TlsSession> of(Channel channel) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        return handler != null && handler.handshakeFuture().isSuccess() ? Optional.of(of(handler)) : Optional.empty();
    }

    private static TlsSession of(SslHandler handler) {
        SSLSession session = handler.engine().getSession();
        return new TlsSession(
                peerOf(session), handler.applicationProtocol(), session.getProtocol(), session.getCipherSuite());
    }

    private static @Nullable String peerOf(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate certificate
                    ? certificate.getSubjectX500Principal().getName()
                    : null;
        } catch (SSLPeerUnverifiedException none) {
            return null;
        }
    }
}
