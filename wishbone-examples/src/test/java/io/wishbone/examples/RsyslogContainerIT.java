package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.event.Event;
import io.wishbone.metrics.Ledger;
import io.wishbone.module.input.Generator;
import io.wishbone.module.input.GeneratorConfig;
import io.wishbone.netty.input.TcpInput;
import io.wishbone.netty.input.TcpInputConfig;
import io.wishbone.netty.output.TcpOutput;
import io.wishbone.netty.output.TcpOutputConfig;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.junit.jupiter.Testcontainers;

/** A syslog daemon as the peer: it forwards to a TCP input, and it writes down what a TCP output sends. */
@Testcontainers(disabledWithoutDocker = true)
class RsyslogContainerIT {
    private static final int COUNT = 1000;
    private static final int SYSLOG_PORT = 5514;
    private static final String RECEIVED = "/tmp/received.log";
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final ImageFromDockerfile IMAGE = new ImageFromDockerfile("wishbone-it/rsyslog", false)
            .withDockerfileFromBuilder(docker -> docker.from("debian:bookworm-slim")
                    .run("apt-get update && apt-get install -y --no-install-recommends rsyslog"
                            + " && rm -rf /var/lib/apt/lists/*")
                    .cmd("rsyslogd", "-n", "-f", "/etc/wishbone.conf", "-i", "/tmp/rsyslogd.pid")
                    .build())
            // apt needs a network that works without the engine's own.
            .withBuildImageCmdModifier(build -> build.withNetworkMode("host"));

    private static GenericContainer<?> rsyslog(String configuration) {
        return new GenericContainer<>(IMAGE)
                .withCopyToContainer(Transferable.of(configuration), "/etc/wishbone.conf")
                .withStartupTimeout(PATIENCE);
    }

    private static List<String> numbered() {
        return IntStream.rangeClosed(1, COUNT)
                .mapToObj(number -> "message " + number)
                .toList();
    }

    @Test
    void takesWhatRsyslogForwards() {
        Collector collector = new Collector();
        TcpInput listen = new TcpInput(TcpInputConfig.builder().port(0).build());
        try (Router router = Router.create()) {
            router.registerModule("listen", listen);
            router.registerModule("collect", collector);
            router.connect("listen.outbox", "collect.inbox");
            router.start();
            int port = listen.boundAddress().getPort();
            // The host's network, so that the container reaches a listener on 127.0.0.1.
            try (GenericContainer<?> sender = rsyslog(forwardingTo(port))
                    .withNetworkMode("host")
                    .withCopyToContainer(
                            Transferable.of(numbered().stream()
                                    .collect(Collectors.joining("\n", "", "\n"))
                                    .getBytes(StandardCharsets.UTF_8)),
                            "/tmp/messages.log")) {
                sender.start();
                await().atMost(PATIENCE).until(() -> collector.events().size() >= COUNT);
            }
            StopReport report = router.stop(DEADLINE);

            assertThat(collector.events()).extracting(Event::text).containsExactlyElementsOf(numbered());
            assertThat(report.isClean()).as(report.toString()).isTrue();
            assertThat(report.ledger().isBalanced()).isTrue();
        }
    }

    /** Reads a file from its beginning and forwards each line as it is, by TCP, ended by LF. */
    private static String forwardingTo(int port) {
        return """
                module(load="imfile")
                template(name="plain" type="string" string="%%msg%%")
                input(type="imfile" File="/tmp/messages.log" Tag="it")
                action(type="omfwd" Target="127.0.0.1" Port="%d" Protocol="tcp" TCP_Framing="traditional"
                       Template="plain" action.resumeRetryCount="-1" action.resumeInterval="1")
                """.formatted(port);
    }

    @Test
    void deliversWhatRsyslogWritesDown() throws IOException, InterruptedException {
        try (GenericContainer<?> receiver = rsyslog(receiving())
                        .withExposedPorts(SYSLOG_PORT)
                        .waitingFor(Wait.forListeningPorts(SYSLOG_PORT));
                Router router = Router.create()) {
            receiver.start();
            String endpoint = "127.0.0.1:" + receiver.getMappedPort(SYSLOG_PORT);
            GeneratorConfig thousand = GeneratorConfig.builder()
                    .interval(Duration.ZERO)
                    .count(COUNT)
                    .build();
            router.registerModule("numbers", new Generator(thousand));
            router.registerModule("text", event -> event.withData("message " + event.header("numbers", "sequence")));
            router.registerModule(
                    "send",
                    new TcpOutput(TcpOutputConfig.builder().endpoint(endpoint).build()));
            router.connect("numbers.outbox", "text.inbox");
            router.connect("text.outbox", "send.inbox");
            router.start();
            await().atMost(PATIENCE).until(() -> router.ledger().module("send").absorbed() == COUNT);
            await().atMost(PATIENCE).until(() -> linesOf(receiver).size() >= COUNT);

            Ledger ledger = router.stop(DEADLINE).ledger();

            assertThat(linesOf(receiver)).containsExactlyElementsOf(numbered());
            assertThat(ledger.isBalanced()).isTrue();
        }
    }

    private static String receiving() {
        return """
                module(load="imtcp")
                template(name="plain" type="string" string="%%rawmsg%%\\n")
                input(type="imtcp" Port="%d")
                action(type="omfile" File="%s" Template="plain" asyncWriting="off")
                """.formatted(SYSLOG_PORT, RECEIVED);
    }

    private static List<String> linesOf(GenericContainer<?> receiver) throws IOException, InterruptedException {
        return receiver.execInContainer("cat", RECEIVED).getStdout().lines().toList();
    }
}
