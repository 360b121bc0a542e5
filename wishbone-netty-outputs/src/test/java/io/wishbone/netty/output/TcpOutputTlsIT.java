package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import io.wishbone.netty.Transport;
import io.wishbone.netty.pki.TestAuthority;
import io.wishbone.netty.tls.TlsCertificate;
import io.wishbone.netty.tls.TlsConfig;
import io.wishbone.netty.tls.TlsProvider;
import io.wishbone.router.ModuleStartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpOutputTlsIT {
    private static final TestAuthority AUTHORITY = TestAuthority.create("authority");
    private static final X509Bundle LOCALHOST =
            AUTHORITY.issue("localhost", b -> b.addSanDnsName("localhost").addSanIpAddress("127.0.0.1"));

    @TempDir
    private Path dir = Path.of("");

    private Rig start(String endpoint, UnaryOperator<TlsConfig.Builder> tls) {
        TlsConfig config =
                tls.apply(TlsConfig.builder().ca(AUTHORITY.write(dir))).build();
        return Rig.start(Transport.best(), endpoint, builder -> builder.tls(config));
    }

    private Rig start(TlsPeer peer) {
        return start("127.0.0.1:" + peer.port(), config -> config);
    }

    private static List<String> numbers(long count) {
        return LongStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    private static void assertThatItWarns(Rig rig, String warning) {
        Awaitility.await().until(() -> !rig.warnings().isEmpty());
        assertThat(rig.warnings().get(0))
                .contains("cannot connect to ")
                .contains(warning)
                .contains("; trying again in ");
        assertThat(rig.output.isConnected()).isFalse();
        assertThat(rig.successful.events()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void sendsEachEventAsALineInOrder(TlsProvider provider) throws Exception {
        try (TlsPeer peer = TlsPeer.reading(LOCALHOST);
                Rig rig = start("localhost:" + peer.port(), config -> config.provider(provider))) {
            rig.feeder.feed(100_000, number -> number);
            rig.awaitSuccessful(100_000);
            assertThat(rig.stop().isClean()).isTrue();

            assertThat(peer.ends().poll(20, TimeUnit.SECONDS)).isTrue();
            assertThat(peer.lines()).isEqualTo(numbers(100_000));
            assertThat(rig.metric("connections_total")).isEqualTo(1);
            assertThat(rig.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15_000, 100_000, 3_000_000})
    void sendsEventsOfAnyLengthWhole(int length) throws Exception {
        String filling = "x".repeat(length);
        try (TlsPeer peer = TlsPeer.reading(LOCALHOST);
                Rig rig = start(peer)) {
            rig.feeder.feed(12, number -> number + filling);
            rig.awaitSuccessful(12);
            assertThat(rig.stop().isClean()).isTrue();

            assertThat(peer.ends().poll(20, TimeUnit.SECONDS)).isTrue();
            assertThat(peer.lines())
                    .isEqualTo(
                            numbers(12).stream().map(number -> number + filling).toList());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void sendsAgainWhatWasNotFlushedWhenAConnectionIsCut(TlsProvider provider) throws Exception {
        int cuts = 4;
        try (TlsPeer peer = TlsPeer.cutting(LOCALHOST, 60_003, cuts);
                Rig rig = start("localhost:" + peer.port(), config -> config.provider(provider))) {
            rig.feeder.feed(100_000, number -> number);
            rig.awaitSuccessful(100_000);
            // What the kernel had taken when a connection was cut is gone: feed until the last connection stands.
            long fed = 100_000;
            while (peer.texts().size() <= cuts) {
                long first = fed;
                rig.feeder.feed(10_000, number -> first + number);
                fed += 10_000;
                rig.awaitSuccessful((int) fed);
            }
            assertThat(rig.stop().isClean()).isTrue();
            assertThat(peer.ends().poll(20, TimeUnit.SECONDS)).isTrue();

            assertThat(rig.successful.data())
                    .isEqualTo(LongStream.range(0, fed).boxed().toList());
            assertThat(rig.metric("connections_lost_total")).isEqualTo(cuts);
            assertThat(rig.metric("rewritten_total")).isPositive();
            assertThatLinesAreWholeAndConsecutive(peer);
            assertThat(peer.lines().get(peer.lines().size() - 1)).isEqualTo(String.valueOf(fed - 1));
        }
    }

    private static void assertThatLinesAreWholeAndConsecutive(TlsPeer peer) {
        for (String text : peer.texts()) {
            List<String> whole =
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
            long first = Long.parseLong(whole.get(0));
            assertThat(whole)
                    .isEqualTo(LongStream.range(first, first + whole.size())
                            .mapToObj(String::valueOf)
                            .toList());
        }
    }

    @Test
    void doesNotConnectToAServerWhoseCertificateHasExpired() throws Exception {
        Instant end = Instant.parse("2024-05-06T07:08:09Z");
        X509Bundle expired = AUTHORITY.issue(
                "localhost",
                b -> b.addSanIpAddress("127.0.0.1")
                        .notBefore(end.minus(Duration.ofDays(1)))
                        .notAfter(end));
        try (TlsPeer peer = TlsPeer.reading(expired);
                Rig rig = start(peer)) {
            assertThatItWarns(rig, "the server's certificate expired on 2024-05-06T07:08:09Z");
        }
    }

    @Test
    void doesNotConnectToAServerWhoseCertificateIsSelfSigned() throws Exception {
        try (TlsPeer peer = TlsPeer.reading(TestAuthority.selfSigned("localhost"));
                Rig rig = start(peer)) {
            assertThatItWarns(
                    rig, "the server's certificate is not trusted: CN=localhost, which is self-signed (expected: ca,");
        }
    }

    @Test
    void doesNotConnectToAServerOfAnotherName() throws Exception {
        try (TlsPeer peer = TlsPeer.reading(AUTHORITY.issueFor("a.example", "*.b.example"));
                Rig rig = start(peer)) {
            assertThatItWarns(rig, "the server's certificate is not for \"127.0.0.1\" but for a.example, *.b.example");
        }
    }

    @Test
    void connectsToAServerOfTheNameThatIsExpected() throws Exception {
        try (TlsPeer peer = TlsPeer.reading(AUTHORITY.issueFor("a.example", "*.b.example"));
                Rig rig = start("127.0.0.1:" + peer.port(), config -> config.serverName("c.b.example"))) {
            rig.awaitMetric("connections_total", 1);
        }
    }

    @Test
    void connectsOnceTheServerHasAnotherCertificate() throws Exception {
        int port;
        try (TlsPeer peer = TlsPeer.reading(AUTHORITY.issueFor("a.example"))) {
            port = peer.port();
            try (Rig rig = start(peer)) {
                rig.feeder.feed(1000, number -> number);
                rig.awaitMetric("connections_failed_total", 2);
                peer.stop();
                try (TlsPeer renewed = TlsPeer.readingAt(port, LOCALHOST)) {
                    rig.awaitSuccessful(1000);
                    assertThat(rig.stop().isClean()).isTrue();
                    assertThat(renewed.ends().poll(20, TimeUnit.SECONDS)).isTrue();
                    assertThat(renewed.lines()).isEqualTo(numbers(1000));
                }
            }
        }
    }

    @Test
    void saysThatAPeerDoesNotAnswerByTls() throws Exception {
        try (FakePeer peer = FakePeer.reading();
                Rig rig = Rig.start(
                        peer.endpoint(),
                        builder -> builder.tls(TlsConfig.builder().build()).connectTimeout(Duration.ofMillis(300)))) {
            assertThatItWarns(
                    rig, "no answer to the TLS handshake within 300 ms (does the peer speak TLS on this port?)");
        }
    }

    @Test
    void saysThatAPeerThatAnswersByAnAlertExpectsTls() throws Exception {
        byte[] alert = {0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x0a};
        FakePeer.Behaviour behaviour = (connection, number) -> {
            connection.read(1);
            connection.write(alert);
        };
        try (FakePeer peer = FakePeer.behaving(behaviour);
                Rig rig = Rig.start(peer.endpoint())) {
            rig.feeder.feed(1, number -> number);
            Awaitility.await().until(() -> !rig.warnings().isEmpty());

            assertThat(rig.warnings().get(0))
                    .contains(
                            "ended (the peer answered with an alert of TLS, so it seems to expect TLS (expected: tls))");
        }
    }

    // ---- certificates of our own ----

    private TlsCertificate install(String name) throws Exception {
        TlsCertificate made = TestAuthority.write(AUTHORITY.issue(name, b -> b), dir, name);
        Path certificate = dir.resolve("me.pem");
        Path key = dir.resolve("me.key");
        Files.copy(made.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(made.key(), key, StandardCopyOption.REPLACE_EXISTING);
        return new TlsCertificate(certificate, key, null);
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void presentsItsCertificateAndThatWhichFollowsIt(TlsProvider provider) throws Exception {
        TlsCertificate mine = install("one");
        try (TlsPeer peer = TlsPeer.asking(LOCALHOST, AUTHORITY.bundle());
                Rig rig = start(
                        "localhost:" + peer.port(),
                        config -> config.certificate(mine).provider(provider).reloadInterval(Duration.ofMillis(20)))) {
            assertThat(peer.clients().poll(20, TimeUnit.SECONDS)).isEqualTo("CN=one");
            rig.awaitMetric("connections_total", 1);

            install("two");
            rig.awaitMetric("tls_reloads_total", 1);
            assertThat(rig.metric("connections_lost_total")).isZero();
            peer.cut();

            assertThat(peer.clients().poll(20, TimeUnit.SECONDS)).isEqualTo("CN=two");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void losesNothingToAServerThatRefusesItsCertificate(TlsProvider provider) throws Exception {
        try (TlsPeer peer = TlsPeer.asking(LOCALHOST, AUTHORITY.bundle());
                Rig rig = start("localhost:" + peer.port(), config -> config.provider(provider))) {
            rig.feeder.feed(10, number -> number);
            rig.awaitMetric("connections_failed_total", 3);

            assertThatItWarns(rig, "the peer refused our certificate, or wants one and got none");
            assertThat(rig.metric("connections_total")).isZero();
            assertThat(rig.metric("held")).isEqualTo(10);
        }
    }

    @Test
    void doesNotStartWithFilesThatCannotBeUsed() {
        Path none = dir.resolve("none.pem");

        assertThatThrownBy(() -> start("localhost:1", config -> config.ca(none)))
                .isInstanceOf(ModuleStartException.class)
                .hasMessageStartingWith("module \"out\" could not start: cannot read the ca " + none
                        + ": it does not exist (expected:");
    }

    @Test
    void warnsOnceThatItVerifiesNothing() throws Exception {
        try (TlsPeer peer = TlsPeer.reading(TestAuthority.selfSigned("other.example"));
                Rig rig = Rig.start(
                        "localhost:" + peer.port(),
                        builder -> builder.tls(TlsConfig.builder().verify(false).build()))) {
            rig.awaitMetric("connections_total", 1);

            assertThat(rig.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("verify is false: servers' certificates are not checked");
        }
    }
}
