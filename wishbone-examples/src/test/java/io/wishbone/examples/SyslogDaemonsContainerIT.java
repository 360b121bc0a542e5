package io.wishbone.examples;

import static io.wishbone.examples.SyslogDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.module.input.Generator;
import io.wishbone.module.input.GeneratorConfig;
import io.wishbone.netty.input.TcpInput;
import io.wishbone.netty.input.TcpInputConfig;
import io.wishbone.netty.input.UdpInput;
import io.wishbone.netty.input.UdpInputConfig;
import io.wishbone.netty.output.TcpOutput;
import io.wishbone.netty.output.TcpOutputConfig;
import io.wishbone.netty.output.UdpOutput;
import io.wishbone.netty.output.UdpOutputConfig;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.Testcontainers;

/** Syslog daemons as peers: they send to our inputs, and they write down what our outputs send. */
@Testcontainers(disabledWithoutDocker = true)
class SyslogDaemonsContainerIT {
    private static final int COUNT = 10_000;
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static List<String> numbered() {
        return IntStream.rangeClosed(1, COUNT)
                .mapToObj(number -> "message " + number)
                .toList();
    }

    private static byte[] lines() {
        return numbered().stream().collect(Collectors.joining("\n", "", "\n")).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void takesByTcpWhatRsyslogForwards() {
        TcpInput listen = new TcpInput(TcpInputConfig.builder().port(0).build());
        takes("tcp", listen, listen::boundAddress);
    }

    @Test
    void takesByUdpWhatRsyslogForwards() {
        UdpInput listen = new UdpInput(UdpInputConfig.builder().port(0).build());
        takes("udp", listen, listen::boundAddress);
    }

    private static void takes(String protocol, Actor listen, Supplier<InetSocketAddress> address) {
        Collector collector = new Collector();
        try (Router router = Router.create()) {
            router.registerModule("listen", listen);
            router.registerModule("collect", collector);
            router.connect("listen.outbox", "collect.inbox");
            router.start();
            int port = address.get().getPort();
            try (SyslogDaemon sender = SyslogDaemon.rsyslogSending(protocol, port, lines())) {
                assertThat(sender.isRunning()).isTrue();
                await().atMost(PATIENCE).until(() -> collector.events().size() >= COUNT);
            }
            StopReport report = router.stop(DEADLINE);

            assertThat(collector.events()).extracting(Event::text).containsExactlyElementsOf(numbered());
            assertThat(report.isClean()).as(report.toString()).isTrue();
            assertThat(report.ledger().isBalanced()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void deliversWhatRsyslogWritesDown(String protocol) throws Exception {
        int port = SyslogDaemon.freePort();
        try (SyslogDaemon receiver = SyslogDaemon.rsyslogReceiving(port)) {
            delivers(receiver, output(protocol, port));
        }
    }

    @Test
    void deliversWhatSyslogNgWritesDown() throws Exception {
        int port = SyslogDaemon.freePort();
        try (SyslogDaemon receiver = SyslogDaemon.syslogNgReceiving(port)) {
            delivers(receiver, output("tcp", port));
        }
    }

    private static Actor output(String protocol, int port) {
        String endpoint = "127.0.0.1:" + port;
        return protocol.equals("tcp")
                ? new TcpOutput(TcpOutputConfig.builder().endpoint(endpoint).build())
                : new UdpOutput(UdpOutputConfig.builder().endpoint(endpoint).build());
    }

    private static void delivers(SyslogDaemon receiver, Actor output) throws Exception {
        try (Router router = sending(output)) {
            router.start();
            await().atMost(PATIENCE).until(() -> router.ledger().module("send").absorbed() == COUNT);
            await().atMost(PATIENCE).until(() -> receiver.received().size() >= COUNT);
            StopReport report = router.stop(DEADLINE);

            assertThat(receiver.received()).containsExactlyElementsOf(numbered());
            assertThat(report.ledger().isBalanced()).isTrue();
        }
    }

    /** Numbered messages at 2,500 a second, slow enough for a daemon that reads datagrams. */
    private static Router sending(Actor output) {
        Router router = Router.create();
        GeneratorConfig paced = GeneratorConfig.builder()
                .interval(Duration.ofNanos(400_000))
                .count(COUNT)
                .build();
        router.registerModule("numbers", new Generator(paced));
        router.registerModule("text", event -> event.withData("message " + event.header("numbers", "sequence")));
        router.registerModule("send", output);
        router.connect("numbers.outbox", "text.inbox");
        router.connect("text.outbox", "send.inbox");
        return router;
    }
}
