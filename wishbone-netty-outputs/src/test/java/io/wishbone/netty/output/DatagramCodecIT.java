package io.wishbone.netty.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.wishbone.event.Event;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.codec.CodecContext;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That {@link UdpOutput} sends what a codec's handlers make of events, and what becomes of the others. */
class DatagramCodecIT {
    private static final Codec BRACKETS = new Brackets.Bracketing("[");

    private final Feeder feeder = new Feeder();
    private final Collector successful = new Collector();
    private final Collector failed = new Collector();
    private final Router router = Router.create();
    private DatagramSocket socket;

    DatagramCodecIT() throws Exception {
        socket = new DatagramSocket(null);
    }

    @BeforeEach
    void listen() throws Exception {
        socket.setReceiveBufferSize(1 << 20);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(20_000);
    }

    @AfterEach
    void close() {
        router.close();
        socket.close();
    }

    private void start(Codec codec, int maxDatagramBytes) {
        router.registerModule("feed", feeder);
        router.registerModule(
                "out",
                new UdpOutput(UdpOutputConfig.builder()
                        .endpoint("127.0.0.1:" + socket.getLocalPort())
                        .codec(codec)
                        .maxDatagramBytes(maxDatagramBytes)
                        .build()));
        router.registerModule("successful", successful);
        router.registerModule("failed", failed);
        router.connect("feed.outbox", "out.inbox");
        router.connect("out.successful", "successful.inbox");
        router.connect("out.failed", "failed.inbox");
        router.start();
    }

    private String receive() throws Exception {
        java.net.DatagramPacket packet = new java.net.DatagramPacket(new byte[100], 100);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    private static Object message(Event event) {
        return event.header("out", "error") instanceof Map<?, ?> error ? String.valueOf(error.get("message")) : "";
    }

    @Test
    void sendsWhatTheHandlersMake() throws Exception {
        start(BRACKETS, 100);
        feeder.feed(1000, number -> "" + number);

        for (int i = 0; i < 1000; i++) {
            assertThat(receive()).isEqualTo("[" + i + "]");
        }
        Awaitility.await().until(() -> successful.data().size() == 1000);
        StopReport report = router.stop(Duration.ofSeconds(20));
        assertThat(report.isClean()).as(report.toString()).isTrue();
    }

    @Test
    void failsWhatTheHandlersRefuseAndWhatIsNoDatagram() throws Exception {
        start(BRACKETS, 10);
        feeder.feed(4, number -> List.of("bad", "123456789", 7, "good").get((int) number));

        assertThat(receive()).isEqualTo("[good]");
        Awaitility.await().until(() -> failed.events().size() == 3);
        assertThat(failed.events())
                .extracting(DatagramCodecIT::message)
                .containsExactly(
                        "bad (expected: good text)",
                        "a datagram of 11 bytes (expected: 1 to max_datagram, 10)",
                        "the codec wrote a Integer (expected: a ByteBuf or a DatagramPacket)");
        Awaitility.await().until(() -> successful.data().size() == 1);
    }

    @Test
    void sendsPacketsOfACodecThatTakesEvents() throws Exception {
        start(
                new Codec() {
                    @Override
                    public List<ChannelHandler> newHandlers(CodecContext context) {
                        assertThat(context.isDatagram()).isTrue();
                        return List.of(new ChannelOutboundHandlerAdapter() {
                            @Override
                            public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                                String text = "<" + ((Event) message).text() + ">";
                                InetSocketAddress peer =
                                        (InetSocketAddress) ctx.channel().remoteAddress();
                                ctx.write(new DatagramPacket(Unpooled.copiedBuffer(text, UTF_8), peer), promise);
                            }
                        });
                    }

                    @Override
                    public boolean takesEvents() {
                        return true;
                    }
                },
                100);
        feeder.feed(1, number -> "text");

        assertThat(receive()).isEqualTo("<text>");
        Awaitility.await().until(() -> successful.data().size() == 1);
    }
}
