package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.wishbone.event.Event;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.netty.output.StreamOutputConfig.Replay;
import io.wishbone.router.StopReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpOutputIT {
    static Stream<Transport> transports() {
        return Arrays.stream(Transport.values()).filter(Transport::isAvailable);
    }

    private static List<String> numbers(long from, long to) {
        return LongStream.range(from, to).mapToObj(String::valueOf).toList();
    }

    @Nested
    class Connected {
        @ParameterizedTest
        @MethodSource("io.wishbone.netty.output.TcpOutputIT#transports")
        void sendsEachEventAsALineInOrder(Transport transport) throws Exception {
            try (FakePeer peer = FakePeer.reading();
                    Rig rig = Rig.start(transport, peer.endpoint(), UnaryOperator.identity())) {
                rig.feeder.feed(20_000, number -> number);
                rig.awaitSuccessful(20_000);
                assertThat(rig.stop().isClean()).isTrue();

                Awaitility.await().until(() -> peer.lines().size() == 20_000);
                assertThat(peer.lines()).isEqualTo(numbers(0, 20_000));
                assertThat(rig.metric("connections_total")).isEqualTo(1);
                assertThat(rig.metric("rewritten_total")).isZero();
            }
        }

        @Test
        void sendsBytesAsTheyAre() throws Exception {
            SplittableRandom random = new SplittableRandom(1);
            List<byte[]> lines = new ArrayList<>();
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 300; i++) {
                byte[] line = new byte[random.nextInt(3000)];
                random.nextBytes(line);
                lines.add(line);
                expected.append(new String(line, StandardCharsets.ISO_8859_1)).append('\n');
            }
            try (FakePeer peer = FakePeer.reading();
                    Rig rig = Rig.start(peer.endpoint())) {
                rig.feeder.feed(lines.size(), number -> lines.get((int) number));
                rig.awaitSuccessful(lines.size());

                Awaitility.await().until(() -> peer.text().length() == expected.length());
                assertThat(peer.text()).isEqualTo(expected.toString());
            }
        }

        @Test
        void sendsAnythingElseAsUtf8Text() throws Exception {
            List<Object> data = List.of("gr\u00fcn \ud83d\ude00", 42, 'c', List.of(1, "b"), "");
            try (FakePeer peer = FakePeer.reading();
                    Rig rig = Rig.start(peer.endpoint())) {
                rig.feeder.feed(data.size(), number -> data.get((int) number));
                rig.awaitSuccessful(data.size());
                byte[] expected = "gr\u00fcn \ud83d\ude00\n42\nc\n[1, b]\n\n".getBytes(StandardCharsets.UTF_8);

                Awaitility.await().until(() -> peer.text().length() == expected.length);
                assertThat(peer.text().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(expected);
            }
        }

        @Test
        void handsEachEventToSuccessfulOnceInOrder() throws Exception {
            try (FakePeer peer = FakePeer.reading();
                    Rig rig = Rig.start(peer.endpoint())) {
                rig.feeder.feed(5000, number -> number);
                rig.awaitSuccessful(5000);
                StopReport report = rig.stop();

                assertThat(rig.successful.data())
                        .isEqualTo(LongStream.range(0, 5000).boxed().toList());
                assertThat(report.ledger().isBalanced()).isTrue();
                assertThat(report.ledger().module("out").held()).isZero();
            }
        }

        @Test
        void failsAnEventWhoseTextCannotBeMadeAndSendsTheOthers() throws Exception {
            Object unprintable = new Object() {
                @Override
                public String toString() {
                    throw new IllegalStateException("no text");
                }
            };
            try (FakePeer peer = FakePeer.reading();
                    Rig rig = Rig.start(peer.endpoint())) {
                rig.feeder.feed(1000, number -> number % 100 == 50 ? unprintable : number);
                rig.awaitSuccessful(990);
                StopReport report = rig.stop();

                assertThat(report.isClean()).isTrue();
                assertThat(report.ledger().isBalanced()).isTrue();
                assertThat(rig.failed.events())
                        .hasSize(10)
                        .allSatisfy(event ->
                                assertThat(errorOf(event).get("message")).isEqualTo("no text"));
                Awaitility.await().until(() -> peer.lines().size() == 990);
                assertThat(peer.lines())
                        .isEqualTo(numbers(0, 1000).stream()
                                .filter(number -> Long.parseLong(number) % 100 != 50)
                                .toList());
            }
        }

        @Test
        void usesAHostsOwnLoopsAndLeavesThemAlone() throws Exception {
            EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
            try (FakePeer peer = FakePeer.reading();
                    EventLoops loops = EventLoops.using(group);
                    Rig rig = Rig.start(peer.endpoint(), config -> config.eventLoops(loops))) {
                rig.feeder.feed(1, number -> number);
                rig.awaitSuccessful(1);
                rig.stop();

                assertThat(group.isShuttingDown()).isFalse();
            } finally {
                group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
            }
        }
    }

    private static Map<?, ?> errorOf(Event event) {
        return (Map<?, ?>) Objects.requireNonNull(event.header("out", "error"));
    }

    @Nested
    class Down {
        @Test
        void keepsEventsAndCountsThemAtTheStop() throws Exception {
            try (Rig rig = Rig.start(FakePeer.unused())) {
                rig.feeder.feed(100, number -> number);
                rig.awaitMetric("connections_failed_total", 3);
                Awaitility.await().until(() -> rig.metric("held") == 100);

                StopReport report = rig.router.stop(Duration.ofMillis(50));

                assertThat(report.eventsLeft()).isEqualTo(100);
                assertThat(report.left()).containsExactly(new StopReport.Left("module out", 100));
                assertThat(report.ledger().isBalanced()).isTrue();
                assertThat(rig.output.isConnected()).isFalse();
            }
        }

        @Test
        void keepsNoMoreThanItsWindow() throws Exception {
            try (Rig rig = Rig.start(FakePeer.unused())) {
                rig.feeder.feed(100_000, number -> number);
                Awaitility.await().until(() -> rig.metric("queue.inbox.size") >= 4096);

                assertThat(rig.metric("held")).isBetween(4096L, 4096L + 256);
                assertThat(rig.feeder.made()).isLessThanOrEqualTo(2 * (4096 + 256));
            }
        }

        @Test
        void givesEventsUpAfterTheMostAttempts() throws Exception {
            try (Rig rig = Rig.start(FakePeer.unused(), config -> config.maxAttempts(3))) {
                rig.feeder.feed(10, number -> number);
                Awaitility.await().until(() -> rig.failed.events().size() == 10);
                assertThat(rig.stop().isClean()).isTrue();

                assertThat(rig.failed.data())
                        .isEqualTo(LongStream.range(0, 10).boxed().toList());
                assertThat(rig.failed.events()).allSatisfy(event -> {
                    assertThat(errorOf(event).get("attempt")).isEqualTo(3);
                    assertThat(String.valueOf(errorOf(event).get("message"))).contains("refused");
                });
                assertThat(rig.successful.events()).isEmpty();
            }
        }

        @Test
        void sendsEverythingInOrderOnceThePeerIsUp() throws Exception {
            String endpoint = FakePeer.unused();
            try (Rig rig = Rig.start(endpoint)) {
                rig.feeder.feed(10_000, number -> number);
                rig.awaitMetric("connections_failed_total", 2);
                try (FakePeer peer = FakePeer.readingAt(endpoint)) {
                    rig.awaitSuccessful(10_000);
                    Awaitility.await().until(() -> peer.lines().size() == 10_000);

                    assertThat(peer.lines()).isEqualTo(numbers(0, 10_000));
                }
            }
        }

        @Test
        void goesOnTryingAHostThatCannotBeResolved() {
            try (Rig rig = Rig.start("no-such-host.invalid:6000")) {
                rig.feeder.feed(1, number -> number);
                rig.awaitMetric("connections_failed_total", 3);

                Awaitility.await().until(() -> rig.warnings().size() >= 3);
                assertThat(rig.warnings())
                        .allSatisfy(warning -> assertThat(warning)
                                .contains("cannot connect to no-such-host.invalid:6000")
                                .contains("the name cannot be resolved")
                                .contains("trying again in"));
            }
        }
    }

    @Nested
    class Lost {
        @ParameterizedTest
        @MethodSource("io.wishbone.netty.output.TcpOutputIT#transports")
        void isSeenAtOnceWithoutAWrite(Transport transport) throws Exception {
            CountDownLatch close = new CountDownLatch(1);
            CountDownLatch reset = new CountDownLatch(1);
            CountDownLatch end = new CountDownLatch(1);
            FakePeer.Behaviour behaviour = (connection, number) -> {
                if (number == 1) {
                    await(close);
                } else if (number == 2) {
                    await(reset);
                    connection.reset();
                } else {
                    await(end);
                }
            };
            try (FakePeer peer = FakePeer.behaving(behaviour);
                    Rig rig = Rig.start(transport, peer.endpoint(), UnaryOperator.identity())) {
                rig.awaitMetric("connections_total", 1);
                assertThat(rig.output.isConnected()).isTrue();
                close.countDown();
                rig.awaitMetric("connections_lost_total", 1);
                rig.awaitMetric("connections_total", 2);
                reset.countDown();
                rig.awaitMetric("connections_lost_total", 2);
                rig.awaitMetric("connections_total", 3);
                Awaitility.await().until(rig.output::isConnected);
                end.countDown();
            }
        }

        @Test
        void leavesNoEventUnaccountedFor() throws Exception {
            int chunk = 10_000;
            FakePeer.Behaviour behaviour = (connection, number) -> {
                if (number < 6) {
                    connection.read(30_000L * number + 3);
                    connection.reset();
                } else {
                    connection.readToEnd();
                }
            };
            try (FakePeer peer = FakePeer.withSmallBuffer(behaviour);
                    Rig rig = Rig.start(peer.endpoint(), config -> config.replay(Replay.OFF))) {
                int events = 0;
                for (boolean last = false; !last; events += chunk) {
                    last = peer.connections().size() == 6;
                    long first = events;
                    rig.feeder.feed(chunk, number -> first + number);
                    rig.awaitSuccessful(events + chunk);
                }
                StopReport report = rig.stop();
                assertThat(report.isClean()).isTrue();
                assertThat(report.ledger().isBalanced()).isTrue();
                String lastLine = String.valueOf(events - 1);
                Awaitility.await().until(() -> peer.lines().contains(lastLine));

                assertThat(rig.successful.data())
                        .isEqualTo(LongStream.range(0, events).boxed().toList());
                assertThatLinesAreWholeAndConsecutive(peer);
                assertThat(peer.lines()).doesNotHaveDuplicates();
                assertThat(rig.metric("connections_lost_total")).isEqualTo(5);
            }
        }

        @Test
        void writesAnEventThatWasPartlyWrittenAgainFromItsBeginning() throws Exception {
            String filling = "x".repeat(3 << 20);
            FakePeer.Behaviour behaviour = (connection, number) -> {
                if (number < 4) {
                    connection.read(filling.length() / 2);
                    connection.reset();
                } else {
                    connection.readToEnd();
                }
            };
            try (FakePeer peer = FakePeer.withSmallBuffer(behaviour);
                    Rig rig = Rig.start(peer.endpoint())) {
                rig.feeder.feed(12, number -> "begin " + number + " " + filling + " end");
                rig.awaitSuccessful(12);
                assertThat(rig.stop().isClean()).isTrue();
                Awaitility.await().until(() -> peer.lines().stream().anyMatch(line -> line.startsWith("begin 11 ")));

                assertThat(rig.metric("rewritten_total")).isPositive();
                assertThat(peer.lines()).allMatch(line -> line.matches("begin \\d+ x{" + filling.length() + "} end"));
                assertThat(peer.connections())
                        .allMatch(connection -> connection.text().startsWith("begin "));
            }
        }

        @Test
        void isNothingThatTheNextConnectionsDoNotMakeGood() throws Exception {
            FakePeer.Behaviour behaviour = (connection, number) -> {
                if (number > 4) {
                    connection.readToEnd();
                }
            };
            try (FakePeer peer = FakePeer.behaving(behaviour);
                    Rig rig = Rig.start(peer.endpoint())) {
                rig.awaitMetric("connections_lost_total", 3);
                rig.feeder.feed(1000, number -> number);
                rig.awaitSuccessful(1000);
                rig.awaitMetric("connections_total", 5);
                rig.feeder.feed(10, number -> 1000 + number);
                rig.awaitSuccessful(1010);
                assertThat(rig.stop().isClean()).isTrue();
                Awaitility.await().until(() -> peer.lines().contains("1009"));

                assertThatLinesAreWholeAndConsecutive(peer);
                assertThat(peer.lines()).doesNotHaveDuplicates();
            }
        }

        private void assertThatLinesAreWholeAndConsecutive(FakePeer peer) {
            for (FakePeer.Connection connection : peer.connections()) {
                String text = connection.text();
                List<String> whole =
                        text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
                if (!whole.isEmpty()) {
                    long first = Long.parseLong(whole.get(0));
                    assertThat(whole).isEqualTo(numbers(first, first + whole.size()));
                }
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 4096})
    void waitsForAPeerThatDoesNotReadAndLosesNothing(int lineBytes) throws Exception {
        int events = (48 << 20) / 4096;
        String padding = "x".repeat(lineBytes);
        CountDownLatch read = new CountDownLatch(1);
        FakePeer.Behaviour behaviour = (connection, number) -> {
            await(read);
            connection.readToEnd();
        };
        int total = lineBytes < 4096 ? 400_000 : events;
        try (FakePeer peer = FakePeer.withSmallBuffer(behaviour);
                Rig rig = Rig.start(peer.endpoint())) {
            rig.feeder.feed(total, number -> number + " " + padding);
            Awaitility.await().until(() -> isInboxFull(rig));
            assertThat(rig.metric("held")).isLessThanOrEqualTo(4096 + 256);
            assertThat(rig.feeder.made()).isLessThan(total);
            read.countDown();
            rig.awaitSuccessful(total);
            assertThat(rig.stop().isClean()).isTrue();
            Awaitility.await().until(() -> peer.lines().size() == total);

            assertThat(peer.lines().get(total - 1)).isEqualTo((total - 1) + " " + padding);
            assertThat(rig.metric("connections_total")).isEqualTo(1);
        }
    }

    /** Whether the queue before the output is above its low watermark, so that it stays there while nothing is read. */
    /** An inbox at rest lies above its low watermark, and lines of 4096 bytes and a number are a little longer. */
    private static boolean isInboxFull(Rig rig) {
        long waiting = rig.metric("queue.inbox.size");
        return waiting > 2048 || waiting * 4096 >= 2 << 20;
    }
}
