package io.wishbone.netty.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.string.StringEncoder;
import io.netty.util.ReferenceCountUtil;
import io.wishbone.event.Event;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.codec.CodecContext;
import io.wishbone.router.StopReport;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** That {@link TcpOutput} sends what a codec's handlers make of events, and what becomes of the others. */
class CodecIT {
    private static final Codec BRACKETS = new Brackets.Bracketing("[");

    private static Object message(Event event) {
        return event.header("out", "error") instanceof Map<?, ?> error ? String.valueOf(error.get("message")) : "";
    }

    @Test
    void sendsWhatTheHandlersMake() throws Exception {
        try (FakePeer peer = FakePeer.reading();
                Rig rig = Rig.start(peer.endpoint(), config -> config.codec(BRACKETS))) {
            rig.feeder.feed(10_000, number -> "" + number);
            rig.awaitSuccessful(10_000);
            StopReport report = rig.stop();

            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 10_000; i++) {
                expected.append('[').append(i).append(']');
            }
            Awaitility.await().until(() -> peer.text().length() == expected.length());
            assertThat(peer.text()).isEqualTo(expected.toString());
            assertThat(report.isClean()).as(report.toString()).isTrue();
        }
    }

    @Test
    void failsWhatTheHandlersRefuseAndSendsTheRest() throws Exception {
        try (FakePeer peer = FakePeer.reading();
                Rig rig = Rig.start(peer.endpoint(), config -> config.codec(BRACKETS))) {
            rig.feeder.feed(4, number -> number % 2 == 0 ? "bad" + number : "good" + number);
            rig.awaitSuccessful(2);
            Awaitility.await().until(() -> rig.failed.events().size() == 2);

            assertThat(rig.successful.data()).containsExactly("good1", "good3");
            assertThat(rig.failed.data()).containsExactly("bad0", "bad2");
            assertThat(rig.failed.events())
                    .extracting(CodecIT::message)
                    .containsExactly("bad0 (expected: good text)", "bad2 (expected: good text)");
            assertThat(rig.metric("connections_total")).isEqualTo(1);
        }
    }

    @Test
    void failsWhatNoHandlerTakes() throws Exception {
        try (FakePeer peer = FakePeer.reading();
                Rig rig = Rig.start(peer.endpoint(), config -> config.codec(BRACKETS))) {
            rig.feeder.feed(2, number -> number == 0 ? List.of("no", "text") : "text");
            rig.awaitSuccessful(1);

            Awaitility.await().until(() -> rig.failed.events().size() == 1);
            assertThat(rig.failed.events())
                    .extracting(CodecIT::message)
                    .first()
                    .asString()
                    .contains("unsupported");
        }
    }

    /** Writes what it has got when a second message comes, the second one first. */
    private static final class Swapper extends ChannelOutboundHandlerAdapter {
        private record Kept(Object message, ChannelPromise promise) {}

        private final Queue<Kept> kept = new ArrayDeque<>();
        private final CountDownLatch onKept;

        private Swapper(CountDownLatch onKept) {
            this.onKept = onKept;
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (kept.isEmpty()) {
                kept.add(new Kept(message, promise));
                onKept.countDown();
                return;
            }
            ctx.write(message, promise);
            Kept first = kept.remove();
            ctx.write(first.message(), first.promise());
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            kept.forEach(last -> ReferenceCountUtil.release(last.message()));
        }
    }

    @Test
    void endsEventsInTheirOrderThoughTheirWritesAreNot() throws Exception {
        Codec codec = context -> List.of(new StringEncoder(UTF_8), new Swapper(new CountDownLatch(1)));
        try (FakePeer peer = FakePeer.reading();
                Rig rig = Rig.start(peer.endpoint(), config -> config.codec(codec))) {
            rig.feeder.feed(100, number -> number + ";");
            rig.awaitSuccessful(100);

            Awaitility.await().until(() -> peer.text().endsWith("99;98;"));
            assertThat(peer.text()).startsWith("1;0;3;2;");
            assertThat(rig.successful.data()).startsWith("0;", "1;", "2;", "3;").hasSize(100);
        }
    }

    @Test
    void writesAgainWhatTheBrokenConnectionDidNotTake() throws Exception {
        CountDownLatch kept = new CountDownLatch(1);
        Codec codec = context -> List.of(new StringEncoder(UTF_8), new Swapper(kept));
        try (FakePeer peer = FakePeer.behaving((connection, number) -> {
                    if (number == 1) {
                        await(kept);
                    } else {
                        connection.readToEnd();
                    }
                });
                Rig rig = Rig.start(peer.endpoint(), config -> config.codec(codec))) {
            rig.feeder.feed(1, number -> "first;");
            rig.awaitMetric("rewritten_total", 1);
            rig.feeder.feed(1, number -> "second;");
            rig.awaitSuccessful(2);

            Awaitility.await().until(() -> peer.text().equals("second;first;"));
            assertThat(rig.successful.data()).containsExactly("first;", "second;");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void takesAnIoExceptionOfAHandlerForABrokenConnection() throws Exception {
        AtomicInteger writes = new AtomicInteger();
        Codec codec = context -> List.of(new StringEncoder(UTF_8), new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
                if (writes.incrementAndGet() == 1) {
                    throw new IOException("the line is down");
                }
                ctx.write(message, promise);
            }
        });
        try (FakePeer peer = FakePeer.reading();
                Rig rig = Rig.start(peer.endpoint(), config -> config.codec(codec))) {
            rig.feeder.feed(1, number -> "text");
            rig.awaitSuccessful(1);

            assertThat(rig.metric("connections_total")).isEqualTo(2);
            assertThat(rig.failed.events()).isEmpty();
            assertThat(rig.warnings()).anyMatch(warning -> warning.contains("the line is down"));
        }
    }

    @Test
    void writesWholeEventsToACodecThatTakesThem() throws Exception {
        Codec codec = new Codec() {
            @Override
            public List<io.netty.channel.ChannelHandler> newHandlers(CodecContext context) {
                return List.of(new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                        String text = context.module() + ":" + ((Event) message).text();
                        ctx.write(Unpooled.copiedBuffer(text, UTF_8), promise);
                    }
                });
            }

            @Override
            public boolean takesEvents() {
                return true;
            }
        };
        try (FakePeer peer = FakePeer.reading();
                Rig rig = Rig.start(peer.endpoint(), config -> config.codec(codec))) {
            rig.feeder.feed(1, number -> "text");
            rig.awaitSuccessful(1);

            Awaitility.await().until(() -> peer.text().equals("out:text"));
        }
    }

    @Test
    void handsWhatThePeerSendsToTheHandlersAndIgnoresWhatTheyEmit() throws Exception {
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        Codec codec = context -> List.of(new StringEncoder(UTF_8), new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                seen.add(message.toString());
                ctx.fireChannelRead(message);
            }
        });
        try (FakePeer peer = FakePeer.behaving((connection, number) -> {
                    connection.write("welcome".getBytes(UTF_8));
                    connection.readToEnd();
                });
                Rig rig = Rig.start(peer.endpoint(), config -> config.codec(codec))) {
            Awaitility.await().until(() -> !seen.isEmpty());
            rig.feeder.feed(1, number -> "text");
            rig.awaitSuccessful(1);

            assertThat(rig.metric("connections_total")).isEqualTo(1);
        }
    }

    @Test
    void triesAgainWhenTheCodecMakesNoHandlers() throws Exception {
        AtomicInteger made = new AtomicInteger();
        Codec codec = context -> {
            if (made.incrementAndGet() == 1) {
                throw new IllegalStateException("no key yet");
            }
            return BRACKETS.newHandlers(context);
        };
        try (FakePeer peer = FakePeer.reading();
                Rig rig = Rig.start(peer.endpoint(), config -> config.codec(codec))) {
            rig.feeder.feed(1, number -> "text");
            rig.awaitSuccessful(1);

            assertThat(rig.warnings()).anyMatch(warning -> warning.contains("the codec makes no handlers: no key yet"));
        }
    }

    @Test
    void keepsBackWhileThePeerDoesNotRead() throws Exception {
        String text = "x".repeat(100);
        CountDownLatch read = new CountDownLatch(1);
        try (FakePeer peer = FakePeer.withSmallBuffer((connection, number) -> {
                    await(read);
                    connection.readToEnd();
                });
                Rig rig = Rig.start(peer.endpoint(), config -> config.codec(BRACKETS))) {
            rig.feeder.feed(100_000, number -> text);
            Awaitility.await().until(() -> rig.metric("queue.inbox.size") > 2048);
            assertThat(rig.metric("held")).isLessThanOrEqualTo(4096 + 256);
            assertThat(rig.feeder.made()).isLessThan(100_000);
            read.countDown();
            rig.awaitSuccessful(100_000);

            assertThat(rig.metric("connections_total")).isEqualTo(1);
        }
    }
}
