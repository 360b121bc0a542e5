package io.wishbone.netty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.wishbone.netty.pki.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes of servers and clients with each provider, the other side always having the same. */
@ParameterizedClass
@CsvSource({"JDK, JDK", "OPENSSL, OPENSSL", "JDK, OPENSSL", "OPENSSL, JDK"})
class TlsHandshakeTest {
    private static final TestAuthority AUTHORITY = TestAuthority.create("authority");

    @TempDir
    static Path dir;

    private static Path ca = Path.of("ca.pem");
    private static TlsCertificate localhost = new TlsCertificate(Path.of(""), Path.of(""), null);

    @Parameter(0)
    TlsProvider serverProvider = TlsProvider.JDK;

    @Parameter(1)
    TlsProvider clientProvider = TlsProvider.JDK;

    private final List<AutoCloseable> closing = new ArrayList<>();
    private @Nullable TlsPeers peers;

    @BeforeAll
    static void writeFiles() {
        ca = AUTHORITY.write(dir);
        localhost = TestAuthority.write(
                AUTHORITY.issue("localhost", b -> b.addSanDnsName("localhost").addSanIpAddress("127.0.0.1")),
                dir,
                "localhost");
    }

    private void serve(UnaryOperator<TlsConfig.Builder> settings) {
        ServerTls server = ServerTls.create(
                settings.apply(TlsConfig.builder().provider(serverProvider)).build(), TlsPeers.LOG);
        closing.add(server);
        TlsPeers serving = new TlsPeers(server);
        closing.add(serving);
        peers = serving;
    }

    private TlsPeers peers() {
        return Objects.requireNonNull(peers, "peers");
    }

    private ClientTls client(UnaryOperator<TlsConfig.Builder> settings) {
        ClientTls client = ClientTls.create(
                settings.apply(TlsConfig.builder().provider(clientProvider)).build(), TlsPeers.LOG);
        closing.add(client);
        return client;
    }

    private void serve() {
        serve(config -> config.certificate(localhost));
    }

    private Future<Channel> connect(String host, UnaryOperator<TlsConfig.Builder> settings) throws Exception {
        return peers().connect(client(settings), host);
    }

    private TlsSession connected(String host, UnaryOperator<TlsConfig.Builder> settings) throws Exception {
        return peers().session(connect(host, settings).get());
    }

    private String refused(String host, UnaryOperator<TlsConfig.Builder> settings) throws Exception {
        Future<Channel> outcome = connect(host, settings);
        assertThat(outcome.isSuccess()).isFalse();
        assertThat(outcome.cause()).isInstanceOf(IOException.class);
        return String.valueOf(outcome.cause().getMessage());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable open : closing) {
            open.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "localhost."})
    void succeedsWithAServerWhoseCertificateIsTrustedAndForTheHost(String host) throws Exception {
        serve();

        TlsSession session = connected(host, config -> config.ca(ca));

        assertThat(session.version()).isEqualTo("TLSv1.3");
        assertThat(session.cipher()).startsWith("TLS_");
        assertThat(session.peer()).isEqualTo("CN=localhost");
        assertThat(session.applicationProtocol()).isNull();
        assertThat(peers().serverSession().peer()).isNull();
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void usesTheVersionThatOneSideInsistsOn(TlsVersion version) throws Exception {
        serve();

        TlsSession session = connected("localhost", config -> config.ca(ca).versions(EnumSet.of(version)));

        assertThat(session.version()).isEqualTo(version.protocol());
    }

    @Test
    void failsWithoutACommonVersion() throws Exception {
        serve(config -> config.certificate(localhost).versions(EnumSet.of(TlsVersion.TLS_1_3)));

        String failure = refused("localhost", config -> config.ca(ca).versions(EnumSet.of(TlsVersion.TLS_1_2)));

        assertThat(failure).contains("TLS version").contains("in common");
        assertThat(peers().serverFailure())
                .isEqualTo("there is no TLS version that both sides have (expected: other versions, here or there)");
    }

    @Test
    void failsWithoutACommonCipher() throws Exception {
        serve(config -> config.certificate(localhost)
                .versions(EnumSet.of(TlsVersion.TLS_1_2))
                .ciphers(List.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")));

        String failure = refused(
                "localhost",
                config -> config.ca(ca)
                        .versions(EnumSet.of(TlsVersion.TLS_1_2))
                        .ciphers(List.of("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")));

        assertThat(failure)
                .isEqualTo("the peer found nothing that both sides accept (expected: other ciphers or versions, or a"
                        + " certificate that it wants from us) [alert handshake_failure]");
        assertThat(peers().serverFailure()).startsWith("there is no cipher that both sides have");
    }

    @Test
    void agreesOnAnApplicationProtocol() throws Exception {
        serve(config -> config.certificate(localhost).alpn(List.of("b", "c")));

        TlsSession session = connected("localhost", config -> config.ca(ca).alpn(List.of("a", "c")));

        assertThat(session.applicationProtocol()).isEqualTo("c");
        assertThat(peers().serverSession().applicationProtocol()).isEqualTo("c");
    }

    @Test
    void failsIfTheCertificateIsForAnotherHost() throws Exception {
        serve();

        assertThat(refused("other.example", config -> config.ca(ca)))
                .isEqualTo("the server's certificate is not for \"other.example\" but for localhost, 127.0.0.1"
                        + " (CN=localhost; expected: server_name, if one of these is right, or a certificate for"
                        + " \"other.example\")");
        assertThat(peers().serverFailure()).contains("certificate");
    }

    @Test
    void failsIfTheCertificateIsForAnotherAddress() throws Exception {
        serve();

        assertThat(refused("127.0.0.2", config -> config.ca(ca)))
                .startsWith("the server's certificate is not for \"127.0.0.2\" but for localhost, 127.0.0.1");
    }

    @Test
    void expectsTheServerNameInsteadOfTheHost() throws Exception {
        serve();

        assertThat(connected("127.0.0.2", config -> config.ca(ca).serverName("localhost"))
                        .peer())
                .isEqualTo("CN=localhost");
    }

    @Test
    void failsIfTheAuthorityIsNotTrusted() throws Exception {
        serve();

        assertThat(refused("localhost", config -> config))
                .isEqualTo(
                        "the server's certificate is not trusted: CN=localhost, issued by CN=authority (expected: ca,"
                                + " a PEM file with the certificate of the authority that signed it)");
        assertThat(peers().serverFailure()).contains("our certificate");
    }

    @Test
    void failsIfTheCertificateIsSelfSigned() throws Exception {
        TlsCertificate own = TestAuthority.write(TestAuthority.selfSigned("localhost"), dir, "own");
        serve(config -> config.certificate(own));

        assertThat(refused("localhost", config -> config.ca(ca)))
                .isEqualTo("the server's certificate is not trusted: CN=localhost, which is self-signed (expected: ca,"
                        + " a PEM file with the certificate of the authority that signed it, here its own)");
    }

    @Test
    void succeedsIfTheSelfSignedCertificateIsTheCa() throws Exception {
        TlsCertificate own = TestAuthority.write(TestAuthority.selfSigned("localhost"), dir, "own");
        serve(config -> config.certificate(own));

        assertThat(connected("localhost", config -> config.ca(own.certificate()))
                        .peer())
                .isEqualTo("CN=localhost");
    }

    @Test
    void failsIfTheCertificateHasExpired() throws Exception {
        Instant end = Instant.parse("2024-05-06T07:08:09Z");
        TlsCertificate old = TestAuthority.write(
                AUTHORITY.issue(
                        "localhost",
                        b -> b.addSanDnsName("localhost")
                                .notBefore(end.minus(Duration.ofDays(9)))
                                .notAfter(end)),
                dir,
                "old");
        serve(config -> config.certificate(old));

        assertThat(refused("localhost", config -> config.ca(ca)))
                .isEqualTo("the server's certificate expired on 2024-05-06T07:08:09Z (CN=localhost; expected: a renewed"
                        + " certificate there)");
    }

    @Test
    void failsIfTheCertificateIsNotYetValid() throws Exception {
        Instant begin = Instant.parse("2090-01-02T03:04:05Z");
        TlsCertificate early = TestAuthority.write(
                AUTHORITY.issue(
                        "localhost",
                        b -> b.addSanDnsName("localhost").notBefore(begin).notAfter(begin.plus(Duration.ofDays(9)))),
                dir,
                "early");
        serve(config -> config.certificate(early));

        assertThat(refused("localhost", config -> config.ca(ca)))
                .isEqualTo("the server's certificate is valid only from 2090-01-02T03:04:05Z on (CN=localhost;"
                        + " expected: clocks that are right on both sides)");
    }

    @Test
    void checksNothingIfTold() throws Exception {
        serve();

        assertThat(connected("other.example", config -> config.verify(false)).peer())
                .isEqualTo("CN=localhost");
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void tellsTheServerWhoTheClientIs(TlsVersion version) throws Exception {
        TlsCertificate me = TestAuthority.write(AUTHORITY.issue("me, O=\"A, B\"", b -> b), dir, "me");
        serve(config -> config.certificate(localhost).ca(ca).clientAuth(TlsClientAuth.REQUIRED));

        connected("localhost", config -> config.ca(ca).certificate(me).versions(EnumSet.of(version)));

        assertThat(peers().serverSession().peer()).isEqualTo("CN=me,O=A\\, B");
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void failsWithoutACertificateThatIsRequired(TlsVersion version) throws Exception {
        serve(config -> config.certificate(localhost).ca(ca).clientAuth(TlsClientAuth.REQUIRED));

        assertThat(refused("localhost", config -> config.ca(ca).versions(EnumSet.of(version))))
                .containsAnyOf(
                        "wants one and got none", "wants a certificate and got none", "certificate that it wants");
        assertThat(peers().serverFailure())
                .isEqualTo("the client presented no certificate (expected: one, since client_auth is required)");
    }

    @ParameterizedTest
    @CsvSource({"TLS_1_2, REQUIRED", "TLS_1_3, REQUIRED", "TLS_1_2, OPTIONAL", "TLS_1_3, OPTIONAL"})
    void failsWithACertificateThatTheServerDoesNotTrust(TlsVersion version, TlsClientAuth auth) throws Exception {
        TlsCertificate me =
                TestAuthority.write(TestAuthority.create("authority").issue("me", b -> b), dir, "stranger");
        serve(config -> config.certificate(localhost).ca(ca).clientAuth(auth));

        assertThat(refused("localhost", config -> config.ca(ca).certificate(me).versions(EnumSet.of(version))))
                .contains("our certificate");
        assertThat(peers().serverFailure())
                .isEqualTo("the client's certificate is not trusted: CN=me, issued by CN=authority (expected: ca, a PEM"
                        + " file with the certificate of the authority that signed it)");
    }

    @Test
    void servesAClientWithoutACertificateWhereItIsOptional() throws Exception {
        serve(config -> config.certificate(localhost).ca(ca).clientAuth(TlsClientAuth.OPTIONAL));

        connected("localhost", config -> config.ca(ca));

        assertThat(peers().serverSession().peer()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "a.example, CN=a.example",
        "b.example, CN=b.example",
        "x.b.example, CN=b.example",
        "exact.b.example, CN=exact.b.example"
    })
    void choosesTheCertificateByTheNameThatTheClientWants(String host, String subject) throws Exception {
        serve(config -> config.certificate(TestAuthority.write(AUTHORITY.issueFor("a.example"), dir, "a"))
                .certificate(TestAuthority.write(AUTHORITY.issueFor("b.example", "*.b.example"), dir, "b"))
                .certificate(TestAuthority.write(AUTHORITY.issueFor("exact.b.example"), dir, "c")));

        assertThat(connected(host, config -> config.ca(ca)).peer()).isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"z.example", "x.y.b.example", "127.0.0.1"})
    void showsTheFirstCertificateForOtherNames(String host) throws Exception {
        serve(config -> config.certificate(TestAuthority.write(AUTHORITY.issueFor("a.example"), dir, "a"))
                .certificate(TestAuthority.write(AUTHORITY.issueFor("b.example", "*.b.example"), dir, "b")));

        assertThat(connected(host, config -> config.verify(false)).peer()).isEqualTo("CN=a.example");
    }

    @Test
    void saysThatAClientSpeaksNoTls() throws Exception {
        serve();

        Channel plain = peers().connectPlain();
        plain.writeAndFlush(Unpooled.copiedBuffer("GET / HTTP/1.1\r\n\r\n", StandardCharsets.US_ASCII));

        assertThat(peers().serverFailure())
                // OpenSSL does not show what it got.
                .matches("what the peer sent is no TLS( but \"GET / HTTP/1.1\\.{4}\")? \\(expected: a peer that speaks"
                        + " TLS on this port, or no tls here\\)");
        plain.closeFuture().await();
    }

    @Test
    void saysThatAServerSpeaksNoTls() throws Exception {
        serve();
        ClientTls client = client(config -> config);
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread greeting = new Thread(() -> {
                try (Socket socket = plain.accept()) {
                    socket.getOutputStream().write("220 mail.example ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().readAllBytes();
                } catch (IOException ended) {
                    // The client resets what it does not understand.
                }
            });
            greeting.start();
            Future<Channel> outcome =
                    peers().connect(client, "localhost", plain.getLocalPort(), Duration.ofSeconds(20));

            assertThat(outcome.cause())
                    .hasMessageMatching(
                            "what the peer sent is no TLS( but \"220 mail.example ESMTP..\")? \\(expected: a peer that speaks"
                                    + " TLS on this port, or no tls here\\)");
            greeting.join();
        }
    }

    @Test
    void saysThatAServerClosedTheConnection() throws Exception {
        serve();
        ClientTls client = client(config -> config);
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread closing = new Thread(() -> {
                try (Socket socket = plain.accept()) {
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException ended) {
                    // The test has closed the server.
                }
            });
            closing.start();
            Future<Channel> outcome =
                    peers().connect(client, "localhost", plain.getLocalPort(), Duration.ofSeconds(20));

            assertThat(outcome.cause())
                    .hasMessage("the peer closed the connection before TLS was set up (expected: a peer that speaks TLS"
                            + " on this port; its own log may say why)");
            closing.join();
        }
    }

    @Test
    void saysThatAServerDoesNotAnswer() throws Exception {
        serve();
        ClientTls client = client(config -> config);
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Future<Channel> outcome =
                    peers().connect(client, "localhost", silent.getLocalPort(), Duration.ofMillis(50));

            assertThat(outcome.cause())
                    .hasMessage("no answer to the TLS handshake within 50 ms (does the peer speak TLS on this port?)");
        }
    }
}
