package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.netty.Transport;
import io.wishbone.protocol.Malformed;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.TextProtocol;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers to what peers sent. */
class TcpInputReplyIT {
    private final Collector failed = new Collector();

    static Stream<Transport> transports() {
        return TcpInputIT.transports();
    }

    private Rig start(
            Transport transport,
            int loops,
            UnaryOperator<TcpInputConfig.Builder> settings,
            UnaryOperator<Event> answer) {
        return Rig.start(transport, loops, QueueLimits.DEFAULT, settings, router -> answering(router, answer));
    }

    private Rig start(UnaryOperator<TcpInputConfig.Builder> settings, UnaryOperator<Event> answer) {
        return start(Transport.best(), 1, settings, answer);
    }

    /** The collector gets a copy of all; what cannot be written goes to the other. */
    private void answering(Router router, UnaryOperator<Event> answer) {
        router.disconnect("in.outbox");
        router.registerModule("echo", new Echo(answer));
        router.registerModule("failed", failed);
        router.connect("in.outbox", "echo.inbox");
        router.connect("echo.outbox", "in.reply");
        router.connect("in.failed", "failed.inbox");
    }

    private String failure() {
        Awaitility.await().until(() -> failed.count() > 0);
        return failed.events().get(0).header().asMap().toString();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void goToTheConnectionThatTheyAnswer(Transport transport) throws Exception {
        try (Rig rig = start(transport, 2, config -> config, event -> event)) {
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                peers.add(rig.connect());
            }
            for (int line = 0; line < 10; line++) {
                for (int i = 0; i < peers.size(); i++) {
                    peers.get(i).send(i + ":" + line + "\n");
                }
            }
            for (int i = 0; i < peers.size(); i++) {
                for (int line = 0; line < 10; line++) {
                    assertThat(peers.get(i).receiveLine()).isEqualTo(i + ":" + line + "\n");
                }
            }
            assertThat(rig.logs()).noneMatch(log -> log.startsWith("WARN"));
            assertThat(rig.stop().isClean()).isTrue();
            assertThat(failed.count()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void allReachAPeerThatHasEndedItsSide(Transport transport) throws Exception {
        int lines = 4_000;
        String text = IntStream.range(0, lines).mapToObj(i -> i + "\n").collect(Collectors.joining());
        try (Rig rig = start(transport, 1, config -> config, event -> event)) {
            Peer peer = rig.connect();
            peer.send(text).endOutput();

            assertThat(peer.receiveAll()).isEqualTo(text);
            rig.awaitMetric("connections", 0);
            assertThat(rig.stop().ledger().isBalanced()).isTrue();
        }
    }

    @Test
    void thatCannotBeWrittenAreNotWaitedFor() throws Exception {
        Protocol text = TextProtocol.create(StandardCharsets.UTF_8, Malformed.REFUSE);
        try (Rig rig = start(
                config -> config.protocol(text).replyTimeout(Duration.ofHours(1)),
                event -> event.withData(event.data().equals("b") ? List.of() : event.data()))) {
            Peer peer = rig.connect().send("a\nb\nc\n").endOutput();

            assertThat(peer.receiveAll()).isEqualTo("a\nc\n");
            assertThat(failure()).isNotEmpty();
        }
    }

    @Test
    void failIfTheirConnectionHasEnded() throws Exception {
        try (Rig rig =
                start(config -> config, event -> event.withHeader(Header.of("in", Map.of("connection", 4711L))))) {
            rig.connect().send("hello\n");

            assertThat(failure()).contains("connection 4711 has ended");
        }
    }

    @Test
    void failIfTheyNameNoConnection() throws Exception {
        try (Rig rig = start(config -> config, event -> Event.of("answer"))) {
            rig.connect().send("hello\n");

            assertThat(failure())
                    .contains("header.in.connection is missing (expected: that of an event from this input)");
        }
    }

    @Test
    void toAPeerThatDoesNotReadFailAndItsConnectionEndsInTime() throws Exception {
        String large = "x".repeat(60_000);
        try (Rig rig = start(
                config -> config.replyTimeout(Duration.ofMillis(700)),
                event -> event.text().equals("ping") ? event : event.withData(large.repeat(4)))) {
            Peer deaf = rig.connect();
            for (int i = 0; i < 100; i++) {
                deaf.send("more\n");
            }
            assertThat(failure()).contains("connection 1 does not read the replies that it has got");
            Peer other = rig.connect().send("ping\n");
            assertThat(other.receiveLine()).isEqualTo("ping\n");

            rig.awaitMetric("closed_reply_timeout_total", 1);
            rig.awaitLog("it has not taken a reply for 700 ms");
            rig.awaitMetric("connections", 1);
            assertThat(other.send("ping\n").receiveLine()).isEqualTo("ping\n");
            StopReport report = rig.stop();
            assertThat(report.isClean()).isTrue();
            assertThat(report.ledger().isBalanced()).as(report.toString()).isTrue();
        }
    }

    @Test
    void areWaitedForAtAStop() throws Exception {
        try (Rig rig = start(config -> config, event -> event)) {
            Peer peer = rig.connect();
            peer.send("a\nb\nc\n");
            Awaitility.await().until(() -> rig.metric("queue.outbox.in_total") == 3);

            assertThat(rig.stop().isClean()).isTrue();
            assertThat(peer.receiveAll()).isEqualTo("a\nb\nc\n");
        }
    }

    @Test
    void doNotHoldAConnectionLongerThanAllowedIfNoneCome() throws Exception {
        try (Rig rig = Rig.start(
                Transport.best(),
                1,
                QueueLimits.DEFAULT,
                config -> config.replyTimeout(Duration.ofMillis(200)),
                router -> {
                    router.registerModule("never", new Echo(event -> event));
                    router.connect("never.outbox", "in.reply");
                })) {
            Peer peer = rig.connect().send("hello\n").endOutput();

            assertThat(peer.receiveAll()).isEmpty();
            rig.awaitMetric("connections", 0);
            assertThat(rig.collector.lines()).containsExactly("hello");
        }
    }

    @Test
    void areEncodedAsMessagesAreDecoded() throws Exception {
        try (Rig rig = start(
                config -> config.protocol(TextProtocol.create(StandardCharsets.UTF_8, Malformed.REFUSE)),
                event -> event.withData("got " + event.data()))) {
            assertThat(rig.connect().send("gr\u00c3\u00bc\u00c3\u009f\n").receiveLine())
                    .isEqualTo("got gr\u00c3\u00bc\u00c3\u009f\n");
        }
    }

    @Test
    void gotNoPlaceForGarbage() throws Exception {
        try (Rig rig = start(config -> config.maxFrameBytes(100), event -> event)) {
            rig.connect().send("\u0000\u00ff\u0016\u0003\r\r".repeat(2000)).reset();
            assertThat(rig.connect().send("fine\n").receiveLine()).isEqualTo("fine\n");
            assertThat(rig.stop().ledger().isBalanced()).isTrue();
        }
    }
}
