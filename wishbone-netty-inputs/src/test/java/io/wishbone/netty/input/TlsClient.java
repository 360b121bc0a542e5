package io.wishbone.netty.input;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Connects by TLS of the JDK with blocking sockets. <em>Immutable.</em>
 *
 * @param identity the client's certificate, if it has one
 * @param name the name that it asks for, if any
 * @param versions such as {@code TLSv1.3}
 * @param alpn application protocols that it offers
 */
record TlsClient(
        X509Bundle authority,
        @Nullable X509Bundle identity,
        @Nullable String name,
        List<String> versions,
        List<String> alpn) {
    static TlsClient trusting(X509Bundle authority) {
        return new TlsClient(authority, null, null, List.of("TLSv1.2", "TLSv1.3"), List.of());
    }

    TlsClient with(X509Bundle certificate) {
        return new TlsClient(authority, certificate, name, versions, alpn);
    }

    TlsClient asking(String host) {
        return new TlsClient(authority, identity, host, versions, alpn);
    }

    TlsClient speaking(String version) {
        return new TlsClient(authority, identity, name, List.of(version), alpn);
    }

    TlsClient offering(String... protocols) {
        return new TlsClient(authority, identity, name, versions, List.of(protocols));
    }

    /** Connects, and shakes hands. */
    SSLSocket connect(InetSocketAddress address) throws IOException {
        return secure(new Socket(address.getAddress(), address.getPort()));
    }

    /** Shakes hands on a connection. */
    SSLSocket secure(Socket plain) throws IOException {
        plain.setSoTimeout(30_000);
        SSLSocket socket =
                (SSLSocket) context().getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(versions.toArray(String[]::new));
        parameters.setApplicationProtocols(alpn.toArray(String[]::new));
        List<SNIServerName> names = name == null ? List.of() : List.of(new SNIHostName(name));
        parameters.setServerNames(names);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager[] keys =
                    identity == null ? null : identity.toKeyManagerFactory().getKeyManagers();
            context.init(keys, new TrustManager[] {authority.toTrustManager()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
