package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.event.Event;
import io.wishbone.examples.PeerTools.Running;
import io.wishbone.module.input.Generator;
import io.wishbone.module.input.GeneratorConfig;
import io.wishbone.netty.input.AddressRanges;
import io.wishbone.netty.input.HttpForwarding;
import io.wishbone.netty.input.HttpInput;
import io.wishbone.netty.input.HttpInputConfig;
import io.wishbone.netty.input.HttpResource;
import io.wishbone.netty.input.PeerRules;
import io.wishbone.netty.input.ProxyProtocol;
import io.wishbone.netty.output.HttpBatchConfig;
import io.wishbone.netty.output.HttpOutput;
import io.wishbone.netty.output.HttpOutputConfig;
import io.wishbone.netty.tls.TlsProvider;
import io.wishbone.router.Router;
import io.wishbone.testkit.BalancedLedger;
import io.wishbone.testkit.chaos.NumberedMessages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.Testcontainers;

/** Clients and proxies of others before our HTTP input, and proxies of others behind our HTTP output. */
@Testcontainers(disabledWithoutDocker = true)
class HttpPeersContainerIT {
    /** Every address of 127.0.0.0/8 is this machine, so a client can have another than the front. */
    private static final String CLIENT = "127.0.0.2";

    private static final int COUNT = 10_000;
    private static final String POST = "curl -sS -m 20 -o /dev/null -w '%{http_code} %{http_version}' ";

    @TempDir
    private static Path directory = Path.of("");

    private static PeerTools tools;
    private static Certificates certificates;

    @RegisterExtension
    final BalancedLedger routers = new BalancedLedger();

    @BeforeAll
    static void startTools() {
        certificates = Certificates.in(directory);
        tools = PeerTools.start(directory);
    }

    @AfterAll
    static void stopTools() {
        tools.close();
    }

    private static HttpInput input(UnaryOperator<HttpInputConfig.Builder> settings) {
        return new HttpInput(settings.apply(HttpInputConfig.builder().port(0)).build());
    }

    private static String run(String script) {
        return tools.run(script).text();
    }

    // ---- clients ----

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--http1.1 -d event                                          | 202 1.1",
                "--http1.0 -d event                                          | 202 1.1",
                "--http2-prior-knowledge -d event                            | 202 2",
                "--http2 -d event                                            | 202 1.1",
                "--http1.1 -H 'Expect: 100-continue' -d event                | 202 1.1",
                "--http1.1 -H 'Transfer-Encoding: chunked' -d event          | 202 1.1",
                "--http1.1 -H 'Content-Encoding: gzip' --data-binary @event.gz   | 202 1.1",
                "--http2-prior-knowledge -H 'Content-Encoding: gzip' --data-binary @event.gz | 202 2",
            })
    void takesWhatCurlSends(String options, String answer) {
        HttpInput input = input(config -> config);
        try (Listening listening = Listening.to(input)) {
            String url = " http://127.0.0.1:" + input.boundAddress().getPort() + "/";
            assertThat(run("cd /tmp && printf event | gzip >event.gz && " + POST + options + url))
                    .isEqualTo(answer);
            assertThat(listening.awaitTexts(1)).containsExactly("event");
        }
    }

    @ParameterizedTest
    @CsvSource({"--http1.1,202 1.1", "--http2,202 2"})
    void takesWhatCurlSendsWithACertificate(String version, String answer) {
        HttpInput input = input(
                config -> config.tls(certificates.demanding(TlsProvider.AUTO).build()));
        try (Listening listening = Listening.to(input)) {
            String curl = POST + version + " --cacert " + certificates.ca() + " -d event";
            String url = " https://localhost:" + input.boundAddress().getPort() + "/";
            String shown = " --cert %1$s/client.pem --key %1$s/client.key".formatted(directory);

            assertThat(tools.run(curl + url).status()).isNotZero();
            assertThat(run(curl + shown + url)).isEqualTo(answer);
            Event event = listening.awaitEvents(1).get(0);
            assertThat(event.text()).isEqualTo("event");
            assertThat(event.header("listen", "tls_subject")).isEqualTo("CN=a client");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--h1", ""})
    void answersAllThatH2loadAsks(String options) {
        HttpInput input = input(config -> config);
        try (Listening listening = Listening.to(input)) {
            tools.write("body", "event");
            assertThat(run("h2load -n 3000 -c 10 -m 10 -d %s/body %s http://127.0.0.1:%d/"
                            .formatted(directory, options, input.boundAddress().getPort())))
                    .contains("3000 succeeded, 0 failed, 0 errored")
                    .contains("status codes: 3000 2xx");
            assertThat(listening.awaitEvents(3000)).hasSize(3000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-H", "-B"})
    void servesOthersWhileSlowhttptestHoldsConnections(String attack) {
        HttpInput input = input(config -> config.times(new HttpInputConfig.Times(
                PeerTools.PATIENCE,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                PeerTools.PATIENCE,
                PeerTools.PATIENCE,
                PeerTools.PATIENCE)));
        try (Listening listening = Listening.to(input)) {
            String url = "http://127.0.0.1:" + input.boundAddress().getPort() + "/";
            try (Running attacker = tools.start(
                    "slowhttptest %s -c 300 -r 300 -i 1 -p 3 -l 6 -t POST -s 4096 -u %s".formatted(attack, url))) {
                listening.awaitMetric("connections", 200);
                String posts = "for i in 1 2 3 4 5 6 7 8 9 10; do " + POST + "-d event " + url + "; echo; done";
                assertThat(run(posts)).isEqualTo("202 1.1\n".repeat(10));
                listening.awaitMetric("refused_408_total", 200);
                assertThat(attacker.said()).doesNotContainIgnoringCase("usage");
            }
        }
    }

    // ---- proxies before our input ----

    private static String nginxFile(String http) {
        return tools.write("nginx.conf", """
                daemon off;
                pid /tmp/nginx.pid;
                error_log stderr crit;
                events {}
                http {
                  access_log off;
                  client_body_temp_path /tmp/nginx-bodies;
                  %s
                }
                """.formatted(http)).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "X_FORWARDED_FOR,X-Forwarded-For $proxy_add_x_forwarded_for",
        "FORWARDED,Forwarded \"for=$remote_addr;proto=http\""
    })
    void learnsTheClientOfAnNginx(HttpForwarding.Header header, String written) throws Exception {
        HttpInput input = input(config -> config.forwarding(new HttpForwarding(header, AddressRanges.of("127.0.0.1"))));
        int front = SyslogDaemon.freePort();
        try (Listening listening = Listening.to(input);
                Running nginx = tools.start(
                        "nginx -c "
                                + nginxFile("""
                        server {
                          listen 127.0.0.1:%d;
                          location / {
                            proxy_pass http://127.0.0.1:%d;
                            proxy_set_header %s;
                          }
                        }
                        """.formatted(
                                                front, input.boundAddress().getPort(), written)),
                        front)) {
            assertThat(run(POST + "--interface " + CLIENT
                            + " -H 'X-Forwarded-For: 10.9.8.7' -H 'Forwarded: for=10.9.8.7' -d event http://127.0.0.1:"
                            + front))
                    .isEqualTo("202 1.1");
            assertThat(listening.awaitEvents(1).get(0).header("listen", "client_address"))
                    .isEqualTo(CLIENT);
            assertThat(nginx.said()).isEmpty();
        }
    }

    private static String haproxyFile(int front, int server, String options) {
        return tools.write("haproxy.cfg", """
                global
                  hard-stop-after 500ms
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 30s
                  timeout server 30s
                listen front
                  bind 127.0.0.1:%d
                  server ours 127.0.0.1:%d %s
                """.formatted(front, server, options)).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"send-proxy", "send-proxy-v2", "send-proxy-v2 proto h2"})
    void learnsTheClientOfAnHaproxy(String options) throws Exception {
        PeerRules rules = new PeerRules(
                AddressRanges.none(), AddressRanges.none(), 0, ProxyProtocol.REQUIRED, AddressRanges.of("127.0.0.1"));
        HttpInput input = input(config -> config.peers(rules));
        int front = SyslogDaemon.freePort();
        try (Listening listening = Listening.to(input);
                Running haproxy = tools.start(
                        "haproxy -db -f "
                                + haproxyFile(front, input.boundAddress().getPort(), options),
                        front)) {
            assertThat(run(POST + "--interface " + CLIENT + " -d event http://127.0.0.1:" + front))
                    .as(haproxy.said())
                    .isEqualTo("202 1.1");
            Event event = listening.awaitEvents(1).get(0);
            assertThat(event.header("listen", "client_address")).isEqualTo(CLIENT);
            assertThat(event.header("listen", "proxy_address")).isEqualTo("127.0.0.1");
            assertThat(event.header("listen", "http_version")).isEqualTo(options.endsWith("h2") ? "2" : "1.1");
        }
    }

    // ---- proxies behind our output ----

    private static final class Relayed {
        private final NumberedMessages messages = NumberedMessages.lines(1, 100);
        private final AtomicInteger answered = new AtomicInteger();
    }

    private Router receiver(HttpInput input, Relayed relayed) {
        Router router = routers.create();
        router.registerModule("listen", input);
        router.registerModule("note", event -> {
            relayed.messages.received(event.text());
            return null;
        });
        router.connect("listen.outbox", "note.inbox");
        router.start();
        return router;
    }

    /** Numbered messages at 5,000 a second, in requests of 10. */
    private Router sender(int port, Relayed relayed) {
        Router router = routers.create();
        GeneratorConfig paced = GeneratorConfig.builder()
                .interval(Duration.ofNanos(200_000))
                .count(COUNT)
                .build();
        HttpOutputConfig config = HttpOutputConfig.builder()
                .url("http://127.0.0.1:" + port + "/")
                .batch(new HttpBatchConfig(10, 1 << 20, Duration.ofMillis(50), HttpBatchConfig.Format.LINES, ""))
                .minBackoff(Duration.ofMillis(1))
                .maxBackoff(Duration.ofMillis(200))
                .timeout(Duration.ofSeconds(5))
                .build();
        router.registerModule("clock", new Generator(paced));
        router.registerModule("number", event -> event.withData(relayed.messages.next()));
        router.registerModule("send", new HttpOutput(config));
        router.registerModule("acknowledge", event -> {
            relayed.messages.acknowledged((byte[]) event.data());
            relayed.answered.incrementAndGet();
            return null;
        });
        router.connect("clock.outbox", "number.inbox");
        router.connect("number.outbox", "send.inbox");
        router.connect("send.successful", "acknowledge.inbox");
        router.start();
        return router;
    }

    @ParameterizedTest
    @CsvSource({"nginx,HUP", "nginx,KILL", "haproxy,USR2", "haproxy,KILL"})
    void nothingIsLostBehindAProxyThatIsReloadedOrKilled(String proxy, String signal) throws Exception {
        Relayed relayed = new Relayed();
        HttpInput input = input(config -> config.resource(HttpResource.builder("/")
                .events(HttpResource.Events.LINES)
                .ack(HttpResource.Ack.DELIVERED)
                .build()));
        int front = SyslogDaemon.freePort();
        try (Router receiver = receiver(input, relayed)) {
            int behind = input.boundAddress().getPort();
            String command = proxy.equals("nginx")
                    ? "nginx -c "
                            + nginxFile("server { listen 127.0.0.1:%d; location / { proxy_pass http://127.0.0.1:%d; } }"
                                    .formatted(front, behind))
                    : "haproxy -W -f " + haproxyFile(front, behind, "");
            Running running = tools.start(command, front);
            try (Router sender = sender(front, relayed)) {
                await().atMost(PeerTools.PATIENCE).until(() -> relayed.answered.get() >= COUNT / 4);
                if (signal.equals("KILL")) {
                    running.end(signal);
                    running = tools.start(command, front);
                } else {
                    running.signal(signal);
                }
                await().atMost(PeerTools.PATIENCE).until(() -> relayed.answered.get() == COUNT);
                assertThat(sender.stop(Duration.ofSeconds(10)).isClean()).isTrue();
            } finally {
                running.end("KILL");
            }
            assertThat(receiver.stop(Duration.ofSeconds(10)).isClean()).isTrue();
        }
        NumberedMessages.Report report = relayed.messages.report();
        assertThat(report.missing()).as(report.toString()).isZero();
        assertThat(report.changed() + report.cutShort()).as(report.toString()).isZero();
    }

    @Test
    void wrkIsServedByManyConnections() {
        HttpInput input = input(config -> config);
        tools.write("post.lua", "wrk.method = 'POST'\nwrk.body = 'event'\n");
        try (Listening listening = Listening.to(input)) {
            assertThat(run("wrk -t 1 -c 64 -d 1 -s %s/post.lua http://127.0.0.1:%d/"
                            .formatted(directory, input.boundAddress().getPort())))
                    .contains("requests in ")
                    .doesNotContain("Socket errors")
                    .doesNotContain("Non-2xx");
            assertThat(listening.metric("connections_total")).isGreaterThanOrEqualTo(64);
        }
    }
}
