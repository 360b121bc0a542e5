package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.event.Event;
import io.wishbone.examples.PeerTools.Running;
import io.wishbone.netty.input.AddressRanges;
import io.wishbone.netty.input.PeerRules;
import io.wishbone.netty.input.ProxyProtocol;
import io.wishbone.netty.input.TcpInput;
import io.wishbone.netty.input.UdpInput;
import io.wishbone.netty.input.UdpInputConfig;
import io.wishbone.netty.tls.TlsProvider;
import io.wishbone.protocols.SyslogProtocol;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;
import org.testcontainers.junit.jupiter.Testcontainers;

/** What stands before our inputs: an nginx and an HAProxy, with and without TLS. */
@Testcontainers(disabledWithoutDocker = true)
class FrontsContainerIT {
    /** Every address of 127.0.0.0/8 is this machine, so a client can have another than the front. */
    private static final String CLIENT = "127.0.0.2";

    private static final PeerRules FRONT_REQUIRED = new PeerRules(
            AddressRanges.none(), AddressRanges.none(), 0, ProxyProtocol.REQUIRED, AddressRanges.of("127.0.0.1"));
    private static final PeerRules FRONT_AND_ONE_CLIENT = new PeerRules(
            AddressRanges.of(CLIENT), AddressRanges.none(), 0, ProxyProtocol.REQUIRED, AddressRanges.of("127.0.0.1"));

    @TempDir
    private static Path directory = Path.of("");

    private static PeerTools tools;
    private static Certificates certificates;

    @BeforeAll
    static void startTools() {
        certificates = Certificates.in(directory);
        tools = PeerTools.start(directory);
    }

    @AfterAll
    static void stopTools() {
        tools.close();
    }

    private static Running nginx(String configuration, int port) {
        Path file = tools.write("nginx.conf", """
                daemon off;
                pid /tmp/nginx.pid;
                error_log stderr;
                load_module /usr/lib/nginx/modules/ngx_stream_module.so;
                events {}
                """ + configuration);
        return tools.start("nginx -c " + file, port);
    }

    private static void send(String lines, String socatAddress) {
        assertThat(tools.run("printf '" + lines + "' | socat - " + socatAddress + ",bind=" + CLIENT))
                .extracting(PeerTools.Said::status)
                .isEqualTo(0);
    }

    private static void assertThatAllAreOfTheClient(List<Event> events) {
        assertThat(events).allSatisfy(event -> {
            assertThat(event.header("listen", "remote_address")).isEqualTo(CLIENT);
            assertThat(event.header("listen", "proxy_address")).isEqualTo("127.0.0.1");
        });
    }

    @Test
    void takesTheAccessLogOfAnNginxByUdp() throws Exception {
        UdpInput input = new UdpInput(UdpInputConfig.builder()
                .port(0)
                .protocol(SyslogProtocol.create())
                .build());
        int http = SyslogDaemon.freePort();
        try (Listening listening = Listening.to(input);
                Running nginx = nginx("""
                        http {
                          access_log syslog:server=127.0.0.1:%d,facility=local7,severity=info,tag=web;
                          server { listen 127.0.0.1:%d; location / { return 200 "hello"; } }
                        }
                        """.formatted(input.boundAddress().getPort(), http), http)) {
            assertThat(nginx.said()).isEmpty();
            assertThat(tools.run(
                                    "printf 'GET /a?b=%%22c HTTP/1.0\\r\\nUser-Agent: it\\r\\n\\r\\n' | socat - TCP:127.0.0.1:"
                                            + http)
                            .text())
                    .endsWith("hello");

            assertThat(listening.awaitEvents(1).get(0).data())
                    .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                    .containsEntry("format", "rfc3164")
                    .containsEntry("facility", "local7")
                    .containsEntry("severity", "info")
                    .containsEntry("app_name", "web")
                    .containsKeys("timestamp", "hostname")
                    .extractingByKey("message")
                    .asString()
                    .startsWith("127.0.0.1 - - [")
                    .endsWith("\"GET /a?b=%22c HTTP/1.0\" 200 5 \"-\" \"it\"");
        }
    }

    @Test
    void learnsTheClientOfAnNginxThatEndsTls() throws Exception {
        TcpInput input = Listening.tcp(settings -> settings.peers(FRONT_REQUIRED));
        int front = SyslogDaemon.freePort();
        try (Listening listening = Listening.to(input);
                Running nginx = nginx("""
                        stream {
                          server {
                            listen 127.0.0.1:%d ssl;
                            ssl_certificate %3$s/server.pem;
                            ssl_certificate_key %3$s/server.key;
                            proxy_pass 127.0.0.1:%2$d;
                            proxy_protocol on;
                          }
                        }
                        """.formatted(front, input.boundAddress().getPort(), directory), front)) {
            send("one\\ntwo\\n", "OPENSSL:127.0.0.1:" + front + ",cafile=" + certificates.ca());

            assertThat(listening.awaitTexts(2)).containsExactly("one", "two");
            assertThatAllAreOfTheClient(listening.events());
            assertThat(listening.logged(Level.WARN)).isEmpty();
            assertThat(nginx.said()).isEmpty();
        }
    }

    @Test
    void takesTlsFromAnNginxThatChecksOurCertificate() throws Exception {
        TcpInput input = Listening.tcp(settings -> settings.peers(FRONT_REQUIRED)
                .tls(certificates.demanding(TlsProvider.AUTO).build()));
        int front = SyslogDaemon.freePort();
        try (Listening listening = Listening.to(input);
                Running nginx = nginx("""
                        stream {
                          server {
                            listen 127.0.0.1:%d;
                            proxy_pass 127.0.0.1:%2$d;
                            proxy_protocol on;
                            proxy_ssl on;
                            proxy_ssl_certificate %3$s/client.pem;
                            proxy_ssl_certificate_key %3$s/client.key;
                            proxy_ssl_trusted_certificate %3$s/ca.pem;
                            proxy_ssl_verify on;
                            proxy_ssl_server_name on;
                            proxy_ssl_name localhost;
                          }
                        }
                        """.formatted(front, input.boundAddress().getPort(), directory), front)) {
            send("one\\ntwo\\n", "TCP:127.0.0.1:" + front);

            assertThat(listening.awaitTexts(2)).containsExactly("one", "two");
            assertThatAllAreOfTheClient(listening.events());
            assertThat(listening.events().get(0).header("listen", "tls_subject"))
                    .isEqualTo("CN=a client");
            assertThat(nginx.said()).isEmpty();
        }
    }

    private static Running haproxy(int front, String bind, int input, String server) {
        Path file = tools.write("haproxy.cfg", """
                global
                  stats socket /tmp/haproxy.sock
                defaults
                  mode tcp
                  timeout connect 5s
                  timeout client 30s
                  timeout server 30s
                listen front
                  bind 127.0.0.1:%d %s
                  server ours 127.0.0.1:%d check inter 50ms %s
                """.formatted(front, bind, input, server));
        return tools.start("haproxy -db -f " + file, front);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "send-proxy | ''",
                "send-proxy-v2 | ''",
                "send-proxy-v2 proxy-v2-options crc32c | ''",
                "send-proxy-v2-ssl-cn proxy-v2-options ssl,cert-cn,ssl-cipher,authority,crc32c | ssl crt %s/server.both"
            })
    void learnsTheClientOfAnHaproxyWhoseChecksMakeNoEvents(String header, String bind) throws Exception {
        TcpInput input = Listening.tcp(settings -> settings.peers(FRONT_REQUIRED));
        int front = SyslogDaemon.freePort();
        try (Listening listening = Listening.to(input);
                Running haproxy = haproxy(
                        front, bind.formatted(directory), input.boundAddress().getPort(), header)) {
            listening.awaitMetric("connections_total", 20);
            send(
                    "one\\ntwo\\n",
                    bind.isEmpty()
                            ? "TCP:127.0.0.1:" + front
                            : "OPENSSL:127.0.0.1:" + front + ",cafile=" + certificates.ca());

            assertThat(listening.awaitTexts(2)).containsExactly("one", "two");
            assertThatAllAreOfTheClient(listening.events());
            assertThat(listening.logged(Level.WARN)).isEmpty();
            assertThatItIsUp(haproxy);
        }
    }

    private static void assertThatItIsUp(Running haproxy) {
        await().atMost(PeerTools.PATIENCE)
                .untilAsserted(() -> assertThat(tools.run("echo show stat | socat - /tmp/haproxy.sock")
                                .text())
                        .as(haproxy.said())
                        .contains("front,ours,")
                        .contains(",UP,")
                        .doesNotContain(",DOWN,"));
    }

    @ParameterizedTest
    @CsvSource({"send-proxy", "send-proxy-v2"})
    void takesTlsBehindTheHeaderOfAnHaproxy(String header) throws Exception {
        TcpInput input = Listening.tcp(settings -> settings.peers(FRONT_REQUIRED)
                .tls(certificates.demanding(TlsProvider.AUTO).build()));
        int front = SyslogDaemon.freePort();
        String ssl = header
                + " ssl verify required ca-file %1$s/ca.pem sni str(localhost) verifyhost localhost crt %1$s/client.both"
                        .formatted(directory);
        try (Listening listening = Listening.to(input);
                Running haproxy = haproxy(front, "", input.boundAddress().getPort(), ssl)) {
            listening.awaitMetric("connections_total", 20);
            send("one\\ntwo\\n", "TCP:127.0.0.1:" + front);

            assertThat(listening.awaitTexts(2)).containsExactly("one", "two");
            assertThatAllAreOfTheClient(listening.events());
            assertThat(listening.events().get(0).header("listen", "tls_version"))
                    .isEqualTo("TLSv1.3");
            assertThat(listening.logged(Level.WARN)).isEmpty();
            assertThatItIsUp(haproxy);
        }
    }

    @ParameterizedTest
    @CsvSource({"send-proxy", "send-proxy-v2"})
    void checksOfATrustedProxyAreNotRefusedForItsAddress(String header) throws Exception {
        TcpInput input = Listening.tcp(settings -> settings.peers(FRONT_AND_ONE_CLIENT));
        int front = SyslogDaemon.freePort();
        try (Listening listening = Listening.to(input);
                Running haproxy = haproxy(front, "", input.boundAddress().getPort(), header)) {
            listening.awaitMetric("connections_total", 20);
            send("one\\n", "TCP:127.0.0.1:" + front);

            assertThat(listening.awaitTexts(1)).containsExactly("one");
            assertThat(listening.logged(Level.WARN)).isEmpty();
            assertThatItIsUp(haproxy);
        }
    }
}
