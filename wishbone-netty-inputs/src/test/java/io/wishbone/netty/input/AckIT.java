package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import io.wishbone.netty.StreamAck;
import io.wishbone.netty.Transport;
import io.wishbone.netty.framing.Framing;
import io.wishbone.protocol.Malformed;
import io.wishbone.protocol.TextProtocol;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.StopReport;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Telling peers what was delivered. */
class AckIT {
    static Stream<Transport> transports() {
        return TcpInputIT.transports();
    }

    private static TcpInputConfig.Builder acknowledging(TcpInputConfig.Builder config) {
        return config.ack(StreamAck.LINES);
    }

    private static void awaitAck(Peer peer, int messages) throws Exception {
        String line = "";
        while (!line.equals("ack " + messages + "\n")) {
            line = peer.receiveLine();
            assertThat(line).matches("ack [0-9]+\n");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void countsTheMessagesOfEachConnection(Transport transport) throws Exception {
        try (Rig rig = Rig.start(transport, 2, QueueLimits.DEFAULT, AckIT::acknowledging)) {
            Peer one = rig.connect();
            Peer other = rig.connect();
            one.send("a\n\nc\n");
            other.send("d\n");
            awaitAck(one, 3);
            awaitAck(other, 1);
            one.send("x\n".repeat(10_000));
            awaitAck(one, 10_003);
        }
    }

    @Test
    void waitsUntilEventsAreDelivered() throws Exception {
        try (Rig rig = Rig.start(AckIT::acknowledging)) {
            rig.collector.block();
            Peer peer = rig.connect();
            peer.send("a\nb\n");
            peer.socket().setSoTimeout(200);
            assertThatThrownBy(peer::receiveLine).isInstanceOf(SocketTimeoutException.class);

            peer.socket().setSoTimeout(30_000);
            rig.collector.unblock();
            awaitAck(peer, 2);
        }
    }

    @Test
    void endsTheConnectionAtAnEventThatIsNotDelivered() throws Exception {
        UnaryOperator<Event> refusing = event -> {
            if (event.text().equals("bad")) {
                throw new IllegalStateException("it is bad");
            }
            return event;
        };
        try (Rig rig = Rig.start(Transport.best(), 1, QueueLimits.DEFAULT, AckIT::acknowledging, router -> {
            router.disconnect("in.outbox");
            router.registerModule("check", new Echo(refusing));
            router.connect("in.outbox", "check.inbox");
            router.connect("check.outbox", "collector.inbox");
        })) {
            Peer peer = rig.connect();
            peer.send("a\n");
            awaitAck(peer, 1);
            peer.send("b\nbad\nc\n");
            assertThat(peer.receiveAll()).isEqualTo("ack 2\n");

            rig.awaitLog("so that it sends again what was not acknowledged: it is bad");
            assertThat(rig.metric("closed_not_delivered_total")).isEqualTo(1);
        }
    }

    @Test
    void countsWhatIsTooLongOrCannotBeDecoded() throws Exception {
        try (Rig rig = Rig.start(config -> acknowledging(config)
                .maxFrameBytes(4)
                .protocol(TextProtocol.create(StandardCharsets.UTF_8, Malformed.REFUSE)))) {
            Peer peer = rig.connect();
            peer.send("too long\nab\n\u00ff\ncd\n");
            awaitAck(peer, 4);
            assertThat(rig.collector.events().stream().map(Event::text)).containsExactly("ab", "cd");
        }
    }

    @Test
    void reachAPeerThatHasEndedItsSide() throws Exception {
        try (Rig rig = Rig.start(AckIT::acknowledging)) {
            rig.collector.block();
            Peer peer = rig.connect();
            peer.send("a\nb\n").endOutput();
            rig.awaitMetric("queue.outbox.in_total", 2);
            rig.collector.unblock();
            assertThat(peer.receiveAll()).endsWith("ack 2\n");
        }
    }

    /** It may be the half of a message, whose other half was lost with a connection that was cut on its way. */
    @Test
    void doNotCountALineWithoutItsEnd() throws Exception {
        try (Rig rig = Rig.start(AckIT::acknowledging)) {
            Peer peer = rig.connect();
            peer.send("a\nb").endOutput();

            assertThat(peer.receiveAll()).isEqualTo("ack 1\n");
            rig.awaitMetric("dropped_partial_total", 1);
            assertThat(rig.collector.events().stream().map(Event::text)).containsExactly("a");
        }
    }

    @Test
    void areSentBeforeAStopEnds() throws Exception {
        try (Rig rig = Rig.start(AckIT::acknowledging)) {
            rig.collector.block();
            Peer peer = rig.connect();
            peer.send("a\nb\nc\n");
            rig.awaitMetric("queue.outbox.in_total", 3);
            CompletableFuture<StopReport> stopping = CompletableFuture.supplyAsync(rig::stop);
            Awaitility.await().until(() -> !rig.router.health().isReady());
            rig.collector.unblock();

            assertThat(peer.receiveAll()).endsWith("ack 3\n");
            assertThat(stopping.join().isClean()).isTrue();
        }
    }

    @Test
    void cannotBeMixedWithReplies() throws Exception {
        Collector failed = new Collector();
        try (Rig rig = Rig.start(Transport.best(), 1, QueueLimits.DEFAULT, AckIT::acknowledging, router -> {
            router.disconnect("in.outbox");
            router.registerModule("echo", new Echo(UnaryOperator.identity()));
            router.registerModule("failed", failed);
            router.connect("in.outbox", "echo.inbox");
            router.connect("echo.outbox", "in.reply");
            router.connect("in.failed", "failed.inbox");
        })) {
            Peer peer = rig.connect();
            peer.send("a\n");
            awaitAck(peer, 1);
            assertThat(failed.events().get(0).header().asMap().toString())
                    .contains("a reply would be mixed up with acknowledgements");
        }
    }

    @Test
    void needMessagesThatCanBeCounted() {
        assertThatThrownBy(() -> TcpInputConfig.builder()
                        .port(0)
                        .ack(StreamAck.LINES)
                        .framing(Framing.none())
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("framing: none (expected: one that tells messages apart, with ack)");
    }
}
