package io.wishbone.examples;

import io.netty.pkitesting.X509Bundle;
import io.wishbone.netty.pki.TestAuthority;
import io.wishbone.netty.tls.TlsCertificate;
import io.wishbone.netty.tls.TlsClientAuth;
import io.wishbone.netty.tls.TlsConfig;
import io.wishbone.netty.tls.TlsProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An authority, what it signed, and the files of all of them in one directory. */
final class Certificates {
    private final TestAuthority authority = TestAuthority.create("peers' authority");
    private final Path directory;
    private final Path ca;
    private final TlsCertificate server;
    private final TlsCertificate client;
    private final TlsCertificate other;

    private Certificates(Path directory) {
        this.directory = directory;
        ca = authority.write(directory);
        X509Bundle localhost =
                authority.issue("localhost", b -> b.addSanDnsName("localhost").addSanIpAddress("127.0.0.1"));
        server = TestAuthority.write(localhost, directory, "server");
        client = TestAuthority.write(authority.issue("a client", b -> b), directory, "client");
        other = TestAuthority.write(authority.issueFor("other.example.org"), directory, "other");
        // Some programs want both in one file.
        for (String name : new String[] {"server", "client", "other"}) {
            TestAuthority.write(directory.resolve(name + ".both"), read(name + ".pem") + "\n" + read(name + ".key"));
        }
    }

    static Certificates in(Path directory) {
        return new Certificates(directory);
    }

    private String read(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of the authority. */
    Path ca() {
        return ca;
    }

    TlsConfig.Builder listening(TlsProvider provider) {
        return TlsConfig.builder().certificate(server).provider(provider);
    }

    /** The second certificate is for other.example.org. */
    TlsConfig.Builder listeningWithTwo(TlsProvider provider) {
        return listening(provider).certificate(other);
    }

    /** Lets in only who has a certificate of the authority. */
    TlsConfig.Builder demanding(TlsProvider provider) {
        return listening(provider).ca(ca).clientAuth(TlsClientAuth.REQUIRED);
    }

    /** Shows a certificate if asked for one. */
    TlsConfig.Builder connecting() {
        return TlsConfig.builder().ca(ca).certificate(client);
    }
}
