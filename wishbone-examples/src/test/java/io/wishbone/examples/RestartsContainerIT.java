package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.examples.PeerTools.Running;
import io.wishbone.module.input.Generator;
import io.wishbone.module.input.GeneratorConfig;
import io.wishbone.netty.output.TcpOutput;
import io.wishbone.netty.output.TcpOutputConfig;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import io.wishbone.testkit.BalancedLedger;
import io.wishbone.testkit.chaos.NumberedMessages;
import io.wishbone.testkit.chaos.NumberedMessages.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.junit.jupiter.Testcontainers;

/**
 * Receivers that keep up and are restarted, reloaded or killed in mid-stream: with the default replay window, which
 * holds more than what is sent here, nothing is lost.
 */
@Testcontainers(disabledWithoutDocker = true)
class RestartsContainerIT {
    private static final int COUNT = 10_000;
    private static final int MOST_PAYLOAD = 100;
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @TempDir
    private static Path directory = Path.of("");

    private static PeerTools tools;
    private static PeerTools withSyslogNg;

    private final NumberedMessages messages = NumberedMessages.lines(1, MOST_PAYLOAD);

    @RegisterExtension
    final BalancedLedger routers = new BalancedLedger();

    @BeforeAll
    static void startTools() {
        tools = PeerTools.start(directory);
        withSyslogNg = PeerTools.withSyslogNg(directory);
    }

    @AfterAll
    static void stopTools() {
        tools.close();
        withSyslogNg.close();
    }

    /** A program of somebody else's that is started again at the same port. */
    private static final class Peer implements AutoCloseable {
        private final PeerTools in;
        private final String command;
        private final int port;
        private Running running;

        private Peer(PeerTools in, String command, int port) {
            this.in = in;
            this.command = command;
            this.port = port;
            this.running = in.start(command, port);
        }

        private void restart(String signal) {
            running.end(signal);
            running = in.start(command, port);
        }

        private void signal(String name) {
            running.signal(name);
        }

        @Override
        public void close() {
            running.end("KILL");
        }
    }

    private static Path written(int port) {
        return directory.resolve("received." + port);
    }

    /** One that does not take the number that a message begins with for the count of its octets. */
    private static Peer rsyslog(int port) {
        Path file = tools.write("rsyslog." + port, """
                module(load="imtcp")
                template(name="plain" type="string" string="%%rawmsg%%\\n")
                input(type="imtcp" Address="127.0.0.1" Port="%d" SupportOctetCountedFraming="off")
                action(type="omfile" File="%s" Template="plain" asyncWriting="off")
                """.formatted(port, written(port)));
        return new Peer(tools, "rsyslogd -n -i NONE -f " + file, port);
    }

    private static Peer syslogNg(int port) {
        Path file = withSyslogNg.write("syslog-ng." + port, """
                @version: 3.38
                source tcp { network(ip("127.0.0.1") port(%d) transport("tcp") flags(no-parse)); };
                destination written { file("%s" template("${MESSAGE}\\n")); };
                log { source(tcp); destination(written); flags(flow-control); };
                """.formatted(port, written(port)));
        return new Peer(
                withSyslogNg,
                "syslog-ng -F --no-caps -f %s -R /tmp/state.%2$d -c /tmp/control.%2$d -p /tmp/pid.%2$d"
                        .formatted(file, port),
                port);
    }

    /** Numbered messages at 5,000 a second. */
    private Router sending(int port) {
        Router router = routers.create();
        GeneratorConfig paced = GeneratorConfig.builder()
                .interval(Duration.ofNanos(200_000))
                .count(COUNT)
                .build();
        router.registerModule("clock", new Generator(paced));
        router.registerModule("number", event -> event.withData(messages.next()));
        router.registerModule(
                "send",
                new TcpOutput(TcpOutputConfig.builder()
                        .endpoint("127.0.0.1:" + port)
                        .maxBackoff(Duration.ofMillis(200))
                        .build()));
        router.connect("clock.outbox", "number.inbox");
        router.connect("number.outbox", "send.inbox");
        router.start();
        return router;
    }

    /** Sends all, and has something happen in between. */
    private void sendAll(int port, Runnable inMidStream, Integer... receivers) {
        try (Router router = sending(port)) {
            awaitAbsorbed(router, COUNT / 4);
            inMidStream.run();
            awaitAbsorbed(router, COUNT);
            await().atMost(PeerTools.PATIENCE)
                    .untilAsserted(() -> assertThat(report(receivers))
                            .matches(report -> report.missing() == 0, "nothing is missing"));
            StopReport stopped = router.stop(DEADLINE);

            assertThat(stopped.isClean()).as(stopped.toString()).isTrue();
        }
    }

    private static void awaitAbsorbed(Router router, long events) {
        await().atMost(PeerTools.PATIENCE)
                .until(() -> router.ledger().module("send").absorbed() >= events);
    }

    private Report report(Integer... receivers) throws IOException {
        NumberedMessages written = messages.afresh();
        for (int receiver : receivers) {
            if (Files.exists(written(receiver))) {
                Files.readAllLines(written(receiver), StandardCharsets.ISO_8859_1)
                        .forEach(written::received);
            }
        }
        return written.report();
    }

    /** What happens to a receiver. */
    private enum Incident {
        STOPPED,
        KILLED,
        RELOADED;

        private void befalls(Peer peer) {
            switch (this) {
                case STOPPED -> peer.restart("TERM");
                case KILLED -> peer.restart("KILL");
                case RELOADED -> peer.signal("HUP");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostWhenAnRsyslogIs(Incident incident) throws Exception {
        int port = SyslogDaemon.freePort();
        try (Peer receiver = rsyslog(port)) {
            sendAll(port, () -> incident.befalls(receiver), port);
        }
        assertThatWhatIsWrittenIsRight(incident, report(port));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostWhenASyslogNgIs(Incident incident) throws Exception {
        int port = SyslogDaemon.freePort();
        try (Peer receiver = syslogNg(port)) {
            sendAll(port, () -> incident.befalls(receiver), port);
        }
        assertThatWhatIsWrittenIsRight(incident, report(port));
    }

    /** One that is killed may have written half a line, to which the next one adds what is sent again. */
    private static void assertThatWhatIsWrittenIsRight(Incident incident, Report report) {
        assertThat(report.changed()).isLessThanOrEqualTo(incident == Incident.KILLED ? 1 : 0);
        assertThat(report.misplaced()).isZero();
    }

    /** An HAProxy with a master and a worker; an old worker has half a second to end what it serves. */
    private static Peer haproxy(int front, int... receivers) {
        StringBuilder servers = new StringBuilder();
        for (int receiver : receivers) {
            servers.append("  server s%1$d 127.0.0.1:%1$d check inter 100ms fall 1 rise 1%n".formatted(receiver));
        }
        Path file = tools.write("haproxy." + front, """
                global
                  hard-stop-after 500ms
                defaults
                  mode tcp
                  retries 3
                  option redispatch
                  timeout connect 5s
                  timeout client 30s
                  timeout server 30s
                listen front
                  bind 127.0.0.1:%d
                %s""".formatted(front, servers));
        return new Peer(tools, "haproxy -W -f " + file, front);
    }

    /** What happens to a load balancer or to what is behind it. */
    private enum BalancedIncident {
        RECEIVER_STOPPED,
        RECEIVER_KILLED,
        BALANCER_KILLED,
        BALANCER_RELOADED;

        private void befalls(Peer balancer, Peer receiver) {
            switch (this) {
                case RECEIVER_STOPPED -> receiver.restart("TERM");
                case RECEIVER_KILLED -> receiver.restart("KILL");
                case BALANCER_KILLED -> balancer.restart("KILL");
                case BALANCER_RELOADED -> balancer.signal("USR2");
            }
        }
    }

    /**
     * An HAProxy takes bytes that it has not delivered. What it had in its buffers is sent again, since it ends our
     * connection whenever the one to the receiver ends, and the window holds more than its buffers and the kernels'.
     */
    @ParameterizedTest
    @EnumSource
    void nothingIsLostBehindAnHaproxyWithA(BalancedIncident incident) throws Exception {
        int front = SyslogDaemon.freePort();
        int one = SyslogDaemon.freePort();
        int other = SyslogDaemon.freePort();
        try (Peer first = rsyslog(one);
                Peer second = rsyslog(other);
                Peer balancer = haproxy(front, one, other)) {
            sendAll(front, () -> incident.befalls(balancer, hasMore(one, other) ? first : second), one, other);
        }
        assertThat(report(one, other).changed())
                .isLessThanOrEqualTo(incident == BalancedIncident.RECEIVER_KILLED ? 1 : 0);
    }

    private static boolean hasMore(int one, int other) {
        return written(one).toFile().length() > written(other).toFile().length();
    }
}
