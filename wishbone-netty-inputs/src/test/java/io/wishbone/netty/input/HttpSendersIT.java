package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import io.wishbone.netty.pki.TestAuthority;
import io.wishbone.netty.tls.TlsConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who sends, by what, how much, and what is answered. */
class HttpSendersIT {
    private static final TestAuthority AUTHORITY = TestAuthority.create("authority");
    private static final X509Bundle LOCALHOST =
            AUTHORITY.issue("localhost", b -> b.addSanDnsName("localhost").addSanIpAddress("127.0.0.1"));

    @TempDir
    private Path dir = Path.of("");

    private TlsConfig tls() {
        return TlsConfig.builder()
                .certificate(TestAuthority.write(LOCALHOST, dir, "server"))
                .build();
    }

    private static HttpClient client(HttpClient.Version version) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {AUTHORITY.bundle().toTrustManager()}, new SecureRandom());
        return HttpClient.newBuilder().version(version).sslContext(context).build();
    }

    private static HttpRequest post(HttpRig rig, String body) {
        return HttpRequest.newBuilder(URI.create(
                        "https://127.0.0.1:" + rig.input.boundAddress().getPort() + "/"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void speakTls(HttpClient.Version version) throws Exception {
        try (HttpRig rig = HttpRig.start(config -> config.tls(tls()))) {
            HttpResponse<String> answer =
                    client(version).send(post(rig, "hello"), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.version()).isEqualTo(version);
            boolean isHttp2 = version == HttpClient.Version.HTTP_2;
            assertThat(rig.firstHeader())
                    .containsEntry("http_version", isHttp2 ? "2" : "1.1")
                    .containsEntry("tls_version", "TLSv1.3");
            assertThat(rig.stop().isClean()).isTrue();
        }
    }

    @Test
    void speakHttp1IfHttp2IsOff() throws Exception {
        try (HttpRig rig = HttpRig.start(config -> config.tls(tls()).http2(false))) {
            HttpResponse<String> answer =
                    client(HttpClient.Version.HTTP_2).send(post(rig, "hello"), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(answer.statusCode()).isEqualTo(202);
        }
    }

    @Test
    void sendManyAtATimeOnOneConnection() throws Exception {
        try (HttpRig rig = HttpRig.start(config ->
                HttpRig.at(resource -> resource.ack(HttpResource.Ack.DELIVERED)).apply(config.tls(tls())))) {
            HttpClient client = client(HttpClient.Version.HTTP_2);
            client.send(post(rig, "first"), HttpResponse.BodyHandlers.ofString());
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 90; i++) {
                answers.add(client.sendAsync(
                        post(rig, "x".repeat(10_000 * (i % 10))), HttpResponse.BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
            }
            assertThat(rig.metric("connections_total")).isEqualTo(1);
            assertThat(rig.collector.count()).isEqualTo(91);
            rig.awaitMetric("buffered_bytes", 0);
            assertThat(rig.stop().isClean()).isTrue();
        }
    }

    @Test
    void learnWhyByHttp2Too() throws Exception {
        HttpInputConfig.Limits limits = new HttpInputConfig.Limits(1000, 4096, 3, 1 << 20, 10, 10, 0);
        try (HttpRig rig = HttpRig.start(config -> config.tls(tls()).limits(limits))) {
            HttpClient client = client(HttpClient.Version.HTTP_2);
            assertThat(client.send(post(rig, "x".repeat(100_000)), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(413);
            assertThat(client.send(post(rig, "x"), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(202);
        }
    }

    static Stream<Arguments> forwarded() {
        HttpForwarding.Header x = HttpForwarding.Header.X_FORWARDED_FOR;
        HttpForwarding.Header standard = HttpForwarding.Header.FORWARDED;
        return Stream.of(
                Arguments.of(x, "203.0.113.9", "203.0.113.9"),
                Arguments.of(x, "203.0.113.9, 127.0.0.7", "203.0.113.9"),
                Arguments.of(x, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
                Arguments.of(x, "203.0.113.9:4711", "203.0.113.9"),
                Arguments.of(x, "[2001:db8::1]:4711", "2001:db8:0:0:0:0:0:1"),
                Arguments.of(x, "unknown", "127.0.0.1"),
                Arguments.of(x, "6.6.6.6, nonsense, 127.0.0.7", "127.0.0.7"),
                Arguments.of(standard, "for=203.0.113.9;proto=https", "203.0.113.9"),
                Arguments.of(standard, "for=6.6.6.6, For=\"[2001:db8::1]:4711\";by=x", "2001:db8:0:0:0:0:0:1"),
                Arguments.of(standard, "proto=https", "127.0.0.1"));
    }

    @ParameterizedTest
    @MethodSource("forwarded")
    void areKnownByWhatATrustedProxySays(HttpForwarding.Header header, String said, String client) throws Exception {
        try (HttpRig rig = HttpRig.start(
                config -> config.forwarding(new HttpForwarding(header, AddressRanges.of("127.0.0.0/8"))))) {
            rig.post("/", "x", header == HttpForwarding.Header.FORWARDED ? "Forwarded" : "X-Forwarded-For", said);
            assertThat(java.net.InetAddress.getByName(
                            String.valueOf(rig.firstHeader().get("client_address"))))
                    .isEqualTo(java.net.InetAddress.getByName(client));
            assertThat(rig.firstHeader()).containsEntry("remote_address", "127.0.0.1");
        }
    }

    @Test
    void areNotBelievedOtherwise() throws Exception {
        try (HttpRig rig = HttpRig.start(config -> config.forwarding(
                new HttpForwarding(HttpForwarding.Header.X_FORWARDED_FOR, AddressRanges.of("10.0.0.0/8"))))) {
            rig.post("/", "x", "X-Forwarded-For", "203.0.113.9");
            assertThat(rig.firstHeader()).containsEntry("client_address", "127.0.0.1");
        }
    }

    @Test
    void haveToKeepToTheirRate() throws Exception {
        HttpInputConfig.Limits limits = new HttpInputConfig.Limits(1000, 4096, 1000, 1 << 20, 10, 10, 5);
        HttpForwarding forwarding =
                new HttpForwarding(HttpForwarding.Header.X_FORWARDED_FOR, AddressRanges.of("127.0.0.1"));
        try (HttpRig rig = HttpRig.start(config -> config.limits(limits)
                .forwarding(forwarding)
                .resource(HttpResource.builder("/")
                        .events(HttpResource.Events.LINES)
                        .build()))) {
            assertThat(rig.post("/", "a\n".repeat(100), "X-Forwarded-For", "203.0.113.9")
                            .statusCode())
                    .isEqualTo(202);
            HttpResponse<String> answer = rig.post("/", "b", "X-Forwarded-For", "203.0.113.9");
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(Integer.parseInt(
                            answer.headers().firstValue("retry-after").orElse("0")))
                    .isBetween(10, 20);
            assertThat(rig.post("/", "c", "X-Forwarded-For", "203.0.113.10").statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void getTheAnswerThatIsMadeOfTheirEvent() throws Exception {
        HttpReply reply = new HttpReply(
                201,
                Map.of(
                        "X-Path",
                        event -> String.valueOf(event.header("in", "path")),
                        "Content-Type",
                        HttpReply.text("text/csv")),
                event -> "got " + event.text());
        try (HttpRig rig = HttpRig.start(HttpRig.at(resource -> resource.reply(reply)))) {
            HttpResponse<String> answer = rig.post("/", "gr\u00fcn");
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo("got gr\u00fcn");
            assertThat(answer.headers().firstValue("x-path")).contains("/");
            assertThat(answer.headers().firstValue("content-type")).contains("text/csv");
        }
    }

    @Test
    void getAPlainAnswerIfNoneCanBeMade() throws Exception {
        HttpReply reply = new HttpReply(0, Map.of("X-Data", io.wishbone.event.Event::text), event -> {
            if (event.text().equals("bad")) {
                throw new IllegalStateException("no such field");
            }
            return "";
        });
        try (HttpRig rig = HttpRig.start(HttpRig.at(resource -> resource.reply(reply)))) {
            assertThat(rig.post("/", "bad").statusCode()).isEqualTo(202);
            HttpResponse<String> split = rig.post("/", "a\r\nX-Evil: b");
            assertThat(split.statusCode()).isEqualTo(202);
            assertThat(split.headers().firstValue("x-evil")).isEmpty();
            assertThat(rig.metric("replies_failed_total")).isEqualTo(2);
        }
    }

    @Test
    void areLetInByTheirAddress() throws Exception {
        PeerRules rules = new PeerRules(
                AddressRanges.none(), AddressRanges.of("127.0.0.2"), 1, ProxyProtocol.OFF, AddressRanges.none());
        try (HttpRig rig = HttpRig.start(config -> config.peers(rules))) {
            rig.keep(Peer.from("127.0.0.2", rig.input.boundAddress())).awaitEnd();
            Peer first = rig.connect().send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
            assertThat(first.receiveLine()).startsWith("HTTP/1.1 202");
            rig.connect().awaitEnd();
            rig.awaitMetric("connections_refused_total", 2);
        }
    }

    @Test
    void maySpeakThroughAProxy() throws Exception {
        PeerRules rules = new PeerRules(
                AddressRanges.none(), AddressRanges.none(), 0, ProxyProtocol.REQUIRED, AddressRanges.of("127.0.0.1"));
        try (HttpRig rig = HttpRig.start(config -> config.peers(rules))) {
            rig.connect()
                    .send(
                            "PROXY TCP4 192.0.2.7 192.0.2.1 4711 80\r\nPOST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
            assertThat(rig.firstHeader())
                    .containsEntry("remote_address", "192.0.2.7")
                    .containsEntry("client_address", "192.0.2.7")
                    .containsEntry("proxy_address", "127.0.0.1");
        }
    }
}
