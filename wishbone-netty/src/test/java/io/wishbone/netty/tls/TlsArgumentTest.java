package io.wishbone.netty.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.module.ArgumentException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TlsArgumentTest {
    private static final Map<String, Object> PAIR = Map.of("certificate", "a.pem", "key", "a.key");

    @Test
    void readsEverythingThatAServerMayHave() {
        TlsConfig config = TlsArgument.server()
                .read(Map.of(
                        "certificates",
                        List.of(PAIR, Map.of("certificate", "b.pem", "key", "b.key", "key_password", 1234)),
                        "ca",
                        "ca.pem",
                        "client_auth",
                        "required",
                        "versions",
                        List.of("TLSv1.3"),
                        "alpn",
                        List.of("x", "y"),
                        "ciphers",
                        "TLS_AES_128_GCM_SHA256",
                        "provider",
                        "jdk",
                        "reload_interval",
                        "5m"));

        assertThat(config)
                .isEqualTo(TlsConfig.builder()
                        .certificate(Path.of("a.pem"), Path.of("a.key"))
                        .certificate(new TlsCertificate(Path.of("b.pem"), Path.of("b.key"), "1234"))
                        .ca(Path.of("ca.pem"))
                        .clientAuth(TlsClientAuth.REQUIRED)
                        .versions(EnumSet.of(TlsVersion.TLS_1_3))
                        .alpn(List.of("x", "y"))
                        .ciphers(List.of("TLS_AES_128_GCM_SHA256"))
                        .provider(TlsProvider.JDK)
                        .reloadInterval(Duration.ofMinutes(5))
                        .build());
    }

    @Test
    void readsWhatIsOfClients() {
        TlsConfig config = TlsArgument.client()
                .read(Map.of(
                        "keystore",
                        "me.p12",
                        "keystore_password",
                        "open sesame",
                        "server_name",
                        "x",
                        "verify",
                        "false"));

        assertThat(config)
                .isEqualTo(TlsConfig.builder()
                        .keystore(Path.of("me.p12"), "open sesame")
                        .serverName("x")
                        .verify(false)
                        .build());
    }

    @Test
    void readsAnEmptyMapAsTheDefaultsOfAClient() {
        assertThat(TlsArgument.client().read(Map.of()))
                .isEqualTo(TlsConfig.builder().build());
    }

    private static final String SERVER_KEYS =
            "certificate, key, key_password, keystore, keystore_password, ca, versions,"
                    + " alpn, ciphers, provider, reload_interval, certificates, client_auth";

    static Stream<Arguments> serverMistakes() {
        return Stream.of(
                mistake(
                        Map.of(),
                        "a server has no certificate (expected: certificate and key, certificates, or keystore)"),
                mistake(
                        Map.of("certificate", "a.pem"),
                        "certificate: there is no \"key\" (expected: key, the PEM file of its private key)"),
                mistake(
                        Map.of("key", "a.key"),
                        "key: there is no \"certificate\" (expected: certificate, the PEM file of its certificate)"),
                mistake(
                        Map.of("certificate", "a", "key", "b", "keystore", "c"),
                        "keystore: there is also a certificate (expected: keystore or certificate, not both)"),
                mistake(
                        Map.of("certificate", "a", "key", "b", "keystore_password", "open sesame"),
                        "keystore_password: there is no keystore (expected: keystore, a PKCS#12 file)"),
                mistake(
                        Map.of("certificate", "a", "key", "b", "client_auth", "required"),
                        "client_auth: there is no \"ca\" (expected: ca, the PEM file of the authorities that sign"
                                + " clients' certificates)"),
                mistake(
                        Map.of("certificate", "a", "key", "b", "ca", "c"),
                        "ca: clients are not asked for certificates (expected: client_auth, optional or required, with"
                                + " it)"),
                mistake(
                        Map.of("certificate", "a", "key", "b", "verify", false),
                        "verify: \"verify\" is for modules that connect (expected: one of " + SERVER_KEYS + ")"),
                mistake(
                        Map.of("certificate", "a", "key", "b", "key_pasword", "open sesame"),
                        "key_pasword: unknown option \"key_pasword\" of tls (expected: one of " + SERVER_KEYS
                                + "; did you mean \"key_password\"?)"),
                mistake(
                        Map.of("certificate", "a", "key", "b", "key_password", List.of("open sesame")),
                        "key_password: a password is no text (expected: text, not a list or a map)"),
                mistake(
                        Map.of("certificates", List.of(Map.of("certificate", "a"), "open sesame")),
                        "certificates, item 1, certificate: there is no \"key\" (expected: key, the PEM file of its"
                                + " private key); certificates, item 2: the item is no map (expected:"
                                + " {certificate: a.pem, key: a.key})"),
                mistake(
                        Map.of("certificate", "a", "key", "b", "versions", "TLSv1.1"),
                        "versions, item 1: TLSv1.2 or TLSv1.3"),
                mistake(
                        Map.of("certificate", "a", "key", "b", "provider", "boring"),
                        "provider: one of auto, jdk, openssl"),
                mistake(
                        "a.pem",
                        "tls is no map (expected: a map such as {certificate: server.pem, key: server.key}; see"
                                + " docs/tls.md)"));
    }

    private static Arguments mistake(Object raw, String message) {
        return Arguments.of(raw, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("serverMistakes")
    void saysWhatIsWrongForAServer(Object raw, String message) {
        assertThatThrownBy(() -> TlsArgument.server().read(raw))
                .isInstanceOf(ArgumentException.class)
                .hasMessage(message)
                .hasMessageNotContaining("open sesame");
    }

    @Test
    void saysWhatAClientCannotUse() {
        assertThatThrownBy(() -> TlsArgument.client().read(Map.of("client_auth", "required")))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("client_auth: \"client_auth\" is for modules that listen (expected: one of ");
    }
}
