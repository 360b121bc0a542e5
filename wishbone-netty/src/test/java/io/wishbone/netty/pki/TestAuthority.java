package io.wishbone.netty.pki;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.wishbone.netty.tls.TlsCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** An authority that signs certificates for tests, and writes them as PEM files. <em>Immutable.</em> */
public final class TestAuthority {
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final int SEQUENCE = 0x30;
    private static final int DNS_NAME = 0x82;

    private final X509Bundle bundle;

    private TestAuthority(X509Bundle bundle) {
        this.bundle = bundle;
    }

    /** A new one, with a key of its own. */
    public static TestAuthority create(String name) {
        return new TestAuthority(make(() -> template(name)
                .setIsCertificateAuthority(true)
                .setKeyUsage(
                        true, CertificateBuilder.KeyUsage.keyCertSign, CertificateBuilder.KeyUsage.digitalSignature)
                .buildSelfSigned()));
    }

    private static CertificateBuilder template(String name) {
        Instant now = Instant.now();
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=" + name)
                .notBefore(now.minus(Duration.ofDays(2)))
                .notAfter(now.plus(Duration.ofDays(2)));
    }

    private interface Making {
        X509Bundle make() throws Exception;
    }

    private static X509Bundle make(Making making) {
        try {
            return making.make();
        } catch (Exception e) {
            throw new IllegalStateException("the certificate cannot be made", e);
        }
    }

    /** A certificate for a common name, valid for two days before and after now, changed by the settings. */
    public X509Bundle issue(String name, UnaryOperator<CertificateBuilder> settings) {
        return make(() -> settings.apply(template(name)).buildIssuedBy(bundle));
    }

    /** Its certificate and key. */
    public X509Bundle bundle() {
        return bundle;
    }

    /** A server's certificate for host names, together shorter than 128 bytes; they may begin with {@code *.}. */
    public X509Bundle issueFor(String... hosts) {
        return issue(hosts[0], builder -> {
            ByteArrayOutputStream names = new ByteArrayOutputStream();
            for (String host : hosts) {
                names.write(DNS_NAME);
                names.write(host.length());
                names.writeBytes(host.getBytes(StandardCharsets.US_ASCII));
            }
            ByteArrayOutputStream sequence = new ByteArrayOutputStream();
            sequence.write(SEQUENCE);
            sequence.write(names.size());
            sequence.writeBytes(names.toByteArray());
            // The builder's own method refuses wildcards.
            return builder.addExtensionOctetString(ALTERNATIVE_NAMES, false, sequence.toByteArray());
        });
    }

    /** A certificate that its own key signed. */
    public static X509Bundle selfSigned(String host) {
        return make(() -> template(host)
                .addSanDnsName(host)
                .setIsCertificateAuthority(true)
                .buildSelfSigned());
    }

    /** Writes its certificate, for the setting {@code ca}. */
    public Path write(Path directory) {
        return write(directory.resolve("ca.pem"), bundle.getCertificatePEM());
    }

    /** Writes a certificate and its key as {@code name.pem} and {@code name.key}. */
    public static TlsCertificate write(X509Bundle certificate, Path directory, String name) {
        return new TlsCertificate(
                write(directory.resolve(name + ".pem"), certificate.getCertificatePathPEM()),
                write(directory.resolve(name + ".key"), certificate.getPrivateKeyPEM()),
                null);
    }

    /** Writes a file. */
    public static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
