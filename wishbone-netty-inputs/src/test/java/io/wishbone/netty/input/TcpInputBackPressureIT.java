package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.netty.Transport;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.StopReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TcpInputBackPressureIT {
    private static final QueueLimits SMALL = new QueueLimits(64, 1 << 20);
    private static final String CLOSE_WAIT = "08";

    static Stream<Transport> transports() {
        return TcpInputIT.transports();
    }

    private static Rig start(Transport transport, UnaryOperator<TcpInputConfig.Builder> settings) {
        return Rig.start(transport, 1, SMALL, settings);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void losesNothingWhileAConsumerIsBlocked(Transport transport) throws Exception {
        int peers = 8;
        int lines = 20_000;
        try (Rig rig = start(transport, UnaryOperator.identity())) {
            rig.collector.block();
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < peers; i++) {
                Peer peer = rig.connect();
                senders.add(sender(peer, "line from a peer\n".repeat(lines)));
            }
            senders.forEach(Thread::start);
            Awaitility.await().until(() -> rig.metric("queue.outbox.size") >= 64);
            rig.awaitMetric("connections", peers);
            assertThat(rig.metric("buffered_bytes")).isLessThan(peers * (256L << 10));

            rig.collector.unblock();
            rig.awaitLines(peers * lines);
            for (Thread sender : senders) {
                sender.join();
            }
            StopReport report = rig.stop();

            assertThat(report.isClean()).isTrue();
            assertThat(rig.collector.count()).isEqualTo((long) peers * lines);
            assertThat(rig.collector.lines()).containsOnly("line from a peer");
            assertThat(rig.metric("buffered_bytes")).isZero();
        }
    }

    private static Thread sender(Peer peer, String text) {
        return new Thread(
                () -> {
                    try (peer) {
                        peer.send(text);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "wishbone-test-sender");
    }

    @ParameterizedTest
    @MethodSource("transports")
    void leavesWhatClosingPeersSentInTheKernel(Transport transport) throws Exception {
        Assumptions.assumeTrue(transport == Transport.EPOLL || transport == Transport.NIO);
        int peers = 30;
        String text = "a line of a peer that has closed since\n".repeat(1000);
        try (Rig rig = start(transport, UnaryOperator.identity())) {
            rig.closeGate();
            for (int i = 0; i < peers; i++) {
                rig.connect().send(text).close();
            }
            rig.awaitMetric("connections", peers + 1);
            Awaitility.await().until(() -> halfClosed(rig) >= peers);
            assertThat(rig.metric("buffered_bytes")).isLessThan(peers * (8L << 10));

            rig.collector.unblock();
            rig.awaitMetric("connections", 1);
            assertThat(rig.stop().isClean()).isTrue();
            assertThat(rig.collector.lines().stream().filter(line -> line.startsWith("a line")))
                    .hasSize(peers * 1000);
        }
    }

    /** How many connections to the input have seen a FIN and are not closed on its side. */
    private static long halfClosed(Rig rig) throws IOException {
        String local =
                String.format(Locale.ROOT, ":%04X", rig.input.boundAddress().getPort());
        long count = 0;
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            Assumptions.assumeTrue(Files.isReadable(Path.of(table)));
            try (Stream<String> rows = Files.lines(Path.of(table))) {
                count += rows.map(row -> row.trim().split("\\s+"))
                        .filter(fields -> fields[1].endsWith(local) && fields[3].equals(CLOSE_WAIT))
                        .count();
            }
        }
        return count;
    }

    @Test
    void seesACloseAndAResetWhileItDoesNotRead() throws Exception {
        Assumptions.assumeTrue(Transport.EPOLL.isAvailable());
        try (Rig rig = start(Transport.EPOLL, UnaryOperator.identity())) {
            rig.closeGate();
            Peer closing = rig.connect();
            Peer resetting = rig.connect();
            rig.awaitMetric("connections", 3);

            closing.close();
            rig.awaitMetric("connections", 2);
            resetting.reset();
            rig.awaitMetric("connections", 1);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void deliversWhatCameWholeBeforeAReset(Transport transport) throws Exception {
        try (Rig rig = start(transport, UnaryOperator.identity())) {
            Peer resetting = rig.connect().send("early\n");
            rig.awaitLines(1);
            rig.closeGate();
            resetting.send("one\ntwo\npart");
            // Sent behind the lines above on the same host, so the input's kernel has those too.
            Peer marker = rig.connect().send("marker\n");
            rig.awaitMetric("connections", 3);

            resetting.reset();
            rig.collector.unblock();
            rig.awaitMetric("connections", 2);
            marker.send("end\n");
            Awaitility.await().until(() -> rig.collector.lines().contains("end"));
            rig.stop();

            assertThat(rig.collector.lines()).doesNotContain("part").contains("early", "marker", "end");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void doesNotTakeAPeerForIdleThatItDoesNotReadFrom(Transport transport) throws Exception {
        Duration timeout = Duration.ofMillis(300);
        try (Rig rig = start(transport, config -> config.idleTimeout(timeout))) {
            rig.closeGate();
            Peer waiting = rig.connect().send("waited\n");
            Peer parked = rig.connect();
            rig.awaitMetric("connections", 3);
            try (Rig clock = start(transport, config -> config.idleTimeout(timeout))) {
                clock.connect().awaitEnd();
                clock.connect().awaitEnd();
            }
            assertThat(rig.metric("connections")).isEqualTo(3);
            assertThat(rig.metric("closed_idle_total")).isZero();

            rig.collector.unblock();
            Awaitility.await().until(() -> rig.collector.lines().contains("waited"));
            waiting.awaitEnd();
            parked.awaitEnd();
            rig.awaitMetric("connections", 0);
            assertThat(rig.metric("closed_idle_total")).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void waitsWithAStopForPeersThatItDoesNotReadFrom(Transport transport) throws Exception {
        try (Rig rig = start(transport, UnaryOperator.identity())) {
            rig.closeGate();
            Peer waiting = rig.connect().send("sent before the stop\n".repeat(500));
            rig.awaitMetric("connections", 2);
            Thread unblock = new Thread(
                    () -> {
                        Awaitility.await().until(() -> isDoorClosed(rig));
                        rig.collector.unblock();
                    },
                    "wishbone-test-unblock");
            unblock.start();

            StopReport report = rig.stop();
            unblock.join();

            assertThat(report.isClean()).isTrue();
            assertThat(rig.collector.lines().stream().filter("sent before the stop"::equals))
                    .hasSize(500);
            waiting.awaitEnd();
        }
    }

    private static boolean isDoorClosed(Rig rig) {
        try (Peer late = new Peer(rig.input.boundAddress())) {
            return late.port() == 0;
        } catch (IOException refused) {
            return true;
        }
    }

    @Test
    void tellsWhatAStopAtItsDeadlineLeaves() throws Exception {
        try (Rig rig = start(Transport.best(), UnaryOperator.identity())) {
            rig.closeGate();

            StopReport report = rig.router.stop(Duration.ofMillis(100));
            rig.collector.unblock();

            assertThat(report.isClean()).isFalse();
            assertThat(report.eventsLeft()).isPositive();
            Awaitility.await().until(() -> rig.metric("buffered_bytes") == 0);
        }
    }

    @Test
    void closesTheLargestConnectionOnceThoughSeveralReadsPassTheLimit() throws Exception {
        try (Rig rig = Rig.start(
                Transport.best(),
                2,
                SMALL,
                config -> config.maxBufferedBytes(64 << 10).maxFrameBytes(1 << 20))) {
            for (int i = 0; i < 12; i++) {
                rig.connect().send("x".repeat(8000));
            }
            rig.awaitMetric("connections_total", 12);
            // Eight of them fit.
            Awaitility.await()
                    .until(() -> rig.metric("closed_memory_total") >= 4 && rig.metric("buffered_bytes") <= 64 << 10);
            Awaitility.await().until(() -> rig.metric("connections") == 12 - rig.metric("closed_memory_total"));

            assertThat(rig.metric("closed_memory_total")).isLessThanOrEqualTo(6);
        }
    }
}
