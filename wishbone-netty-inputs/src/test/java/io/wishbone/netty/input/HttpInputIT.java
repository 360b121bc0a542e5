package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Event;
import io.wishbone.netty.Transport;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.StopReport;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and their answers. */
class HttpInputIT {
    static Stream<Transport> transports() {
        return TcpInputIT.transports();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void becomeEventsAndAreAnsweredOnceTheyAreInTheQueue(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.start(transport, QueueLimits.DEFAULT, config -> config, router -> {})) {
            HttpResponse<String> answer = rig.post("/?a=1&b", "hello", "User-Agent", "test/1");

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.body()).isEmpty();
            assertThat(rig.firstHeader())
                    .containsEntry("method", "POST")
                    .containsEntry("path", "/")
                    .containsEntry("query", "a=1&b")
                    .containsEntry("user_agent", "test/1")
                    .containsEntry("http_version", "1.1")
                    .containsEntry("remote_address", "127.0.0.1")
                    .containsEntry("client_address", "127.0.0.1")
                    .containsEntry("transport", "tcp")
                    .containsEntry("local_port", rig.input.boundAddress().getPort())
                    .containsKey("remote_port");
            assertThat(rig.collector.lines()).containsExactly("hello");
            StopReport report = rig.stop();
            assertThat(report.isClean()).isTrue();
            assertThat(report.ledger().isBalanced()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void comeByHttp2WithPriorKnowledge(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.start(transport, QueueLimits.DEFAULT, config -> config, router -> {})) {
            // The JDK's client asks for an upgrade without TLS, which is not taken; so these frames are written by
            // hand.
            Peer peer =
                    rig.connect().send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
            byte[] post = {(byte) 0x83, (byte) 0x84, (byte) 0x86, 0x41, 0x01, 'h'
            }; // :method POST, :path /, :scheme http, :authority h
            peer.send(new byte[] {0, 0, (byte) post.length, 1, 4, 0, 0, 0, 1}).send(post);
            peer.send(new byte[] {0, 0, 2, 0, 1, 0, 0, 0, 1, 'h', 'i'});

            assertThat(rig.firstHeader()).containsEntry("http_version", "2").containsEntry("path", "/");
            assertThat(rig.collector.lines()).containsExactly("hi");
        }
    }

    @Test
    void keepTheirOrderIfSentAtOnce() throws Exception {
        try (HttpRig rig = HttpRig.start(config -> config)) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                String body = "event " + i;
                all.append("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ")
                        .append(body.length())
                        .append(i == 199 ? "\r\nConnection: close" : "")
                        .append("\r\n\r\n")
                        .append(body);
            }
            String answers = rig.exchange(all.toString());

            assertThat(answers.split("HTTP/1.1 202", -1)).hasSize(201);
            rig.awaitEvents(200);
            assertThat(rig.collector.lines()).startsWith("event 0", "event 1").endsWith("event 199");
        }
    }

    @Test
    void keepTheConnectionOpen() throws Exception {
        try (HttpRig rig = HttpRig.start(config -> config)) {
            HttpClient client = HttpRig.client(HttpClient.Version.HTTP_1_1);
            for (int i = 0; i < 20; i++) {
                HttpRequest request = rig.request("/")
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build();
                assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(202);
            }
            assertThat(rig.metric("connections_total")).isEqualTo(1);
            assertThat(rig.metric("requests_total")).isEqualTo(20);
        }
    }

    /** One after the other, and at once. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepTheConnectionOpenIfTheyAreRefusedAndHaveNoBody(boolean atOnce) throws Exception {
        List<String> requests = List.of(
                "GET /nowhere HTTP/1.1\r\nHost: h\r\n\r\n",
                "DELETE / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n",
                "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST /json HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nevent",
                "POST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nevent",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nnever");
        try (HttpRig rig = HttpRig.start(
                config -> config.resource(HttpResource.builder("/").build())
                        .resource(HttpResource.builder("/json")
                                .queue("outbox")
                                .contentTypes("application/json")
                                .build()))) {
            Peer peer = rig.connect();
            if (atOnce) {
                peer.send(String.join("", requests));
            } else {
                for (int i = 0; i < requests.size(); i++) {
                    peer.send(requests.get(i));
                    rig.awaitMetric("requests_total", Math.min(i + 1, 6));
                }
            }

            assertThat(peer.receiveAll()
                            .lines()
                            .filter(line -> line.startsWith("HTTP/1.1 ") || line.startsWith("connection")))
                    .containsExactly(
                            "HTTP/1.1 404 Not Found",
                            "connection: keep-alive",
                            "HTTP/1.1 405 Method Not Allowed",
                            "connection: keep-alive",
                            "HTTP/1.1 405 Method Not Allowed",
                            "connection: keep-alive",
                            "HTTP/1.1 415 Unsupported Media Type",
                            "connection: keep-alive",
                            "HTTP/1.1 202 Accepted",
                            "connection: keep-alive",
                            "HTTP/1.1 404 Not Found",
                            "connection: close");
            assertThat(rig.metric("connections_total")).isEqualTo(1);
        }
    }

    @Test
    void ofHttp10EndTheConnectionUnlessItIsToStay() throws Exception {
        try (HttpRig rig = HttpRig.start(config -> config)) {
            assertThat(rig.exchange("POST / HTTP/1.0\r\nContent-Length: 1\r\n\r\nx"))
                    .startsWith("HTTP/1.1 202 Accepted\r\n")
                    .contains("connection: close");
            Peer stays = rig.connect().send("POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx");
            assertThat(stays.receiveLine()).startsWith("HTTP/1.1 202");
        }
    }

    @Test
    void goToTheQueuesOfTheirPaths() throws Exception {
        Collector orders = new Collector();
        Collector named = new Collector();
        try (HttpRig rig = HttpRig.start(
                config -> config.resource(HttpResource.builder("shop/orders").build())
                        .resource(HttpResource.builder("/b").queue("elsewhere").build()),
                router -> {
                    router.registerModule("orders", orders);
                    router.registerModule("named", named);
                    router.connect("in.shop_orders", "orders.inbox");
                    router.connect("in.elsewhere", "named.inbox");
                })) {
            assertThat(rig.post("/shop/orders", "o").statusCode()).isEqualTo(202);
            assertThat(rig.post("/b", "e").statusCode()).isEqualTo(202);
            assertThat(rig.post("/", "n").statusCode()).isEqualTo(404);
            assertThat(rig.post("/shop%2Forders", "p").statusCode()).isEqualTo(202);
            assertThat(rig.stop().isClean()).isTrue();
            assertThat(orders.lines()).containsExactly("o", "p");
            assertThat(named.lines()).containsExactly("e");
        }
    }

    @Test
    void ofOtherMethodsAreRefused() throws Exception {
        try (HttpRig rig = HttpRig.start(HttpRig.at(resource -> resource.methods("post", "PUT")))) {
            HttpResponse<String> answer = rig.send(rig.request("/").DELETE());
            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("allow")).contains("POST, PUT");
            assertThat(rig.send(rig.request("/").PUT(HttpRequest.BodyPublishers.ofString("p")))
                            .statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void withoutBodyAreEventsToo() throws Exception {
        try (HttpRig rig = HttpRig.start(HttpRig.at(resource -> resource.methods("GET", "HEAD")))) {
            assertThat(rig.send(rig.request("/?ping").GET()).statusCode()).isEqualTo(202);
            assertThat(rig.exchange("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 202")
                    .endsWith("\r\n\r\n");
            rig.awaitEvents(2);
            assertThat(rig.collector.lines()).containsExactly("", "");
        }
    }

    @Test
    void ofOtherTypesAreRefused() throws Exception {
        try (HttpRig rig = HttpRig.start(HttpRig.at(resource -> resource.contentTypes("application/json", "text/*")))) {
            assertThat(rig.post("/", "x", "Content-Type", "application/xml").statusCode())
                    .isEqualTo(415);
            assertThat(rig.post("/", "x").statusCode()).isEqualTo(415);
            assertThat(rig.post("/", "x", "Content-Type", "Application/JSON; charset=utf-8")
                            .statusCode())
                    .isEqualTo(202);
            assertThat(rig.post("/", "x", "Content-Type", "text/csv; charset=\"iso-8859-1\"")
                            .statusCode())
                    .isEqualTo(202);
            assertThat(rig.post("/", "x", "Content-Type", "text/csv; charset=klingon")
                            .statusCode())
                    .isEqualTo(415);
        }
    }

    @Test
    void areAnsweredOnceTheirEventsAreDelivered() throws Exception {
        try (HttpRig rig = HttpRig.start(HttpRig.at(resource -> resource.ack(HttpResource.Ack.DELIVERED)))) {
            assertThat(rig.post("/", "x").statusCode()).isEqualTo(200);
            assertThat(rig.collector.lines()).containsExactly("x");
        }
    }

    @Test
    void areAnsweredWithTheReasonIfTheirEventsAreNot() throws Exception {
        try (HttpRig rig = HttpRig.start(HttpRig.at(resource -> resource.ack(HttpResource.Ack.DELIVERED)), router -> {
            router.disconnect("in.outbox");
            router.registerModule("broken", new Echo(event -> {
                throw new IllegalStateException("the disk is full");
            }));
            router.connect("in.outbox", "broken.inbox");
        })) {
            HttpResponse<String> answer = rig.post("/", "x");
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("the disk is full");
            assertThat(rig.metric("undelivered_total")).isEqualTo(1);
        }
    }

    @Test
    void areAnsweredIfNothingComesOfThemInTime() throws Exception {
        try (HttpRig rig = HttpRig.start(
                HttpRig.at(resource -> resource.ack(HttpResource.Ack.DELIVERED).ackTimeout(Duration.ofMillis(200))))) {
            rig.collector.block();
            assertThat(rig.post("/", "x").statusCode()).isEqualTo(504);
            rig.collector.unblock();
            assertThat(rig.stop().ledger().isBalanced()).isTrue();
        }
    }

    @Test
    void areRefusedWhileThePipelineIsFull() throws Exception {
        try (HttpRig rig = HttpRig.start(
                Transport.best(), new QueueLimits(64, 1 << 20), config -> config.times(quick()), router -> {})) {
            rig.closeGate();
            HttpResponse<String> answer = rig.post("/", "late");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after")).contains("1");
            assertThat(rig.metric("refused_503_total")).isGreaterThanOrEqualTo(2);
            rig.collector.unblock();
            rig.awaitMetric("queue.outbox.size", 0);
            assertThat(rig.post("/", "again").statusCode()).isEqualTo(202);
            StopReport report = rig.stop();
            assertThat(report.isClean()).isTrue();
            assertThat(rig.collector.lines()).contains("again").doesNotContain("late");
        }
    }

    private static HttpInputConfig.Times quick() {
        Duration usual = Duration.ofSeconds(30);
        return new HttpInputConfig.Times(usual, usual, usual, usual, usual, Duration.ofMillis(100));
    }

    @Test
    void waitForAPlaceInTheQueue() throws Exception {
        Duration usual = Duration.ofSeconds(30);
        try (HttpRig rig = HttpRig.start(
                Transport.best(),
                new QueueLimits(64, 1 << 20),
                config -> config.times(
                        new HttpInputConfig.Times(usual, usual, usual, usual, usual, Duration.ofMillis(500))),
                router -> {})) {
            rig.closeGate();
            Peer waits = rig.connect().send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nwaits");
            rig.awaitMetric("buffered_bytes", 5);
            rig.collector.unblock();
            assertThat(waits.receiveLine()).startsWith("HTTP/1.1 202");
        }
    }

    @Test
    void thatAreWorkedOnAreAnsweredAtAStop() throws Exception {
        try (HttpRig rig = HttpRig.start(HttpRig.at(resource -> resource.ack(HttpResource.Ack.DELIVERED)))) {
            rig.collector.block();
            Peer waits = rig.connect().send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx");
            Peer partial = rig.connect().send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx");
            Peer idle = rig.connect().send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\ny");
            rig.awaitMetric("requests_total", 3);
            rig.awaitMetric("queue.outbox.in_total", 2);
            Thread stopping = new Thread(rig::stop);
            stopping.start();
            assertThat(partial.receiveLine()).startsWith("HTTP/1.1 503");
            rig.collector.unblock();
            assertThat(waits.receiveLine()).startsWith("HTTP/1.1 200");
            assertThat(waits.receiveAll()).contains("connection: close");
            assertThat(idle.receiveLine()).startsWith("HTTP/1.1 200");
            stopping.join();
            assertThat(rig.collector.events().stream().map(Event::text)).containsExactly("x", "y");
        }
    }

    @Test
    void thatNobodyWaitsForAnyMoreDoNoHarm() throws Exception {
        try (HttpRig rig = HttpRig.start(HttpRig.at(resource -> resource.ack(HttpResource.Ack.DELIVERED)))) {
            rig.collector.block();
            rig.connect()
                    .send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx")
                    .reset();
            rig.connect()
                    .send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx")
                    .reset();
            rig.collector.unblock();
            rig.awaitMetric("connections", 0);
            rig.awaitMetric("buffered_bytes", 0);
            assertThat(rig.post("/", "fine").statusCode()).isEqualTo(200);
            assertThat(rig.stop().ledger().isBalanced()).isTrue();
        }
    }
}
