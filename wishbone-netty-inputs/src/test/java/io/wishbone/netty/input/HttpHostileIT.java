package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.netty.Transport;
import io.wishbone.queue.QueueLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may not do over HTTP/1.1, and that others are served all the same. */
class HttpHostileIT {
    private static final String HOST = "Host: h\r\n";
    private static final String SECOND = "POST /?smuggled HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\ns";

    private HttpRig rig = HttpRig.start(config -> config);

    private void start(UnaryOperator<HttpInputConfig.Builder> settings) throws IOException {
        rig.close();
        rig = HttpRig.start(settings);
    }

    /** Whatever happened: nothing is kept, the next client is served, the accounts balance. */
    @AfterEach
    void othersAreServed() throws Exception {
        try (HttpRig running = rig) {
            assertThat(running.post("/", "fine").statusCode()).isBetween(200, 202);
            running.awaitMetric("buffered_bytes", 0);
            assertThat(running.collector.events()).noneMatch(event -> "smuggled".equals(event.header("in", "query")));
            assertThat(running.stop().ledger().isBalanced()).isTrue();
        }
    }

    static Stream<Arguments> ambiguous() {
        return Stream.of(
                head("a length and chunks", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n"),
                head("chunks and a length", "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n"),
                head("two lengths", "Content-Length: 4\r\nContent-Length: 5\r\n"),
                head("the same length twice", "Content-Length: 4\r\nContent-Length: 4\r\n"),
                head("a list of lengths", "Content-Length: 4, 4\r\n"),
                head("a negative length", "Content-Length: -4\r\n"),
                head("a length with a sign", "Content-Length: +4\r\n"),
                head("a hexadecimal length", "Content-Length: 0x4\r\n"),
                head("a length that is too long", "Content-Length: 99999999999999999999\r\n"),
                head("a length with a space", "Content-Length: 4 4\r\n"),
                head("chunks twice", "Transfer-Encoding: chunked, chunked\r\n"),
                head("two encodings", "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
                head("an encoding before chunks", "Transfer-Encoding: gzip, chunked\r\n"),
                head("an unknown encoding", "Transfer-Encoding: xchunked\r\n"),
                head("identity", "Transfer-Encoding: identity\r\n"),
                head("a tab in an encoding", "Transfer-Encoding: \u000bchunked\r\n"),
                head("a folded header", "X: a\r\n b\r\nContent-Length: 0\r\n"),
                head("a folded encoding", "Transfer-Encoding:\r\n chunked\r\n"),
                head("a line that ends in LF", "X: a\nContent-Length: 0\r\n"),
                head("a CR within a value", "X: a\rContent-Length: 4\r\n"),
                head("a NUL within a value", "X: a\u0000b\r\n"),
                head("a space before the colon", "Content-Length : 4\r\n"),
                head("a space in a name", "Content Length: 4\r\n"),
                head("no colon", "Content-Length\r\n"),
                head("an empty name", ": 4\r\n"),
                head("two hosts", "Host: other\r\n"));
    }

    private static Arguments head(String name, String header) {
        return Arguments.of(name, "POST / HTTP/1.1\r\n" + HOST + header + "\r\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ambiguous")
    void headersThatMayBeReadInTwoWaysAreRefused(String name, String request) throws Exception {
        assertThat(rig.exchange(request + SECOND + SECOND))
                .startsWith("HTTP/1.1 400")
                .contains("connection: close")
                .containsOnlyOnce("HTTP/1.1");
    }

    static Stream<Arguments> chunks() {
        return Stream.of(
                Arguments.of("no number", "g\r\nx\r\n0\r\n\r\n"),
                Arguments.of("a negative number", "-1\r\nx\r\n0\r\n\r\n"),
                Arguments.of("a sign", "+1\r\nx\r\n0\r\n\r\n"),
                Arguments.of("a prefix", "0x1\r\nx\r\n0\r\n\r\n"),
                Arguments.of("too large a number", "fffffffffffffffff\r\nx\r\n0\r\n\r\n"),
                Arguments.of("an underscore", "1_0\r\nx\r\n0\r\n\r\n"),
                Arguments.of("a size that ends in LF", "1\nx\r\n0\r\n\r\n"),
                Arguments.of("an extension that ends in LF", "1;a\nx\r\n0\r\n\r\n"),
                Arguments.of("more than was said", "1\r\nxyz\r\n0\r\n\r\n"),
                Arguments.of("a chunk that ends in LF", "1\r\nx\n0\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chunks")
    void chunksThatMayBeReadInTwoWaysAreRefused(String name, String body) throws Exception {
        assertThat(rig.exchange("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + body + SECOND))
                .startsWith("HTTP/1.1 400")
                .containsOnlyOnce("HTTP/1.1");
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("POST / HTTP/1.1\r\n\r\n", "400"),
                Arguments.of("POST /\r\n\r\n", "400"),
                Arguments.of("POST / HTTP/2.0\r\nHost: h\r\n\r\n", "505"),
                Arguments.of("POST / HTTP/1.2\r\nHost: h\r\n\r\n", "505"),
                Arguments.of("POST / HTCPCP/1.0\r\nHost: h\r\n\r\n", "400"),
                Arguments.of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"),
                Arguments.of("POST /%zz HTTP/1.1\r\nHost: h\r\n\r\n", "400"),
                Arguments.of("POST /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: h\r\n\r\n", "414"),
                Arguments.of("POST / HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(20_000) + "\r\n\r\n", "431"),
                Arguments.of("POST / HTTP/1.1\r\nHost: h\r\n" + "X: y\r\n".repeat(10_000) + "\r\n", "431"),
                Arguments.of("POST / HTTP/1.1\r\nHost: h\r\nExpect: miracles\r\n\r\n", "417"),
                Arguments.of("POST / HTTP/1.1\r\nHost: h\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx", "415"),
                Arguments.of("CONNECT h:1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "404"),
                Arguments.of("OPTIONS * HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "404"),
                Arguments.of("\u0000\u00ff\u0016garbage\r\n\r\n", "400"));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("others")
    void requestsThatMakeNoSenseAreRefused(String request, String status) throws Exception {
        assertThat(rig.exchange(request)).startsWith("HTTP/1.1 " + status).contains("connection: close");
    }

    private static HttpInputConfig.Builder smallBodies(HttpInputConfig.Builder config) {
        return config.limits(new HttpInputConfig.Limits(100, 4096, 10, 64 << 10, 100, 10, 0));
    }

    @Test
    void longBodiesAreRefusedByTheirLength() throws Exception {
        start(HttpHostileIT::smallBodies);
        assertThat(rig.exchange("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 101\r\n\r\n" + "x".repeat(101) + SECOND))
                .startsWith("HTTP/1.1 413")
                .containsOnlyOnce("HTTP/1.1");
    }

    @Test
    void longBodiesOfUnknownLengthAreRefusedOnceTheyAreTooLong() throws Exception {
        start(HttpHostileIT::smallBodies);
        assertThat(rig.exchange("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + ("a\r\n" + "x".repeat(10) + "\r\n").repeat(11) + "0\r\n\r\n" + SECOND))
                .startsWith("HTTP/1.1 413")
                .containsOnlyOnce("HTTP/1.1");
    }

    @Test
    void bodiesOfAllClientsTogetherAreBounded() throws Exception {
        start(config -> config.limits(new HttpInputConfig.Limits(1 << 20, 4096, 10, 64 << 10, 100, 10, 0)));
        Peer small = rig.connect()
                .send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 20\r\n\r\n")
                .send("x".repeat(10));
        rig.awaitMetric("buffered_bytes", 10);
        Peer large = rig.connect().send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n");
        large.send("x".repeat(70_000));
        assertThat(large.receiveLine()).startsWith("HTTP/1.1 503");
        small.send("y".repeat(10));
        assertThat(small.receiveLine()).startsWith("HTTP/1.1 202");
    }

    @Test
    void whatIsDecompressedCountsAsMuchAsItIs() throws Exception {
        HttpInputConfig.Limits limits = new HttpInputConfig.Limits(1 << 20, 4096, 10, 64 << 10, 100, 10, 0);
        Duration usual = Duration.ofSeconds(30);
        rig.close();
        rig = HttpRig.start(
                Transport.best(),
                new QueueLimits(64, 1 << 20),
                config -> config.limits(limits)
                        .times(new HttpInputConfig.Times(usual, usual, usual, usual, usual, Duration.ofMillis(700))),
                router -> {});
        rig.closeGate();
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bomb)) {
            out.write(new byte[1 << 19]);
        }
        Peer peer = rig.connect()
                .send("POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Encoding: gzip\r\nContent-Length: "
                        + bomb.size() + "\r\n\r\n")
                .send(bomb.toByteArray());
        assertThat(peer.receiveAll()).startsWith("HTTP/1.1 503").contains("too much is kept");
        rig.collector.unblock();
        rig.awaitMetric("queue.outbox.size", 0);
    }

    private static HttpInputConfig.Times impatient() {
        Duration soon = Duration.ofMillis(200);
        return new HttpInputConfig.Times(soon, soon, soon, soon, soon, soon);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHos",
                "PO",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhell",
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe"
            })
    void slowRequestsAreRefused(String begin) throws Exception {
        start(config -> config.times(impatient()));
        Peer slow = rig.connect().send(begin);
        assertThat(slow.receiveLine()).startsWith("HTTP/1.1 408");
        slow.awaitEnd();
    }

    @Test
    void silentConnectionsAreClosed() throws Exception {
        start(config -> config.times(impatient()));
        rig.connect().awaitEnd();
        Peer served = rig.connect().send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
        assertThat(served.receiveAll()).startsWith("HTTP/1.1 202").containsOnlyOnce("HTTP/1.1");
        rig.awaitMetric("closed_idle_total", 2);
    }

    @Test
    void clientsThatDoNotReadAreClosed() throws Exception {
        String large = "x".repeat(16 << 20);
        HttpReply reply = new HttpReply(200, Map.of(), event -> event.text().equals("large") ? large : "");
        start(config -> config.times(impatient())
                .resource(HttpResource.builder("/").reply(reply).build()));
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(rig.input.boundAddress());
        Peer deaf = rig.keep(new Peer(socket)).send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nlarge");
        rig.awaitMetric("closed_reply_timeout_total", 1);
        deaf.close();
    }

    @Test
    void requestsOfAClientThatHasEndedItsSideAreAnswered() throws Exception {
        String one = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n";
        Peer hasty = rig.connect().send(one.repeat(5000)).endOutput();
        assertThat(hasty.receiveAll().split("HTTP/1.1 202", -1)).hasSize(5001);
        rig.awaitMetric("connections", 0);
    }

    @Test
    void requestsThatWaitForOneBeforeStayWithTheKernel() throws Exception {
        start(HttpRig.at(resource -> resource.ack(HttpResource.Ack.DELIVERED)));
        String one = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n";
        rig.collector.block();
        Peer hasty = rig.connect().send(one.repeat(10_000)).endOutput();
        rig.awaitMetric("requests_total", 1);
        rig.collector.unblock();
        assertThat(hasty.receiveAll().split("HTTP/1.1 200", -1)).hasSize(10_001);
        rig.awaitMetric("connections", 0);
    }

    @Test
    void partsOfRequestsAreNoEvents() throws Exception {
        rig.connect().send("POST / HT").endOutput().awaitEnd();
        rig.connect()
                .send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nx")
                .endOutput()
                .awaitEnd();
        rig.awaitMetric("dropped_partial_total", 1);
        assertThat(rig.collector.count()).isZero();
    }

    @Test
    void tlsWhereNoneIsSpokenIsToldSo() throws Exception {
        Peer peer = rig.connect().send(new byte[] {0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3});
        assertThat(peer.receiveAll()).isEqualTo("\u0015\u0003\u0003\u0000\u0002\u0002F");
        rig.awaitMetric("handshakes_failed_total", 1);
    }
}
