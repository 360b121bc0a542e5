package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.event.Event;
import io.wishbone.examples.PeerTools.Running;
import io.wishbone.module.input.Generator;
import io.wishbone.module.input.GeneratorConfig;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.input.TcpInput;
import io.wishbone.netty.output.TcpOutput;
import io.wishbone.netty.output.TcpOutputConfig;
import io.wishbone.netty.tls.TlsProvider;
import io.wishbone.router.Router;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Testcontainers;

/** TLS with certificates on both sides, between our modules and rsyslog, syslog-ng and stunnel. */
@Testcontainers(disabledWithoutDocker = true)
class SyslogTlsContainerIT {
    private static final int COUNT = 10_000;
    private static final List<String> NUMBERED = IntStream.rangeClosed(1, COUNT)
            .mapToObj(number -> "message " + number)
            .toList();

    @TempDir
    private static Path directory = Path.of("");

    private static PeerTools tools;
    private static Certificates certificates;

    @BeforeAll
    static void startTools() {
        certificates = Certificates.in(directory);
        tools = PeerTools.start(directory);
        // GnuTLS, which rsyslog uses, does not take these keys in PKCS#8, since their curve is not named twice.
        tools.run("cd " + directory + " && for n in client server; do openssl ec -in $n.key -out $n.ec; done");
        tools.write("messages", String.join("\n", NUMBERED) + "\n");
    }

    @AfterAll
    static void stopTools() {
        tools.close();
    }

    private static TcpInput input() {
        return Listening.tcp(settings -> settings.framing(Framing.octetCounting())
                .tls(certificates.demanding(TlsProvider.AUTO).build()));
    }

    private static void assertThatAllCame(Listening listening) {
        assertThat(listening.awaitTexts(COUNT)).containsExactlyElementsOf(NUMBERED);
        Event event = listening.events().get(0);
        assertThat(event.header("listen", "tls_version")).isEqualTo("TLSv1.3");
        assertThat(event.header("listen", "tls_subject")).isEqualTo("CN=a client");
    }

    @Test
    void takesAllThatAnRsyslogSends() {
        TcpInput input = input();
        try (Listening listening = Listening.to(input)) {
            Path file = tools.write("sending.conf", """
                    global(defaultNetstreamDriverCAFile="%1$s/ca.pem"
                           defaultNetstreamDriverCertFile="%1$s/client.pem"
                           defaultNetstreamDriverKeyFile="%1$s/client.ec"
                           workDirectory="/tmp")
                    module(load="imfile")
                    template(name="plain" type="string" string="%%msg%%")
                    input(type="imfile" File="%1$s/messages" Tag="it")
                    action(type="omfwd" Target="127.0.0.1" Port="%2$d" Protocol="tcp" TCP_Framing="octet-counted"
                           Template="plain" StreamDriver="gtls" StreamDriverMode="1"
                           StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="localhost"
                           action.resumeRetryCount="-1" action.resumeInterval="1")
                    """.formatted(
                            directory, input.boundAddress().getPort()));
            try (Running sender = tools.start("rsyslogd -n -i /tmp/sending.pid -f " + file)) {
                assertThatAllCame(listening);
                assertThat(sender.said()).doesNotContain("error");
            }
        }
    }

    @Test
    void takesAllThatASyslogNgSends() {
        TcpInput input = input();
        try (Listening listening = Listening.to(input);
                PeerTools others = PeerTools.withSyslogNg(directory)) {
            Path file = others.write("syslog-ng.conf", """
                    @version: 3.38
                    source messages { file("%1$s/messages" read-old-records(yes) flags(no-parse)); };
                    destination ours {
                      network("127.0.0.1" port(%2$d) transport("tls") template("${MESSAGE}\\n")
                        tls(ca-file("%1$s/ca.pem") cert-file("%1$s/client.pem") key-file("%1$s/client.key")
                            peer-verify(required-trusted)));
                    };
                    log { source(messages); destination(ours); flags(flow-control); };
                    """.formatted(
                            directory, input.boundAddress().getPort()));
            String state = " -R /tmp/state -c /tmp/control -p /tmp/pid";
            try (Running sender = others.start("syslog-ng -F --no-caps -f " + file + state)) {
                assertThat(listening.awaitTexts(COUNT)).as(sender.said()).hasSize(COUNT);
                assertThatAllCame(listening);
            }
        }
    }

    @Test
    void deliversAllToAnRsyslog() throws Exception {
        int port = SyslogDaemon.freePort();
        Path file = tools.write("receiving.conf", """
                global(defaultNetstreamDriverCAFile="%1$s/ca.pem"
                       defaultNetstreamDriverCertFile="%1$s/server.pem"
                       defaultNetstreamDriverKeyFile="%1$s/server.ec")
                module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="x509/certvalid")
                template(name="plain" type="string" string="%%rawmsg%%\\n")
                input(type="imtcp" Address="127.0.0.1" Port="%2$d")
                action(type="omfile" File="/tmp/received" Template="plain" asyncWriting="off")
                """.formatted(directory, port));
        try (Running receiver = tools.start("rsyslogd -n -i /tmp/receiving.pid -f " + file, port)) {
            delivers("localhost:" + port, Framing.octetCounting(), "/tmp/received");
            assertThat(receiver.said()).doesNotContain("error");
        }
    }

    private static Running stunnel(int port, int behind, String certificate) {
        Path file = tools.write("stunnel.conf", """
                foreground = yes
                pid =
                debug = notice
                [server]
                accept = 127.0.0.1:%d
                connect = 127.0.0.1:%d
                cert = %3$s/%4$s.both
                CAfile = %3$s/ca.pem
                verifyChain = yes
                """.formatted(port, behind, directory, certificate));
        return tools.start("stunnel " + file, port);
    }

    @Test
    void deliversAllToAListenerBehindAnStunnel() throws Exception {
        int behind = SyslogDaemon.freePort();
        int port = SyslogDaemon.freePort();
        try (Running listener =
                        tools.start("socat -u TCP-LISTEN:" + behind + ",bind=127.0.0.1 CREATE:/tmp/unwrapped", behind);
                Running stunnel = stunnel(port, behind, "server")) {
            delivers("localhost:" + port, Framing.lines(), "/tmp/unwrapped");
            assertThat(listener.said()).isEmpty();
            assertThat(stunnel.said()).doesNotContain("error");
        }
    }

    @Test
    void saysThatTheCertificateOfAnStunnelIsForAnotherName() throws Exception {
        int port = SyslogDaemon.freePort();
        try (Running stunnel = stunnel(port, SyslogDaemon.freePort(), "other");
                Router router = Router.create()) {
            Collector logs = sending(router, "localhost:" + port, Framing.lines());
            await().atMost(PeerTools.PATIENCE)
                    .untilAsserted(() -> assertThat(logs.events())
                            .extracting(Event::text)
                            .anyMatch(text -> text.contains(
                                    "the server's certificate is not for \"localhost\" but for other.example.org")));
            await().atMost(PeerTools.PATIENCE).until(() -> stunnel.said().contains("alert"));
            router.stop(Duration.ofMillis(100));
        }
    }

    private static Collector sending(Router router, String endpoint, Framing framing) {
        TcpOutputConfig config = TcpOutputConfig.builder()
                .endpoint(endpoint)
                .framing(framing)
                .tls(certificates.connecting().build())
                .build();
        Collector logs = new Collector();
        router.registerModule("logs", logs);
        router.registerModule(
                "numbers",
                new Generator(GeneratorConfig.builder()
                        .interval(Duration.ofNanos(100_000))
                        .count(COUNT)
                        .build()));
        router.registerModule("text", event -> event.withData("message " + event.header("numbers", "sequence")));
        router.registerModule("send", new TcpOutput(config));
        router.connect("_logs.outbox", "logs.inbox");
        router.connect("numbers.outbox", "text.inbox");
        router.connect("text.outbox", "send.inbox");
        router.start();
        return logs;
    }

    private static void delivers(String endpoint, Framing framing, String file) {
        try (Router router = Router.create()) {
            sending(router, endpoint, framing);
            await().atMost(PeerTools.PATIENCE)
                    .untilAsserted(
                            () -> assertThat(tools.run("wc -l < " + file).text().strip())
                                    .isEqualTo(String.valueOf(COUNT)));
            assertThat(router.stop(Duration.ofSeconds(10)).ledger().isBalanced())
                    .isTrue();
            assertThat(tools.run("cat " + file).text().lines().toList()).containsExactlyElementsOf(NUMBERED);
        }
    }
}
