package io.wishbone.netty.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.wishbone.netty.pki.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of files that cannot be used, and which can. */
class TlsFilesTest {
    private static final TestAuthority AUTHORITY = TestAuthority.create("authority");
    private static final X509Bundle BUNDLE = AUTHORITY.issueFor("a.example");
    private static final String SECRET = "open sesame";

    @TempDir
    private Path dir = Path.of("");

    private Path file(String name, String text) {
        return TestAuthority.write(dir.resolve(name), text);
    }

    private TlsCertificate good() {
        return TestAuthority.write(BUNDLE, dir, "a");
    }

    private void use(UnaryOperator<TlsConfig.Builder> settings) {
        ServerTls.create(
                        settings.apply(TlsConfig.builder().provider(TlsProvider.JDK))
                                .build(),
                        TlsPeers.LOG)
                .close();
    }

    private String refusal(UnaryOperator<TlsConfig.Builder> settings) {
        Throwable thrown = catchThrowable(() -> use(settings));
        assertThat(thrown).isInstanceOf(TlsException.class);
        assertThat(thrown).hasMessageNotContaining(SECRET);
        return String.valueOf(thrown.getMessage()).replace(dir.toString(), "DIR");
    }

    private String refusalOfKey(String pem) {
        Path key = file("bad.key", pem);
        return refusal(config -> config.certificate(good().certificate(), key));
    }

    @Test
    void takesACertificateAndItsKey() {
        use(config -> config.certificate(good()));
    }

    @Test
    void takesBothFromOneFile() {
        Path both = file("both.pem", "# mine\n" + BUNDLE.getPrivateKeyPEM() + BUNDLE.getCertificatePEM());

        use(config -> config.certificate(both, both));
    }

    @ParameterizedTest
    @EnumSource(
            value = CertificateBuilder.Algorithm.class,
            names = {"ecp256", "ecp384", "rsa2048", "ed25519"})
    void takesKeysOf(CertificateBuilder.Algorithm algorithm) {
        X509Bundle bundle = AUTHORITY.issue("any", b -> b.algorithm(algorithm));

        use(config -> config.certificate(TestAuthority.write(bundle, dir, "any")));
    }

    /** Files that OpenSSL made. */
    private static Path resource(String name) {
        return Path.of("src/test/resources/tls", name);
    }

    @ParameterizedTest
    @CsvSource({"ec.pem, ec-sec1.key", "rsa.pem, rsa-pkcs1.key"})
    void takesKeysInTheFormsBeforePkcs8(String certificate, String key) {
        use(config -> config.certificate(resource(certificate), resource(key)));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    @Test
    void takesAnEncryptedKeyWithItsPassword() {
        use(config -> config.certificate(new TlsCertificate(resource("ec.pem"), resource("ec-encrypted.key"), SECRET)));
    }

    @Test
    void saysThatAnEncryptedKeyLacksItsPassword() {
        assertThat(refusal(config -> config.certificate(resource("ec.pem"), resource("ec-encrypted.key"))))
                .isEqualTo(
                        "the private key src/test/resources/tls/ec-encrypted.key is encrypted (expected: its password"
                                + " in key_password)");
    }

    @Test
    void saysThatThePasswordOfAKeyIsWrong() {
        assertThat(refusal(config -> config.certificate(
                        new TlsCertificate(resource("ec.pem"), resource("ec-encrypted.key"), "open barley"))))
                .isEqualTo("the private key src/test/resources/tls/ec-encrypted.key cannot be decrypted: wrong password"
                        + " in key_password");
    }

    @Test
    void saysThatAKeyIsEncryptedTheOldWay() {
        assertThat(refusal(config ->
                        config.certificate(new TlsCertificate(resource("ec.pem"), resource("ec-old.key"), SECRET))))
                .isEqualTo(
                        "the private key src/test/resources/tls/ec-old.key is encrypted in an old way that Java cannot"
                                + " read (expected: PKCS#8, as \"openssl pkcs8 -topk8 -in OLD -out NEW\" makes it)");
    }

    @Test
    void saysThatAKeyCannotBeRead() {
        assertThat(refusalOfKey(pem("PRIVATE KEY", new byte[] {1, 2, 3})))
                .isEqualTo("the private key in DIR/bad.key cannot be read (expected: an RSA, EC or EdDSA key in PKCS#8,"
                        + " as \"openssl pkcs8 -topk8 -in OLD -out NEW\" makes it)");
        assertThat(refusalOfKey(pem("EC PRIVATE KEY", new byte[] {0x30, (byte) 0x84, -1, -1, -1, -1, 2})))
                .startsWith("the private key in DIR/bad.key cannot be read");
    }

    @Test
    void saysThatAFileHasNoKey() {
        assertThat(refusalOfKey(BUNDLE.getCertificatePEM()))
                .isEqualTo("no private key in DIR/bad.key (expected: a PEM file with a block that begins with"
                        + " -----BEGIN PRIVATE KEY-----)");
    }

    @Test
    void saysThatAKeyIsOfAnotherCertificate() {
        String other = AUTHORITY.issueFor("b.example").getPrivateKeyPEM();

        assertThat(refusalOfKey(other))
                .isEqualTo("the private key DIR/bad.key does not belong to the certificate DIR/a.pem of CN=a.example"
                        + " (expected: the key that the certificate was made for; the first certificate in the file is"
                        + " the one that counts)");
    }

    @Test
    void saysThatAKeyIsOfAnotherKind() {
        String other = AUTHORITY.issue("b", CertificateBuilder::rsa2048).getPrivateKeyPEM();

        assertThat(refusalOfKey(other)).startsWith("the private key DIR/bad.key does not belong to the certificate");
    }

    @Test
    void saysThatAFileDoesNotExist() {
        assertThat(refusal(config -> config.certificate(dir.resolve("none.pem"), dir.resolve("none.key"))))
                .isEqualTo("cannot read the certificate DIR/none.pem: it does not exist (expected: a file; a relative"
                        + " path begins at " + Path.of("").toAbsolutePath() + ")");
    }

    @Test
    void saysThatAFileMayNotBeRead() throws Exception {
        TlsCertificate files = good();
        Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(files.key()), "the superuser may read everything");

        assertThat(refusal(config -> config.certificate(files)))
                .isEqualTo("cannot read the private key DIR/a.key: access is denied (expected: a file that user "
                        + System.getProperty("user.name") + " may read)");
    }

    @Test
    void saysThatAFileIsADirectory() {
        assertThat(refusal(config -> config.certificate(dir, dir)))
                .isEqualTo("cannot read the certificate DIR: it is a directory (expected: a file)");
    }

    @Test
    void saysThatAFileHasNoCertificate() {
        Path text = file("text.pem", "hello");
        Path empty = file("empty.pem", "");

        assertThat(refusal(config -> config.certificate(text, good().key())))
                .isEqualTo(
                        "no certificate in the certificate DIR/text.pem (expected: a PEM file with a block that begins"
                                + " with -----BEGIN CERTIFICATE-----)");
        assertThat(refusal(config -> config.certificate(good()).ca(empty).clientAuth(TlsClientAuth.REQUIRED)))
                .isEqualTo(
                        "no certificate in the ca DIR/empty.pem, which is empty (expected: a PEM file with a block that"
                                + " begins with -----BEGIN CERTIFICATE-----)");
    }

    @Test
    void saysThatACertificateCannotBeRead() {
        Path bad = file("bad.pem", BUNDLE.getCertificatePEM() + pem("CERTIFICATE", new byte[] {1, 2, 3}));

        assertThat(refusal(config -> config.certificate(bad, good().key())))
                .startsWith("certificate 2 in the certificate DIR/bad.pem cannot be read: ")
                .endsWith(" (expected: X.509 in PEM)");
    }

    @Test
    void takesAKeystore() {
        Path keystore = resource("rsa.p12");

        use(config -> config.keystore(keystore, SECRET));
    }

    @Test
    void saysThatThePasswordOfAKeystoreIsWrong() {
        Path keystore = resource("rsa.p12");

        assertThat(refusal(config -> config.keystore(keystore, "open barley")))
                .isEqualTo(
                        "the keystore src/test/resources/tls/rsa.p12 cannot be opened: wrong password in keystore_password");
        assertThat(refusal(config -> config.keystore(keystore, null)))
                .contains("the keystore src/test/resources/tls/rsa.p12")
                .contains("password");
    }

    @Test
    void saysThatAFileIsNoKeystore() {
        Path text = file("text.p12", "hello");

        assertThat(refusal(config -> config.keystore(text, SECRET)))
                .startsWith("the keystore DIR/text.p12 cannot be read: ")
                .endsWith(" (expected: a PKCS#12 file)");
    }

    @Test
    void saysThatACipherIsUnknown() {
        assertThat(refusal(config -> config.certificate(good()).ciphers(List.of("TLS_ROT13"))))
                .startsWith("TLS cannot be set up: ")
                .endsWith(" (expected: ciphers that the provider has; those given are TLS_ROT13)");
    }

    @Test
    void saysWhatAServerOrAClientCannotUse() {
        assertThatThrownBy(() -> use(config -> config))
                .hasMessage("certificate: none (expected: a server has a certificate and its key, or a keystore)");
        assertThatThrownBy(() -> use(config -> config.certificate(good()).clientAuth(TlsClientAuth.OPTIONAL)))
                .hasMessage("ca: none (expected: a PEM file of the authorities that sign clients' certificates, since"
                        + " client auth is not NONE)");
        assertThatThrownBy(() -> use(config -> config.certificate(good()).verify(false)))
                .hasMessage("verify: false (expected: only for clients)");
        assertThatThrownBy(() -> TlsConfig.builder()
                        .clientAuth(TlsClientAuth.REQUIRED)
                        .build()
                        .requireClient())
                .hasMessage("clientAuth: REQUIRED (expected: only for servers)");
    }

    @Test
    void keepsPasswordsToItself() {
        TlsCertificate certificate = new TlsCertificate(Path.of("a"), Path.of("b"), SECRET);

        assertThat(TlsConfig.builder().certificate(certificate).build().toString())
                .contains("certificate a with key b (encrypted)")
                .doesNotContain(SECRET);
        assertThat(TlsConfig.builder().keystore(Path.of("c"), SECRET).build().toString())
                .contains("keystore c")
                .doesNotContain(SECRET);
    }
}
