package io.wishbone.benchmarks;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.wishbone.netty.tls.TlsConfig;
import io.wishbone.netty.tls.TlsProvider;
import java.io.File;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of one side of a pipe: the same provider, certificate and defaults for the pipe under test and for plain
 * Netty. <em>Immutable.</em>
 *
 * @param side which side of a pipe speaks TLS
 * @param provider what implements it
 * @param directory where {@code cert.pem}, which is also whom clients trust, and {@code key.pem} are
 */
record BenchTls(Side side, TlsProvider provider, Path directory) {
    /** A side of a pipe. */
    enum Side {
        /** What the pipe takes comes encrypted. */
        IN,
        /** What the pipe sends leaves encrypted. */
        OUT
    }

    /**
     * Reads {@code SIDE PROVIDER DIRECTORY}, in words such as {@code in jdk /tmp/certificates}.
     *
     * @param at where they begin in the arguments
     * @return null if there are none
     */
    static @Nullable BenchTls parse(String[] args, int at) {
        if (args.length < at + 3) {
            return null;
        }
        Side side = args[at].equals("in") ? Side.IN : Side.OUT;
        return new BenchTls(side, provider(args[at + 1]), Path.of(args[at + 2]));
    }

    /** What is called {@code jdk} or {@code openssl}; anything else is the quickest that works here. */
    static TlsProvider provider(String name) {
        return switch (name) {
            case "jdk" -> TlsProvider.JDK;
            case "openssl" -> TlsProvider.OPENSSL;
            default -> TlsProvider.AUTO;
        };
    }

    /** Ours for a module that listens. */
    TlsConfig server() {
        return TlsConfig.builder()
                .certificate(directory.resolve("cert.pem"), directory.resolve("key.pem"))
                .provider(provider)
                .build();
    }

    /** Ours for a module that connects. */
    TlsConfig client() {
        return TlsConfig.builder()
                .ca(directory.resolve("cert.pem"))
                .provider(provider)
                .build();
    }

    /** Netty's for a server. */
    SslContext nettyServer() throws SSLException {
        return SslContextBuilder.forServer(file("cert.pem"), file("key.pem"))
                .sslProvider(nettyProvider())
                .build();
    }

    /** Netty's for a client. */
    SslContext nettyClient() throws SSLException {
        return SslContextBuilder.forClient()
                .trustManager(file("cert.pem"))
                .sslProvider(nettyProvider())
                .build();
    }

    private File file(String name) {
        return directory.resolve(name).toFile();
    }

    private SslProvider nettyProvider() {
        boolean isNative = provider == TlsProvider.OPENSSL || (provider == TlsProvider.AUTO && OpenSsl.isAvailable());
        return isNative ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    }
}
