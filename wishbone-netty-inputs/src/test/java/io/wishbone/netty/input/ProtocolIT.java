package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Event;
import io.wishbone.protocol.Malformed;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolException;
import io.wishbone.protocol.TextProtocol;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.ConnectionOptions;
import io.wishbone.router.Router;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What inputs do with what they can decode, and with what they cannot. */
class ProtocolIT {
    private static final Protocol TEXT = TextProtocol.create(StandardCharsets.UTF_8, Malformed.REFUSE);

    private static long metric(Router router, String name) {
        return router.metrics().stream()
                .filter(metric -> metric.name().equals("module.in." + name))
                .mapToLong(metric -> metric.value().longValue())
                .sum();
    }

    @Test
    void decodesLinesAndSendsOthersToFailedAsTheyCame() throws Exception {
        TcpInput input =
                new TcpInput(TcpInputConfig.builder().port(0).protocol(TEXT).build());
        Collector decoded = new Collector();
        Collector refused = new Collector();
        try (Router router = Router.create()) {
            router.registerModule("in", input);
            router.registerModule("decoded", decoded);
            router.registerModule("refused", refused);
            router.connect("in.outbox", "decoded.inbox");
            router.connect("in.failed", "refused.inbox");
            router.start();
            try (Peer peer = new Peer(input.boundAddress())) {
                peer.send("one\nb\u00ffad\ntwo\n");
                Awaitility.await().until(() -> decoded.count() == 2 && refused.count() == 1);
            }
            assertThat(decoded.events()).extracting(Event::data).containsExactly("one", "two");
            assertThat(refused.lines()).containsExactly("b\u00ffad");
            assertThat(refused.events().get(0).header("in", "error"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("type", ProtocolException.class.getName())
                    .containsEntry("message", "at byte 2: no character of UTF-8 (expected: text in that charset)");
            assertThat(refused.events().get(0).header("in", "remote_address")).isEqualTo("127.0.0.1");
            assertThat(metric(router, "undecodable_total")).isEqualTo(1);
        }
    }

    @Test
    void countsWhatItCannotDecodeWhereFailedLeadsNowhere() throws Exception {
        TcpInput input =
                new TcpInput(TcpInputConfig.builder().port(0).protocol(TEXT).build());
        Collector decoded = new Collector();
        try (Router router = Router.create()) {
            router.registerModule("in", input);
            router.registerModule("decoded", decoded);
            router.connect("in.outbox", "decoded.inbox");
            router.start();
            try (Peer peer = new Peer(input.boundAddress())) {
                peer.send("\u00ff\n".repeat(1000) + "end\n");
                Awaitility.await().until(() -> decoded.count() == 1);
            }
            assertThat(metric(router, "undecodable_total")).isEqualTo(1000);
        }
    }

    @Test
    void readsNoMoreWhileFailedIsFull() throws Exception {
        TcpInput input =
                new TcpInput(TcpInputConfig.builder().port(0).protocol(TEXT).build());
        Collector refused = new Collector();
        refused.block();
        int lines = 200_000;
        try (Router router = Router.create()) {
            router.registerModule("in", input);
            router.registerModule("refused", refused);
            router.connect(
                    "in.failed",
                    "refused.inbox",
                    new ConnectionOptions(QueueLimits.ofEvents(64), OverflowPolicy.BLOCK));
            router.start();
            Thread sender = new Thread(() -> send(input, lines), "sender");
            sender.start();
            Awaitility.await().until(() -> metric(router, "undecodable_total") >= 64);
            Awaitility.await().during(Duration.ofMillis(200)).until(() -> metric(router, "undecodable_total") < lines);
            refused.unblock();
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> refused.count() == lines);
            sender.join();
        }
    }

    private static void send(TcpInput input, int lines) {
        try (Peer peer = new Peer(input.boundAddress())) {
            for (int i = 0; i < lines; i += 1000) {
                peer.send("\u00ffabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz\n".repeat(1000));
            }
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void givesEachConnectionADecoderOfItsOwn() throws Exception {
        AtomicInteger decoders = new AtomicInteger();
        Protocol counting = Protocol.decoding("counting", context -> {
            int number = decoders.incrementAndGet();
            return (event, out) -> out.accept(event.withData(context.module() + number));
        });
        TcpInput input =
                new TcpInput(TcpInputConfig.builder().port(0).protocol(counting).build());
        Collector decoded = new Collector();
        try (Router router = Router.create()) {
            router.registerModule("in", input);
            router.registerModule("decoded", decoded);
            router.connect("in.outbox", "decoded.inbox");
            router.start();
            try (Peer first = new Peer(input.boundAddress());
                    Peer second = new Peer(input.boundAddress())) {
                first.send("a\nb\n");
                second.send("c\n");
                Awaitility.await().until(() -> decoded.count() == 3);
            }
            assertThat(decoded.events()).extracting(Event::data).contains("in1", "in2");
        }
    }

    @Test
    void decodesDatagrams() throws Exception {
        UdpInput input =
                new UdpInput(UdpInputConfig.builder().port(0).protocol(TEXT).build());
        Collector decoded = new Collector();
        Collector refused = new Collector();
        try (Router router = Router.create();
                DatagramSocket socket = new DatagramSocket()) {
            router.registerModule("in", input);
            router.registerModule("decoded", decoded);
            router.registerModule("refused", refused);
            router.connect("in.outbox", "decoded.inbox");
            router.connect("in.failed", "refused.inbox");
            router.start();
            for (byte[] datagram : new byte[][] {{'a'}, {(byte) 0xff}, {'b'}}) {
                socket.send(new DatagramPacket(datagram, datagram.length, input.boundAddress()));
            }
            Awaitility.await().until(() -> decoded.count() == 2 && refused.count() == 1);
            assertThat(decoded.events()).extracting(Event::data).containsExactly("a", "b");
            assertThat(refused.events().get(0).data()).isEqualTo(new byte[] {(byte) 0xff});
            assertThat(metric(router, "undecodable_total")).isEqualTo(1);
        }
    }
}
