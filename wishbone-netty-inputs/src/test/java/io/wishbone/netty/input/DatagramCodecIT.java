package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.MessageToMessageDecoder;
import io.wishbone.event.Event;
import io.wishbone.netty.codec.Codec;
import io.wishbone.router.Router;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** That handlers of one's own make events of datagrams. */
class DatagramCodecIT {
    private static final Codec WORDS = context -> List.of(new Words());

    /** Makes an event of each word. */
    private static final class Words extends MessageToMessageDecoder<DatagramPacket> {
        @Override
        protected void decode(ChannelHandlerContext ctx, DatagramPacket packet, List<Object> out) {
            String text = packet.content().toString(StandardCharsets.UTF_8);
            if (text.startsWith("!")) {
                throw new CorruptedFrameException("no words but " + text);
            }
            for (String word : text.split(" ", -1)) {
                out.add(word.equals("packet") ? packet.retain() : word);
            }
        }
    }

    private final UdpInput input =
            new UdpInput(UdpInputConfig.builder().port(0).codec(WORDS).build());
    private final Collector collector = new Collector();

    private Router start() {
        Router router = Router.create();
        router.registerModule("in", input);
        router.registerModule("collector", collector);
        router.connect("in.outbox", "collector.inbox");
        router.start();
        return router;
    }

    private static void send(DatagramSocket peer, String text, UdpInput to) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        peer.send(new java.net.DatagramPacket(bytes, bytes.length, to.boundAddress()));
    }

    private static long counter(Router router, String name) {
        return router.metrics().stream()
                .filter(metric -> metric.name().equals("module.in." + name))
                .mapToLong(metric -> metric.value().longValue())
                .sum();
    }

    @Test
    void makesSeveralEventsOfADatagramWithTheSendersHeader() throws Exception {
        try (Router router = start();
                DatagramSocket peer = new DatagramSocket()) {
            send(peer, "one two", input);
            Awaitility.await().until(() -> collector.count() == 2);

            assertThat(collector.events()).extracting(Event::data).containsExactly("one", "two");
            assertThat(collector.events().get(1).header("in", "remote_port")).isEqualTo(peer.getLocalPort());
            assertThat(counter(router, "undecodable_total")).isZero();
        }
    }

    @Test
    void livesOnWhenTheHandlersThrowOrEmitWhatNoEventMayHold() throws Exception {
        try (Router router = start();
                DatagramSocket peer = new DatagramSocket()) {
            send(peer, "!", input);
            send(peer, "packet", input);
            send(peer, "good", input);
            Awaitility.await().until(() -> collector.count() == 1);

            assertThat(collector.events()).extracting(Event::data).containsExactly("good");
            assertThat(counter(router, "undecodable_total")).isEqualTo(1);
            assertThat(counter(router, "codec_refused_total")).isEqualTo(1);
        }
    }
}
