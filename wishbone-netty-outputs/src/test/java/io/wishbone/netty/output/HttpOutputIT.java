package io.wishbone.netty.output;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.wishbone.event.Event;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.netty.output.HttpBatchConfig.Format;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpOutputIT {
    /** A running router with the output under test. */
    private static final class HttpRig implements AutoCloseable {
        private final Feeder feeder = new Feeder();
        private final Collector successful = new Collector();
        private final Collector failed = new Collector();
        private final Router router = Router.create();
        private final EventLoops loops = EventLoops.create(Transport.best(), 1);
        private final HttpOutput output;

        HttpRig(String url, UnaryOperator<HttpOutputConfig.Builder> settings) {
            output = new HttpOutput(settings.apply(HttpOutputConfig.builder()
                            .url(url)
                            .minBackoff(Duration.ofMillis(1))
                            .maxBackoff(Duration.ofMillis(20))
                            .eventLoops(loops))
                    .build());
            router.registerModule("feed", feeder);
            router.registerModule("out", output);
            router.registerModule("successful", successful);
            router.registerModule("failed", failed);
            router.connect("feed.outbox", "out.inbox");
            router.connect("out.successful", "successful.inbox");
            router.connect("out.failed", "failed.inbox");
            router.start();
        }

        static HttpRig start(String url) {
            return new HttpRig(url, UnaryOperator.identity());
        }

        static HttpRig start(String url, UnaryOperator<HttpOutputConfig.Builder> settings) {
            return new HttpRig(url, settings);
        }

        void awaitSuccessful(int events) {
            Awaitility.await("successful")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> successful.events().size() >= events);
        }

        Event awaitFailed() {
            Awaitility.await("failed")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !failed.events().isEmpty());
            return failed.events().get(0);
        }

        String failure() {
            return String.valueOf(entry(awaitFailed(), "error", "message"));
        }

        long metric(String name) {
            return router.metrics().stream()
                    .filter(metric -> metric.name().equals("module.out." + name))
                    .mapToLong(metric -> metric.value().longValue())
                    .findFirst()
                    .orElse(0);
        }

        StopReport stop() {
            return router.stop(Duration.ofSeconds(20));
        }

        @Override
        public void close() {
            router.stop(Duration.ZERO);
            loops.close();
        }
    }

    /** A value in a map that the output has put into the header. */
    private static @Nullable Object entry(Event event, String map, String key) {
        return event.header("out", map) instanceof Map<?, ?> entries ? entries.get(key) : null;
    }

    private static void ok(HttpExchange exchange, String body) throws IOException {
        exchange.sendResponseHeaders(200, body.isEmpty() ? -1 : body.length());
        exchange.getResponseBody().write(body.getBytes(UTF_8));
    }

    @Nested
    class Requests {
        @Test
        void carryEachEvent() throws Exception {
            try (HttpPeer peer = HttpPeer.answering((exchange, number) -> ok(exchange, "taken"));
                    HttpRig rig = HttpRig.start(
                            peer.url("/in?a=1"), config -> config.header("X-Site", event -> "north-" + event.text()))) {
                rig.feeder.feed(3, number -> number);
                rig.awaitSuccessful(3);

                assertThat(peer.requests().stream().map(HttpPeer.Request::text))
                        .containsExactlyInAnyOrder("0", "1", "2");
                assertThat(peer.requests()).allSatisfy(request -> {
                    assertThat(request.method()).isEqualTo("POST");
                    assertThat(request.uri()).isEqualTo("/in?a=1");
                    assertThat(request.header("Host")).isEqualTo(peer.endpoint());
                    assertThat(request.header("X-site")).isEqualTo("north-" + request.text());
                    assertThat(request.header("Content-type")).isEqualTo("text/plain; charset=utf-8");
                });
                assertThat(rig.successful.events().get(0).header("out", "response"))
                        .isEqualTo(Map.of("status", 200, "reason", "OK", "body", "taken", "attempts", 1));
                assertThat(rig.successful.events().get(0).header("out", "endpoint"))
                        .isEqualTo(peer.endpoint());
                assertThat(rig.stop().isClean()).isTrue();
            }
        }

        @Test
        void goWhereTemplatesSay() throws Exception {
            try (HttpPeer peer = HttpPeer.always(204);
                    HttpRig rig = HttpRig.start(
                            "http://unused.example/",
                            config -> config.url(event -> peer.url("/" + event.text()))
                                    .method(event -> event.text().equals("0") ? "PUT" : "DELETE")
                                    .body(event -> "{" + event.text() + "}"))) {
                rig.feeder.feed(2, number -> number);
                rig.awaitSuccessful(2);

                assertThat(peer.requests().stream().map(request -> request.method() + request.uri() + request.text()))
                        .containsExactlyInAnyOrder("PUT/0{0}", "DELETE/1{1}");
            }
        }

        @Test
        void carrySeveralEventsInBatches() throws Exception {
            try (HttpPeer peer = HttpPeer.always(200);
                    HttpRig rig = HttpRig.start(
                            peer.url("/"),
                            config -> config.batch(
                                            new HttpBatchConfig(4, 1 << 20, Duration.ofMillis(50), Format.LINES, ""))
                                    .gzip(true))) {
                rig.feeder.feed(10, number -> number);
                rig.awaitSuccessful(10);

                List<String> bodies = peer.requests().stream()
                        .map(request -> gunzip(request.body()))
                        .sorted()
                        .toList();
                assertThat(bodies).containsExactly("0\n1\n2\n3\n", "4\n5\n6\n7\n", "8\n9\n");
                assertThat(peer.requests().get(0).header("Content-encoding")).isEqualTo("gzip");
            }
        }

        private static String gunzip(byte[] body) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                return new String(in.readAllBytes(), UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Test
        void areJsonArraysOrJoinedIfSaid() throws Exception {
            try (HttpPeer peer = HttpPeer.always(200);
                    HttpRig array = HttpRig.start(
                            peer.url("/array"),
                            config -> config.batch(
                                    new HttpBatchConfig(3, 1 << 20, Duration.ofMinutes(1), Format.ARRAY, "")));
                    HttpRig joined = HttpRig.start(
                            peer.url("/joined"),
                            config -> config.batch(
                                    new HttpBatchConfig(100, 3, Duration.ofMinutes(1), Format.JOINED, ";")))) {
                array.feeder.feed(3, number -> number);
                joined.feeder.feed(3, number -> number);
                array.awaitSuccessful(3);
                joined.awaitSuccessful(3);

                assertThat(peer.requests().stream().map(request -> request.uri() + request.text()))
                        .containsExactlyInAnyOrder("/array[0,1,2]", "/joined0;1;2");
            }
        }

        @Test
        void areMadeOfWhatIsGatheredAtAStop() throws Exception {
            try (HttpPeer peer = HttpPeer.always(200);
                    HttpRig rig = HttpRig.start(
                            peer.url("/"),
                            config -> config.batch(
                                    new HttpBatchConfig(100, 1 << 20, Duration.ofHours(1), Format.LINES, "")))) {
                rig.feeder.feed(5, number -> number);
                Awaitility.await().until(() -> rig.metric("in_flight") == 5);
                assertThat(rig.stop().isClean()).isTrue();

                assertThat(peer.requests().get(0).text()).isEqualTo("0\n1\n2\n3\n4\n");
            }
        }

        @Test
        void shareConnectionsAndCloseThoseThatNobodyUses() throws Exception {
            try (HttpPeer peer = HttpPeer.always(200);
                    HttpRig rig = HttpRig.start(
                            peer.url("/"), config -> config.maxConnections(2).idleTimeout(Duration.ofMillis(100)))) {
                rig.feeder.feed(500, number -> number);
                rig.awaitSuccessful(500);

                assertThat(rig.metric("connections_total")).isLessThanOrEqualTo(2);
                Awaitility.await().until(() -> rig.output.health().connections() == 0);
                rig.feeder.feed(1, number -> number);
                rig.awaitSuccessful(501);
            }
        }

        @Test
        void sayWhoTheyAre(@TempDir Path directory) throws Exception {
            Path token = Files.writeString(directory.resolve("token"), "abc\n");
            try (HttpPeer peer = HttpPeer.always(200);
                    HttpRig basic = HttpRig.start(
                            peer.url("/"), config -> config.auth(new HttpAuth.Basic("Aladdin", "open sesame")));
                    HttpRig bearer =
                            HttpRig.start(peer.url("/"), config -> config.auth(new HttpAuth.BearerFile(token)))) {
                basic.feeder.feed(1, number -> number);
                basic.awaitSuccessful(1);
                bearer.feeder.feed(1, number -> number);
                bearer.awaitSuccessful(1);

                assertThat(peer.requests().stream().map(request -> request.header("Authorization")))
                        .containsExactly("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Bearer abc");
            }
        }
    }

    @Nested
    class Failures {
        @Test
        void thatMayPassAreTriedAgain() throws Exception {
            try (HttpPeer peer = HttpPeer.answering((exchange, number) -> {
                        int[] answers = {503, 429, 408, 500};
                        exchange.getResponseHeaders().add("Retry-After", "0");
                        exchange.sendResponseHeaders(number <= answers.length ? answers[number - 1] : 201, -1);
                    });
                    HttpRig rig = HttpRig.start(peer.url("/"))) {
                rig.feeder.feed(1, number -> number);
                rig.awaitSuccessful(1);

                assertThat(peer.requests()).hasSize(5);
                assertThat(rig.metric("requests_retried_total")).isEqualTo(4);
                assertThat(entry(rig.successful.events().get(0), "response", "attempts"))
                        .isEqualTo(5);
            }
        }

        @Test
        void thatDoNotPassAreToldAtOnce() throws Exception {
            try (HttpPeer peer = HttpPeer.answering((exchange, number) -> {
                        exchange.sendResponseHeaders(400, 5);
                        exchange.getResponseBody().write("no id".getBytes(UTF_8));
                    });
                    HttpRig rig = HttpRig.start(peer.url("/"))) {
                rig.feeder.feed(1, number -> number);

                assertThat(rig.failure()).isEqualTo(peer.endpoint() + " answered 400 Bad Request");
                assertThat(rig.awaitFailed().header("out", "response"))
                        .isEqualTo(Map.of("status", 400, "reason", "Bad Request", "body", "no id", "attempts", 1));
                assertThat(peer.requests()).hasSize(1);
            }
        }

        @Test
        void waitAsLongAsTheAnswerAsks() throws Exception {
            try (HttpPeer peer = HttpPeer.answering((exchange, number) -> {
                        exchange.getResponseHeaders().add("Retry-After", "3600");
                        exchange.sendResponseHeaders(number == 1 ? 503 : 200, -1);
                    });
                    HttpRig rig = HttpRig.start(peer.url("/"), config -> config.maxRetryAfter(Duration.ofHours(2)))) {
                rig.feeder.feed(1, number -> number);
                Awaitility.await().until(() -> rig.metric("requests_retried_total") == 1);
                rig.feeder.feed(100, number -> number);
                rig.awaitSuccessful(100);

                assertThat(rig.metric("in_flight")).isEqualTo(1);
            }
        }

        @Test
        void endAfterSoManyAttemptsOrSoLong() throws Exception {
            try (HttpPeer peer = HttpPeer.always(500);
                    HttpRig attempts = HttpRig.start(peer.url("/"), config -> config.maxAttempts(3));
                    HttpRig deadline =
                            HttpRig.start(peer.url("/"), config -> config.deadline(Duration.ofMillis(100)))) {
                attempts.feeder.feed(1, number -> number);
                assertThat(attempts.failure()).endsWith("answered 500 Internal Server Error");
                assertThat(peer.requests()).hasSize(3);

                deadline.feeder.feed(1, number -> number);
                assertThat(deadline.failure()).startsWith("not delivered within 100 ms (deadline); ");
            }
        }

        @Test
        void openTheCircuitUntilARequestSucceeds() throws Exception {
            AtomicInteger status = new AtomicInteger(500);
            try (HttpPeer peer =
                            HttpPeer.answering((exchange, number) -> exchange.sendResponseHeaders(status.get(), -1));
                    HttpRig rig = HttpRig.start(peer.url("/"), config -> config.circuitBreaker(2))) {
                rig.feeder.feed(100, number -> number);
                Awaitility.await().until(() -> rig.failed.events().size() == 100);
                assertThat(rig.failure()).contains("requests in a row failed (circuit_breaker: 2)");

                status.set(200);
                Awaitility.await().until(() -> {
                    rig.feeder.feed(1, number -> number);
                    return !rig.successful.events().isEmpty();
                });
            }
        }

        @Test
        void ofConnectionsMakeRequestsWaitUntilTheServerIsBack() throws Exception {
            String endpoint = FakePeer.unused();
            try (HttpRig rig = HttpRig.start("http://" + endpoint + "/")) {
                rig.feeder.feed(20, number -> number);
                Awaitility.await().until(() -> rig.metric("connections_failed_total") >= 3);
                assertThat(rig.output.health().lastError().orElseThrow()).startsWith("cannot connect to " + endpoint);
                try (HttpPeer peer =
                        HttpPeer.answeringAt(endpoint, (exchange, number) -> exchange.sendResponseHeaders(200, -1))) {
                    rig.awaitSuccessful(20);
                    assertThat(peer.requests().stream()
                                    .map(HttpPeer.Request::text)
                                    .collect(Collectors.toSet()))
                            .isEqualTo(IntStream.range(0, 20)
                                    .mapToObj(String::valueOf)
                                    .collect(Collectors.toSet()));
                }
            }
        }

        @Test
        void ofOneEndpointLeadToTheNext() throws Exception {
            String unused = FakePeer.unused();
            try (HttpPeer peer = HttpPeer.always(200);
                    HttpRig rig = HttpRig.start(
                            "http://service.example/x",
                            config -> config.endpoints(
                                    List.of(Endpoint.parse(unused), Endpoint.parse(peer.endpoint()))))) {
                rig.feeder.feed(5, number -> number);
                rig.awaitSuccessful(5);

                assertThat(peer.requests().get(0).header("Host")).isEqualTo("service.example");
                assertThat(rig.successful.events().get(0).header("out", "endpoint"))
                        .isEqualTo(peer.endpoint());
            }
        }
    }

    @Nested
    class Servers {
        private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

        private HttpRig against(FakePeer peer, UnaryOperator<HttpOutputConfig.Builder> settings) {
            return HttpRig.start("http://" + peer.endpoint() + "/", config -> settings.apply(config.maxAttempts(1)));
        }

        private static FakePeer answering(String answer) throws Exception {
            return FakePeer.behaving((connection, number) -> {
                connection.read(10);
                connection.write(answer.getBytes(US_ASCII));
                connection.readToEnd();
            });
        }

        /** A server that has just closed an idle connection answers by a reset what it had not read. */
        @Test
        void thatResetAConnectionThatWasIdleAreAskedAgainAtOnce() throws Exception {
            FakePeer.Behaviour behaviour = (connection, number) -> {
                if (number == 1) {
                    readRequest(connection, "first");
                    connection.write(OK.getBytes(US_ASCII));
                    readRequest(connection, "second");
                    connection.reset();
                } else {
                    readRequest(connection, "second");
                    connection.write(OK.getBytes(US_ASCII));
                    connection.readToEnd();
                }
            };
            try (FakePeer peer = FakePeer.behaving(behaviour);
                    HttpRig rig = against(peer, config -> config.maxConnections(1))) {
                rig.feeder.feed(1, number -> "first");
                rig.awaitSuccessful(1);
                rig.feeder.feed(1, number -> "second");
                rig.awaitSuccessful(2);

                assertThat(rig.failed.events()).isEmpty();
                assertThat(rig.metric("requests_rewritten_total")).isEqualTo(1);
            }
        }

        private static void readRequest(FakePeer.Connection connection, String body) throws IOException {
            for (int i = 0; i < 10_000 && !connection.text().endsWith("\r\n\r\n" + body); i++) {
                connection.read(1);
            }
        }

        @Test
        void mayAnswerGarbage() throws Exception {
            try (FakePeer peer = answering("SSH-2.0-OpenSSH_9.6\r\n\r\n");
                    HttpRig rig = against(peer, config -> config)) {
                rig.feeder.feed(1, number -> number);
                assertThat(rig.failure()).contains("the answer is no HTTP");
            }
        }

        @Test
        void mayNeverAnswer() throws Exception {
            try (FakePeer peer = FakePeer.reading();
                    HttpRig rig = against(peer, config -> config.timeout(Duration.ofMillis(100)))) {
                rig.feeder.feed(1, number -> number);
                assertThat(rig.failure()).contains("no answer came within 100 ms");
            }
        }

        @Test
        void mayNeverEndTheirAnswer() throws Exception {
            FakePeer.Behaviour endless = (connection, number) -> {
                connection.read(10);
                connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(US_ASCII));
                while (true) {
                    connection.write(("400\r\n" + "x".repeat(1024) + "\r\n").getBytes(US_ASCII));
                }
            };
            try (FakePeer peer = FakePeer.behaving(endless);
                    HttpRig rig = against(
                            peer, config -> config.maxResponseBytes(10_000).responseBytes(3))) {
                rig.feeder.feed(2, number -> number);
                rig.awaitSuccessful(2);

                assertThat(entry(rig.successful.events().get(0), "response", "body"))
                        .isEqualTo("xxx");
                assertThat(rig.metric("responses_cut_total")).isEqualTo(2);
            }
        }

        @Test
        void mayCloseConnectionsThatTheyKeepAlive() throws Exception {
            FakePeer.Behaviour closing = (connection, number) -> {
                connection.read(10);
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
            };
            try (FakePeer peer = FakePeer.behaving(closing);
                    HttpRig rig =
                            HttpRig.start("http://" + peer.endpoint() + "/", config -> config.maxConnections(1))) {
                rig.feeder.feed(30, number -> number);
                rig.awaitSuccessful(30);
                assertThat(rig.failed.events()).isEmpty();
            }
        }

        @Test
        void mayRedirect() throws Exception {
            try (HttpPeer other = HttpPeer.always(200);
                    HttpPeer peer = HttpPeer.answering((exchange, number) -> {
                        boolean isFirst = exchange.getRequestURI().getPath().equals("/a");
                        exchange.getResponseHeaders().add("Location", isFirst ? "/b" : other.url("/c"));
                        exchange.sendResponseHeaders(isFirst ? 301 : 307, -1);
                    });
                    HttpRig rig = HttpRig.start(
                            peer.url("/a"), config -> config.maxRedirects(2).auth(new HttpAuth.Bearer("secret")))) {
                rig.feeder.feed(1, number -> number);
                rig.awaitSuccessful(1);

                assertThat(peer.requests().stream().map(HttpPeer.Request::uri)).containsExactly("/a", "/b");
                assertThat(peer.requests().get(1).header("Authorization")).isEqualTo("Bearer secret");
                assertThat(other.requests().get(0).text()).isEqualTo("0");
                assertThat(other.requests().get(0).headers()).doesNotContainKey("Authorization");
            }
        }

        @Test
        void mayRedirectForEver() throws Exception {
            try (HttpPeer peer = HttpPeer.answering((exchange, number) -> {
                        exchange.getResponseHeaders().add("Location", "/again");
                        exchange.sendResponseHeaders(302, -1);
                    });
                    HttpRig rig = HttpRig.start(peer.url("/"), config -> config.maxRedirects(5))) {
                rig.feeder.feed(1, number -> number);

                assertThat(rig.failure())
                        .isEqualTo("redirected more than 5 times, last to " + peer.url("/again") + " (max_redirects)");
                assertThat(peer.requests()).hasSize(6);
            }
        }
    }
}
