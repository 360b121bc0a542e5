package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.event.Event;
import io.wishbone.examples.PeerTools.Running;
import io.wishbone.examples.PeerTools.Said;
import io.wishbone.netty.input.TcpInput;
import io.wishbone.netty.tls.TlsConfig;
import io.wishbone.netty.tls.TlsProvider;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;
import org.testcontainers.junit.jupiter.Testcontainers;

/** Clients that speak TLS to our input: openssl, stunnel and what scans for weaknesses. */
@Testcontainers(disabledWithoutDocker = true)
class TlsClientsContainerIT {
    @TempDir
    private static Path directory = Path.of("");

    private static PeerTools tools;
    private static Certificates certificates;

    @BeforeAll
    static void startTools() {
        certificates = Certificates.in(directory);
        tools = PeerTools.start(directory);
    }

    @AfterAll
    static void stopTools() {
        tools.close();
    }

    private static TcpInput input(TlsConfig.Builder tls) {
        return Listening.tcp(settings -> settings.tls(tls.build()));
    }

    /** Sends one line, and ends soon after the end of its input. */
    private static Said openssl(TcpInput input, String options) {
        // It needs a moment to read what comes after the handshake, such as the sessions of TLS 1.3.
        return tools.run("(echo hello; sleep 0.2) | openssl s_client -connect 127.0.0.1:" + port(input) + " -CAfile "
                + certificates.ca() + " " + options);
    }

    private static int port(TcpInput input) {
        return input.boundAddress().getPort();
    }

    @ParameterizedTest
    @CsvSource({
        "JDK, -tls1_2, TLSv1.2",
        "JDK, -tls1_3, TLSv1.3",
        "OPENSSL, -tls1_2, TLSv1.2",
        "OPENSSL, -tls1_3, TLSv1.3"
    })
    void tellsWhatAnOpensslNegotiated(TlsProvider provider, String option, String version) {
        TcpInput input = input(certificates.demanding(provider).alpn(List.of("syslog", "other")));
        try (Listening listening = Listening.to(input)) {
            String identity = " -cert %1$s/client.pem -key %1$s/client.key".formatted(directory);
            Said said = openssl(input, option + " -alpn unknown,other -verify_return_error" + identity);

            assertThat(said.status()).as(said.text()).isZero();
            assertThat(said.text())
                    .contains("Verification: OK", "ALPN protocol: other", "Acceptable client certificate CA names");
            Event event = listening.awaitEvents(1).get(0);
            assertThat(event.text()).isEqualTo("hello");
            assertThat(event.header("listen", "tls_version")).isEqualTo(version);
            assertThat(event.header("listen", "tls_protocol")).isEqualTo("other");
            assertThat(event.header("listen", "tls_subject")).isEqualTo("CN=a client");
            assertThat(event.header("listen", "tls_cipher")).asString().startsWith("TLS_");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JDK, -servername other.example.org, other.example.org",
        "JDK, -servername localhost, localhost",
        "JDK, -noservername, localhost",
        "OPENSSL, -servername other.example.org, other.example.org",
        "OPENSSL, -servername elsewhere.example.org, localhost"
    })
    void showsTheCertificateForTheNameThatAnOpensslWants(TlsProvider provider, String option, String name) {
        TcpInput input = input(certificates.listeningWithTwo(provider));
        try (Listening listening = Listening.to(input)) {
            assertThat(openssl(input, option).text()).contains("subject=CN = " + name + "\n");
            assertThat(listening.awaitTexts(1)).containsExactly("hello");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JDK, -tls1_2, handshake failure|bad certificate",
        "JDK, -tls1_3, certificate required|bad certificate",
        "OPENSSL, -tls1_2, handshake failure|certificate required|bad certificate",
        "OPENSSL, -tls1_3, certificate required|bad certificate"
    })
    void tellsAnOpensslThatItsCertificateIsMissing(TlsProvider provider, String version, String alert) {
        TcpInput input = input(certificates.demanding(provider));
        try (Listening listening = Listening.to(input)) {
            // It goes on until we close, since under TLS 1.3 it is told only after its own handshake has ended.
            Said said = openssl(input, version + " -ign_eof");

            assertThat(said.status()).isNotZero();
            assertThat(said.text()).containsPattern("alert (" + alert + ")");
            listening.awaitLogged(Level.INFO, "the client presented no certificate");
            assertThat(listening.events()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void tellsAnOpensslThatItConnectsToAPortWithoutTls(String version) {
        TcpInput input = Listening.tcp(settings -> settings);
        try (Listening listening = Listening.to(input)) {
            Said said = openssl(input, version);

            assertThat(said.status()).isNotZero();
            assertThat(said.text()).contains("alert protocol version").doesNotContain("unexpected eof");
            listening.awaitLogged(Level.INFO, "it speaks TLS, and this input does not");
            assertThat(listening.events()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void saysWhatCameInsteadOfTls(TlsProvider provider) {
        TcpInput input = input(certificates.listening(provider));
        try (Listening listening = Listening.to(input)) {
            tools.run("printf 'hello without TLS\\n' | socat - TCP:127.0.0.1:" + port(input));

            String shown = provider == TlsProvider.JDK ? " but \"hello without TLS" : "";
            listening.awaitLogged(Level.INFO, "what the peer sent is no TLS" + shown);
            assertThat(listening.events()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void letsAnOpensslResumeItsSession(TlsProvider provider) {
        TcpInput input = input(certificates.listening(provider));
        try (Listening listening = Listening.to(input)) {
            Said twelve = openssl(input, "-tls1_2 -reconnect");
            Said first = openssl(input, "-tls1_3 -sess_out /tmp/session");
            Said thirteen = openssl(input, "-tls1_3 -sess_in /tmp/session");

            assertThat(twelve.text()).contains("Reused, TLSv1.2");
            // BoringSSL gives an OpenSSL a ticket that it does not use; a new session is as good.
            assertThat(first.status()).isZero();
            assertThat(thirteen.status()).isZero();
            assertThat(thirteen.text()).contains(provider == TlsProvider.JDK ? "Reused, TLSv1.3" : "New, TLSv1.3");
            assertThat(listening.awaitTexts(3)).containsOnly("hello");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void refusesToNegotiateAgain(TlsProvider provider) {
        TcpInput input = input(certificates.listening(provider));
        try (Listening listening = Listening.to(input)) {
            // A line that begins with R is an order to negotiate again.
            Said said =
                    tools.run("(echo R; sleep 1; echo again; sleep 0.3) | openssl s_client -tls1_2 -connect 127.0.0.1:"
                            + port(input));

            assertThat(said.status()).as(said.text()).isNotZero();
            assertThat(said.text()).contains("RENEGOTIATING");
            await().atMost(PeerTools.PATIENCE).until(() -> listening.metric("connections") == 0);
            assertThat(listening.events()).isEmpty();
            assertThat(listening.logged(Level.WARN)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"JDK, TLSv1.2", "JDK, TLSv1.3", "OPENSSL, TLSv1.2", "OPENSSL, TLSv1.3"})
    void takesLinesThroughAnStunnelWithACertificate(TlsProvider provider, String version) throws Exception {
        TcpInput input = input(certificates.demanding(provider));
        int front = SyslogDaemon.freePort();
        try (Listening listening = Listening.to(input);
                Running stunnel = stunnel(front, """
                        client = yes
                        connect = 127.0.0.1:%d
                        sslVersion = %s
                        CAfile = %3$s/ca.pem
                        verifyChain = yes
                        checkHost = localhost
                        cert = %3$s/client.pem
                        key = %3$s/client.key
                        """.formatted(port(input), version, directory))) {
            for (int i = 1; i <= 3; i++) {
                tools.run("seq -f 'line %g' 1000 | socat -u - TCP:127.0.0.1:" + front);
                listening.awaitEvents(1000 * i);
            }
            assertThat(listening.awaitTexts(3000))
                    .startsWith("line 1")
                    .endsWith("line 1000")
                    .hasSize(3000);
            assertThat(listening.events()).allSatisfy(event -> {
                assertThat(event.header("listen", "tls_version")).isEqualTo(version);
                assertThat(event.header("listen", "tls_subject")).isEqualTo("CN=a client");
            });
            assertThat(listening.logged(Level.WARN)).as(stunnel.said()).isEmpty();
        }
    }

    private static Running stunnel(int port, String service) {
        Path file = tools.write("stunnel.conf", """
                foreground = yes
                pid =
                debug = notice
                [front]
                accept = 127.0.0.1:%d
                """.formatted(port) + service);
        return tools.start("stunnel " + file, port);
    }

    @Test
    void hasNothingThatTestsslFindsWeak() {
        TcpInput input = input(certificates.listening(TlsProvider.JDK));
        try (Listening listening = Listening.to(input)) {
            Said scan = tools.run("testssl --quiet --warnings off --color 0 --nodns none --fast --protocols --std"
                    + " --renegotiation --csvfile /tmp/testssl.csv 127.0.0.1:" + port(input)
                    + " >&2; cut -d, -f1,5 /tmp/testssl.csv");

            assertThat(scan.text().replace("\"", ""))
                    .contains(
                            "SSLv2,not offered",
                            "SSLv3,not offered",
                            "TLS1,not offered",
                            "TLS1_1,not offered",
                            "TLS1_2,offered",
                            "TLS1_3,offered with final",
                            "cipherlist_NULL,not offered",
                            "cipherlist_aNULL,not offered",
                            "cipherlist_EXPORT,not offered",
                            "cipherlist_LOW,not offered",
                            "cipherlist_3DES_IDEA,not offered",
                            "cipherlist_AVERAGE,not offered",
                            "cipherlist_STRONG,offered",
                            "secure_renego,supported",
                            "secure_client_renego,not vulnerable");
            assertThat(listening.logged(Level.WARN)).isEmpty();
        }
    }
}
