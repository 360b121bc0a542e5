package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import io.wishbone.event.Event;
import io.wishbone.log.LogRecord;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.netty.pki.TestAuthority;
import io.wishbone.netty.tls.TlsConfig;
import io.wishbone.router.Router;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

/** What an HTTP output says of servers that it does not trust, and that it asks them for nothing. */
class HttpOutputTlsIT {
    private static final TestAuthority AUTHORITY = TestAuthority.create("authority");

    @TempDir
    private Path dir = Path.of("");

    /** A running router with the output under test, which tries twice to connect. */
    private static final class Sending implements AutoCloseable {
        private final Feeder feeder = new Feeder();
        private final Collector failed = new Collector();
        private final Collector logs = new Collector();
        private final Router router = Router.create();
        private final EventLoops loops = EventLoops.create(Transport.best(), 1);

        Sending(String url, UnaryOperator<HttpOutputConfig.Builder> settings) {
            HttpOutputConfig config = settings.apply(HttpOutputConfig.builder()
                            .url(url)
                            .maxAttempts(2)
                            .minBackoff(Duration.ofMillis(1))
                            .maxBackoff(Duration.ofMillis(20))
                            .eventLoops(loops))
                    .build();
            router.registerModule("feed", feeder);
            router.registerModule("out", new HttpOutput(config));
            router.registerModule("failed", failed);
            router.registerModule("logs", logs);
            router.connect("feed.outbox", "out.inbox");
            router.connect("out.failed", "failed.inbox");
            router.connect("_logs.outbox", "logs.inbox");
            router.start();
            feeder.feed(1, number -> number);
        }

        /** Why the event failed. */
        String failure() {
            Awaitility.await("failed")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !failed.events().isEmpty());
            Event event = failed.events().get(0);
            return event.header("out", "error") instanceof Map<?, ?> error ? String.valueOf(error.get("message")) : "";
        }

        void assertThatItFails(String reason) {
            assertThat(failure()).startsWith("cannot connect to ").contains(reason);
            Awaitility.await("a warning")
                    .until(() -> warnings().stream()
                            .anyMatch(warning -> warning.contains(reason) && warning.contains("; trying again in ")));
        }

        List<String> warnings() {
            return logs.data().stream()
                    .map(LogRecord.class::cast)
                    .filter(log -> log.level() == Level.WARN)
                    .map(LogRecord::message)
                    .toList();
        }

        @Override
        public void close() {
            router.stop(Duration.ZERO);
            loops.close();
        }
    }

    private Sending start(TlsPeer peer, UnaryOperator<TlsConfig.Builder> tls) {
        TlsConfig config =
                tls.apply(TlsConfig.builder().ca(AUTHORITY.write(dir))).build();
        return new Sending("https://127.0.0.1:" + peer.port() + "/events", builder -> builder.tls(config));
    }

    private void assertThatItFails(X509Bundle certificate, String reason) throws Exception {
        try (TlsPeer peer = TlsPeer.reading(certificate);
                Sending sending = start(peer, tls -> tls)) {
            sending.assertThatItFails(reason);
            assertThat(peer.lines()).isEmpty();
        }
    }

    @Test
    void aCertificateThatHasExpiredIsNamed() throws Exception {
        Instant end = Instant.parse("2024-05-06T07:08:09Z");
        X509Bundle expired = AUTHORITY.issue(
                "localhost",
                b -> b.addSanIpAddress("127.0.0.1")
                        .notBefore(end.minus(Duration.ofDays(1)))
                        .notAfter(end));

        assertThatItFails(expired, "the server's certificate expired on 2024-05-06T07:08:09Z");
    }

    @Test
    void aServerThatSpeaksTlsIsGuessedWhereTheUrlSaysHttp() throws Exception {
        try (TlsPeer peer = TlsPeer.reading(AUTHORITY.issueFor("127.0.0.1"));
                Sending sending = new Sending("http://127.0.0.1:" + peer.port() + "/events", config -> config)) {
            assertThat(sending.failure()).contains("(does it expect https?)");
        }
    }

    @Test
    void aCertificateThatIsSelfSignedIsNamed() throws Exception {
        assertThatItFails(
                TestAuthority.selfSigned("localhost"),
                "the server's certificate is not trusted: CN=localhost, which is self-signed (expected: ca,");
    }

    @Test
    void aCertificateForAnotherHostIsNamed() throws Exception {
        assertThatItFails(
                AUTHORITY.issueFor("a.example", "*.b.example"),
                "the server's certificate is not for \"127.0.0.1\" but for a.example, *.b.example");
    }

    @Test
    void theCertificateHasToBeForTheHostOfTheUrlWhereverItConnectsTo() throws Exception {
        try (TlsPeer peer = TlsPeer.reading(AUTHORITY.issueFor("127.0.0.1"));
                Sending sending = new Sending(
                        "https://hooks.example/events",
                        builder -> builder.endpoints(List.of(new Endpoint("127.0.0.1", peer.port())))
                                .tls(TlsConfig.builder()
                                        .ca(AUTHORITY.write(dir))
                                        .build()))) {
            sending.assertThatItFails("the server's certificate is not for \"hooks.example\" but for 127.0.0.1");
        }
    }

    @Test
    void anAuthorityThatIsUnknownIsNamed() throws Exception {
        try (TlsPeer peer = TlsPeer.reading(
                        TestAuthority.create("another authority").issueFor("127.0.0.1"));
                Sending sending = start(peer, tls -> tls)) {
            sending.assertThatItFails("the server's certificate is not trusted");
        }
    }

    @Test
    void aServerWithoutTlsIsNamed() throws Exception {
        try (FakePeer peer = FakePeer.reading();
                Sending sending = new Sending(
                        "https://" + peer.endpoint() + "/",
                        builder -> builder.connectTimeout(Duration.ofMillis(300)))) {
            sending.assertThatItFails("does the peer speak TLS on this port?");
        }
    }
}
