package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Event;
import io.wishbone.protocol.Malformed;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolException;
import io.wishbone.protocol.TextProtocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What bodies of requests become. */
class HttpBodiesIT {
    /** Numbers with commas between them, and nothing else. */
    private static final Protocol NUMBERS = Protocol.decoding("numbers", context -> (event, out) -> {
        if (!event.text().matches("\\d+(,\\d+)*")) {
            throw ProtocolException.at(0, "no \"number\"");
        }
        List<Object> numbers = List.of((Object[]) event.text().split(",", -1));
        out.accept(event.withData(numbers));
    });

    private static final Protocol NUMBER = Protocol.decoding("number", context -> (event, out) -> {
        if (!event.text().matches("\\d+")) {
            throw ProtocolException.at(0, "no \"number\"");
        }
        out.accept(event.withData(Long.valueOf(event.text())));
    });

    private static HttpRig start(HttpResource.Events events, Protocol protocol) {
        return HttpRig.start(config -> config.protocol(protocol)
                .resource(HttpResource.builder("/").events(events).build()));
    }

    private static List<Object> data(HttpRig rig) {
        return rig.collector.events().stream().map(Event::data).toList();
    }

    @Test
    void areReadByTheProtocol() throws Exception {
        try (HttpRig rig = start(HttpResource.Events.REQUEST, NUMBER)) {
            assertThat(rig.post("/", "42").statusCode()).isEqualTo(202);
            HttpResponse<String> answer = rig.post("/", "x");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("at byte 1: no \"number\"");
            rig.awaitEvents(1);
            assertThat(data(rig)).containsExactly(42L);
        }
    }

    @Test
    void haveAnEventInEachLine() throws Exception {
        try (HttpRig rig = HttpRig.start(HttpRig.at(resource -> resource.events(HttpResource.Events.LINES)))) {
            HttpResponse<String> answer = rig.post("/", "a\r\nb\n\n\nc");
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.body()).isEqualTo("{\"accepted\":3}");
            rig.awaitEvents(3);
            assertThat(rig.collector.lines()).containsExactly("a", "b", "c");
        }
    }

    @Test
    void saysWhichLinesWereNotTaken() throws Exception {
        try (HttpRig rig = start(HttpResource.Events.LINES, NUMBER)) {
            HttpResponse<String> answer = rig.post("/", "1\n{\n3\n\nx\n6\n");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("content-type")).contains("application/json");
            assertThat(answer.body())
                    .isEqualTo("{\"accepted\":3,\"refused\":2,\"lines\":["
                            + "{\"line\":2,\"reason\":\"at byte 1: no \\\"number\\\"\"},"
                            + "{\"line\":5,\"reason\":\"at byte 1: no \\\"number\\\"\"}]}");
            rig.awaitEvents(3);
            assertThat(data(rig)).containsExactly(1L, 3L, 6L);
        }
    }

    @Test
    void haveAnEventInEachElement() throws Exception {
        try (HttpRig rig = start(HttpResource.Events.ARRAY, NUMBERS)) {
            HttpResponse<String> answer = rig.post("/", "1,2,3");
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.body()).isEqualTo("{\"accepted\":3}");
            assertThat(rig.post("/", "1;2").statusCode()).isEqualTo(400);
            rig.awaitEvents(3);
            assertThat(data(rig)).containsExactly("1", "2", "3");
        }
    }

    @Test
    void thatShouldBeListsAreRefusedIfTheyAreNone() throws Exception {
        try (HttpRig rig = start(HttpResource.Events.ARRAY, NUMBER)) {
            HttpResponse<String> answer = rig.post("/", "1");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("no list");
        }
    }

    @Test
    void mayNotHaveTooManyEvents() throws Exception {
        HttpInputConfig.Limits limits = new HttpInputConfig.Limits(1 << 20, 4096, 3, 1 << 20, 10, 10, 0);
        try (HttpRig rig = HttpRig.start(config -> config.limits(limits)
                .resource(HttpResource.builder("/")
                        .events(HttpResource.Events.LINES)
                        .build()))) {
            assertThat(rig.post("/", "a\nb\nc\nd").statusCode()).isEqualTo(413);
            assertThat(rig.post("/", "a\nb\nc").statusCode()).isEqualTo(202);
        }
    }

    @Test
    void ofOtherCharsetsAreReadAsText() throws Exception {
        try (HttpRig rig =
                start(HttpResource.Events.REQUEST, TextProtocol.create(StandardCharsets.UTF_8, Malformed.REFUSE))) {
            HttpRequest.Builder request = rig.request("/")
                    .header("Content-Type", "text/plain; charset=iso-8859-1")
                    .POST(HttpRequest.BodyPublishers.ofString("gr\u00fcn", StandardCharsets.ISO_8859_1));
            assertThat(rig.send(request).statusCode()).isEqualTo(202);
            rig.awaitEvents(1);
            assertThat(data(rig)).containsExactly("gr\u00fcn");
        }
    }

    private interface Compression {
        OutputStream of(OutputStream out) throws IOException;
    }

    private static byte[] compress(byte[] plain, Compression compression) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compression.of(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static int post(HttpRig rig, String encoding, byte[] body) throws Exception {
        return rig.send(rig.request("/")
                        .header("Content-Encoding", encoding)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)))
                .statusCode();
    }

    @Test
    void mayBeCompressed() throws Exception {
        byte[] plain = "a body ".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        try (HttpRig rig = HttpRig.start(config -> config)) {
            assertThat(post(rig, "gzip", compress(plain, GZIPOutputStream::new)))
                    .isEqualTo(202);
            assertThat(post(rig, "X-GZip", compress(plain, GZIPOutputStream::new)))
                    .isEqualTo(202);
            assertThat(post(rig, "deflate", compress(plain, DeflaterOutputStream::new)))
                    .isEqualTo(202);
            assertThat(post(
                            rig,
                            "deflate",
                            compress(plain, out -> new DeflaterOutputStream(out, new Deflater(9, true)))))
                    .isEqualTo(202);
            assertThat(post(rig, "identity", plain)).isEqualTo(202);
            rig.awaitEvents(5);
            assertThat(rig.collector.lines()).allMatch("a body ".repeat(1000)::equals);
        }
    }

    @Test
    void thatExpandTooMuchAreRefused() throws Exception {
        byte[] bomb = compress(new byte[64 << 20], GZIPOutputStream::new);
        byte[] other = compress(new byte[64 << 20], DeflaterOutputStream::new);
        try (HttpRig rig = HttpRig.start(config -> config)) {
            assertThat(bomb.length).isLessThan(1 << 20);
            assertThat(post(rig, "gzip", bomb)).isEqualTo(413);
            assertThat(post(rig, "deflate", other)).isEqualTo(413);
            assertThat(rig.post("/", "fine").statusCode()).isEqualTo(202);
            rig.awaitMetric("buffered_bytes", 0);
        }
    }

    @Test
    void thatAreNotWhatTheySayAreRefused() throws Exception {
        byte[] whole = compress(new byte[1000], GZIPOutputStream::new);
        byte[] half = java.util.Arrays.copyOf(whole, whole.length / 2);
        try (HttpRig rig = HttpRig.start(config -> config)) {
            assertThat(post(rig, "gzip", "plain".getBytes(StandardCharsets.US_ASCII)))
                    .isEqualTo(400);
            assertThat(post(rig, "gzip", half)).isEqualTo(400);
            assertThat(post(rig, "deflate", new byte[] {1, 2, 3})).isEqualTo(400);
            assertThat(post(rig, "br", whole)).isEqualTo(415);
            assertThat(rig.collector.count()).isZero();
        }
    }

    @Test
    void areAskedForIfTheClientWaits() throws Exception {
        try (HttpRig rig = HttpRig.start(config -> config)) {
            Peer peer = rig.connect()
                    .send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(peer.receiveLine()).isEqualTo("HTTP/1.1 100 Continue\r\n");
            assertThat(peer.receiveLine()).isEqualTo("\r\n");
            peer.send("hi");
            assertThat(peer.receiveLine()).startsWith("HTTP/1.1 202");
            Peer wrong = rig.connect()
                    .send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(wrong.receiveLine()).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void areAskedForAlsoByTheClientOfTheJdk() throws Exception {
        try (HttpRig rig = HttpRig.start(config -> config)) {
            HttpRequest.Builder request = rig.request("/")
                    .version(HttpClient.Version.HTTP_1_1)
                    .expectContinue(true)
                    .POST(HttpRequest.BodyPublishers.ofString("patient"));
            assertThat(rig.send(request).statusCode()).isEqualTo(202);
            rig.awaitEvents(1);
            assertThat(rig.collector.lines()).containsExactly("patient");
        }
    }

    @Test
    void comeInAnyPieces() throws Exception {
        String raw = "POST /?1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
                + "POST /?2 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nwor\r\n2;x=y\r\nld\r\n0\r\nT: v\r\n\r\n";
        try (HttpRig rig = HttpRig.start(config -> config)) {
            Peer peer = rig.connect();
            peer.socket().setTcpNoDelay(true);
            for (int i = 0; i < raw.length(); i++) {
                peer.send(raw.substring(i, i + 1));
            }
            rig.awaitEvents(2);
            assertThat(rig.collector.lines()).containsExactly("hello", "world");
        }
    }
}
