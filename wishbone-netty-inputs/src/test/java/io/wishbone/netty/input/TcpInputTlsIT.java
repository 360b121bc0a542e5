package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import io.wishbone.netty.Transport;
import io.wishbone.netty.pki.TestAuthority;
import io.wishbone.netty.tls.TlsCertificate;
import io.wishbone.netty.tls.TlsClientAuth;
import io.wishbone.netty.tls.TlsConfig;
import io.wishbone.netty.tls.TlsProvider;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.ModuleStartException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TcpInputTlsIT {
    private static final TestAuthority AUTHORITY = TestAuthority.create("authority");
    private static final X509Bundle LOCALHOST =
            AUTHORITY.issue("localhost", b -> b.addSanDnsName("localhost").addSanIpAddress("127.0.0.1"));
    private static final X509Bundle DEVICE = AUTHORITY.issue("device-7", b -> b);
    private static final TlsClient CLIENT = TlsClient.trusting(AUTHORITY.bundle());
    private static final QueueLimits SMALL = new QueueLimits(64, 1 << 20);

    @TempDir
    private Path dir = Path.of("");

    static Stream<Transport> transports() {
        return TcpInputIT.transports();
    }

    static Stream<Arguments> transportsAndProviders() {
        return transports()
                .flatMap(transport -> Stream.of(
                        Arguments.of(transport, TlsProvider.JDK), Arguments.of(transport, TlsProvider.OPENSSL)));
    }

    private TlsConfig tls(UnaryOperator<TlsConfig.Builder> settings) {
        TlsCertificate own = TestAuthority.write(LOCALHOST, dir, "server");
        return settings.apply(TlsConfig.builder().certificate(own)).build();
    }

    private TlsConfig tls(TlsProvider provider) {
        return tls(config -> config.provider(provider));
    }

    private Rig start(UnaryOperator<TlsConfig.Builder> settings) {
        TlsConfig tls = tls(settings);
        return Rig.start(config -> config.tls(tls));
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> number + "x".repeat(number % 97 == 0 ? 3000 : number % 7))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("transportsAndProviders")
    void readsLinesOfManySizesWholeAndInOrderWhileTheGateClosesAndOpens(Transport transport, TlsProvider provider)
            throws Exception {
        List<String> lines = numbered(100_000);
        TlsConfig tls = tls(provider);
        try (Rig rig = Rig.start(transport, 1, SMALL, config -> config.tls(tls))) {
            Peer peer = rig.connect(CLIENT);
            rig.collector.block();
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    peer.send(String.join("\n", lines) + "\n").close();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int part = 1; part <= 5; part++) {
                Awaitility.await().until(() -> rig.metric("queue.outbox.size") >= 64);
                assertThat(rig.metric("buffered_bytes")).isLessThan(8 << 20);
                rig.collector.blockAt(part * 15_000L);
                rig.collector.unblock();
                rig.awaitLines(part * 15_000);
            }
            rig.collector.unblock();
            sent.join();
            rig.awaitMetric("connections", 0);
            assertThat(rig.stop().isClean()).isTrue();

            assertThat(rig.collector.lines()).isEqualTo(lines);
            assertThat(rig.metric("dropped_partial_total")).isZero();
            assertThat(rig.metric("buffered_bytes")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JDK, TLSv1.2",
        "JDK, TLSv1.3",
        "OPENSSL, TLSv1.2",
        "OPENSSL, TLSv1.3",
    })
    void tellsOfTheSessionInTheHeader(TlsProvider provider, String version) throws Exception {
        try (Rig rig = start(config -> config.provider(provider)
                .alpn(List.of("events/2", "events/1"))
                .clientAuth(TlsClientAuth.REQUIRED)
                .ca(AUTHORITY.write(dir)))) {
            rig.connect(CLIENT.with(DEVICE).speaking(version).offering("events/1"))
                    .send("hello\n");

            assertThat(rig.firstHeader())
                    .containsEntry("tls_version", version)
                    .containsEntry("tls_subject", "CN=device-7")
                    .containsEntry("tls_protocol", "events/1")
                    .containsEntry("remote_address", "127.0.0.1")
                    .containsKey("tls_cipher");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void servesClientsWithoutACertificateIfThatIsOptional(TlsProvider provider) throws Exception {
        try (Rig rig = start(config ->
                config.provider(provider).clientAuth(TlsClientAuth.OPTIONAL).ca(AUTHORITY.write(dir)))) {
            rig.connect(CLIENT).send("hello\n");
            assertThat(rig.firstHeader()).doesNotContainKey("tls_subject");
            rig.connect(CLIENT.with(DEVICE)).send("hello\n");
            rig.awaitLines(2);
            assertThat(rig.collector.events().get(1).header().asMap().get("in"))
                    .containsEntry("tls_subject", "CN=device-7");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JDK, TLSv1.2",
        "JDK, TLSv1.3",
        "OPENSSL, TLSv1.2",
        "OPENSSL, TLSv1.3",
    })
    void refusesClientsWithoutTheCertificateThatIsRequired(TlsProvider provider, String version) throws Exception {
        try (Rig rig = start(config ->
                config.provider(provider).clientAuth(TlsClientAuth.REQUIRED).ca(AUTHORITY.write(dir)))) {
            assertThatThrownBy(() -> rig.connect(CLIENT.speaking(version))
                            .send("secret\n")
                            .receiveAll())
                    .isInstanceOf(IOException.class);
            rig.awaitMetric("handshakes_failed_total", 1);
            rig.awaitMetric("connections", 0);
            rig.awaitLog("INFO closed 127.0.0.1:");
            rig.awaitLog("the client presented no certificate (expected: one, since client_auth is required)");
            rig.stop();
            assertThat(rig.collector.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void choosesTheCertificateByTheNameThatIsAskedFor(TlsProvider provider) throws Exception {
        TlsCertificate other = TestAuthority.write(AUTHORITY.issueFor("b.example.org"), dir, "b");
        try (Rig rig = start(config -> config.provider(provider).certificate(other))) {
            assertThat(subject(rig.connect(CLIENT.asking("b.example.org")))).isEqualTo("CN=b.example.org");
            assertThat(subject(rig.connect(CLIENT.asking("localhost")))).isEqualTo("CN=localhost");
            assertThat(subject(rig.connect(CLIENT).send("hello\n"))).isEqualTo("CN=localhost");
            rig.awaitLines(1);
        }
    }

    private static String subject(Peer peer) throws SSLException {
        X509Certificate certificate =
                (X509Certificate) ((SSLSocket) peer.socket()).getSession().getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName();
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void takesAnUnfinishedLineOnlyBehindAGoodBye(TlsProvider provider) throws Exception {
        try (Rig rig = start(config -> config.provider(provider))) {
            Socket plain = new Socket(
                    rig.input.boundAddress().getAddress(),
                    rig.input.boundAddress().getPort());
            rig.keep(new Peer(CLIENT.secure(plain))).send("whole\ncut");
            rig.awaitLines(1);
            plain.close();
            rig.awaitMetric("dropped_partial_total", 1);

            rig.connect(CLIENT).send("ended").close();
            rig.awaitLines(2);
            rig.awaitMetric("connections", 0);
            assertThat(rig.collector.lines()).containsExactly("whole", "ended");
            assertThat(rig.metric("dropped_partial_total")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JDK, TLSv1.2",
        "JDK, TLSv1.3",
        "OPENSSL, TLSv1.2",
        "OPENSSL, TLSv1.3",
    })
    void endsAConnectionWhosePeerHasSaidGoodByeAndWaits(TlsProvider provider, String version) throws Exception {
        try (Rig rig = start(config -> config.provider(provider))) {
            Peer peer = rig.connect(CLIENT.speaking(version)).send("hello\n").endOutput();

            assertThat(peer.receiveAll()).isEmpty();
            rig.awaitMetric("connections", 0);
            assertThat(rig.collector.lines()).containsExactly("hello");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void doesNotWaitLongerForAHandshakeThanAllowed(TlsProvider provider) throws Exception {
        TlsConfig tls = tls(provider);
        try (Rig rig = Rig.start(config -> config.tls(tls).handshakeTimeout(Duration.ofMillis(300)))) {
            rig.connect().awaitEnd();
            assertThatIsClosedThoughItDrips(rig.connect());
            rig.awaitMetric("handshakes_failed_total", 2);
            rig.awaitMetric("connections", 0);
            rig.awaitLog("the TLS handshake was not finished within 300 ms");
        }
    }

    /** Sends the beginning of a ClientHello, one byte each time that nothing has come for a while. */
    private static void assertThatIsClosedThoughItDrips(Peer dripping) throws IOException {
        byte[] hello = {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xfc, 0x03, 0x03};
        dripping.socket().setSoTimeout(50);
        boolean ended = false;
        for (int i = 0; !ended && i < 1000; i++) {
            try {
                dripping.send(new byte[] {i < hello.length ? hello[i] : 0});
                ended = dripping.socket().getInputStream().read() < 0;
            } catch (SocketTimeoutException nothingYet) {
                // The next byte.
            } catch (IOException reset) {
                ended = true;
            }
        }
        assertThat(ended).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void tellsWhoSpeaksWithoutTls(TlsProvider provider) throws Exception {
        try (Rig rig = start(config -> config.provider(provider))) {
            rig.connect().send("GET / HTTP/1.1\r\n\r\n").awaitEnd();
            rig.awaitMetric("handshakes_failed_total", 1);
            rig.awaitMetric("connections", 0);

            rig.awaitLog("what the peer sent is no TLS");
            assertThat(rig.logs()).noneMatch(log -> log.startsWith("WARN") || log.startsWith("ERROR"));
            rig.stop();
            assertThat(rig.collector.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void tellsAClientThatSpeaksTlsToAPlainInput(Transport transport) throws Exception {
        try (Rig rig = Rig.start(transport, 1, QueueLimits.DEFAULT, config -> config)) {
            assertThatThrownBy(() -> rig.connect(CLIENT))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("protocol_version");
            rig.awaitMetric("handshakes_failed_total", 1);
            rig.awaitMetric("connections", 0);
            rig.awaitLog("it speaks TLS, and this input does not (expected: tls, or a client without)");
            rig.stop();
            assertThat(rig.collector.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void shakesHandsThoughThePipelineIsFull(TlsProvider provider) throws Exception {
        TlsConfig tls = tls(provider);
        try (Rig rig = Rig.start(
                Transport.best(), 1, SMALL, config -> config.tls(tls).handshakeTimeout(Duration.ofSeconds(5)))) {
            rig.closeGate(rig.connect(CLIENT));

            Peer late = rig.connect(CLIENT).send("late\n");
            assertThat(rig.metric("connections")).isEqualTo(2);
            rig.collector.unblock();
            Awaitility.await().until(() -> rig.collector.lines().contains("late"));
            late.close();
            rig.awaitMetric("connections", 1);
            assertThat(rig.metric("handshakes_failed_total")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void takesWhatStillComesWhenAConnectionIsTooOld(TlsProvider provider) throws Exception {
        TlsConfig tls = tls(provider);
        try (Rig rig = Rig.start(config -> config.tls(tls).maxAge(Duration.ofMillis(300)))) {
            Peer peer = rig.connect(CLIENT.speaking("TLSv1.3")).send("early\n");
            assertThat(peer.receiveAll()).isEmpty();
            peer.send("late\ntail").close();

            rig.awaitLines(3);
            rig.awaitMetric("connections", 0);
            assertThat(rig.collector.lines()).containsExactly("early", "late", "tail");
            assertThat(rig.metric("closed_age_total")).isEqualTo(1);
        }
    }

    @Test
    void usesRenewedCertificatesForNewConnections() throws Exception {
        try (Rig rig = start(config -> config.reloadInterval(Duration.ofMillis(50)))) {
            Peer before = rig.connect(CLIENT).send("before\n");
            rig.awaitLines(1);
            TestAuthority.write(AUTHORITY.issue("renewed", b -> b.addSanIpAddress("127.0.0.1")), dir, "server");
            Awaitility.await().until(() -> rig.metric("tls_reloads_total") >= 1);

            Peer after = rig.connect(CLIENT).send("after\n");
            assertThat(subject(after)).isEqualTo("CN=renewed");
            before.send("still\n");
            rig.awaitLines(3);
            assertThat(rig.collector.lines()).containsExactlyInAnyOrder("before", "after", "still");
        }
    }

    @Test
    void doesNotStartWithFilesThatCannotBeUsed() throws Exception {
        Path missing = dir.resolve("missing.pem");
        Path key = Files.writeString(dir.resolve("own.key"), LOCALHOST.getPrivateKeyPEM());
        TlsConfig tls = TlsConfig.builder().certificate(missing, key).build();

        assertThatThrownBy(() -> Rig.start(config -> config.tls(tls)))
                .isInstanceOf(ModuleStartException.class)
                .rootCause()
                .hasMessageContaining("cannot read the certificate " + missing);
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void releasesManyHandshakesThatNeverEnd(TlsProvider provider) throws Exception {
        TlsConfig tls = tls(provider);
        int many = 1000;
        try (Rig rig = Rig.start(config -> config.tls(tls).handshakeTimeout(Duration.ofMillis(1500)))) {
            List<Peer> halfDone = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                halfDone.add(rig.connect().send(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01}));
            }
            for (Peer peer : halfDone) {
                peer.awaitEnd();
            }
            rig.awaitMetric("connections", 0);
            assertThat(rig.metric("handshakes_failed_total")).isEqualTo(many);
            rig.connect(CLIENT).send("still served\n");
            rig.awaitLines(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void stopsWhileHandsAreShaken(TlsProvider provider) throws Exception {
        TlsConfig tls = tls(provider);
        try (Rig rig = Rig.start(config -> config.tls(tls))) {
            rig.connect();
            rig.connect().send(new byte[] {0x16, 0x03, 0x01});
            Peer done = rig.connect(CLIENT).send("hello\n");
            rig.awaitLines(1);

            assertThat(rig.stop().isClean()).isTrue();
            assertThat(rig.metric("handshakes_failed_total")).isZero();
            assertThat(done.receiveAll()).isEmpty();
        }
    }
}
