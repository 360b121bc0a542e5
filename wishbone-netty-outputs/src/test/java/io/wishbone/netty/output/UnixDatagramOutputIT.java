package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.log.LogRecord;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixDatagramOutputIT {
    private final EventLoops loops = EventLoops.create(Transport.best(), 1);

    @TempDir
    private Path directory;

    @BeforeEach
    void isSupported() {
        assumeThat(Transport.best()).isNotEqualTo(Transport.NIO);
    }

    @AfterEach
    void close() {
        loops.close();
    }

    private Path path() {
        return directory.resolve("log");
    }

    private UnixReceiver receiver() {
        return new UnixReceiver(loops, path(), true);
    }

    private UnixDatagramOutputConfig.Builder config() {
        return UnixDatagramOutputConfig.builder()
                .path(path().toString())
                .minBackoff(Duration.ofMillis(1))
                .maxBackoff(Duration.ofMillis(20))
                .eventLoops(loops);
    }

    private DatagramRig start(UnixDatagramOutputConfig config) {
        return new DatagramRig(new UnixDatagramOutput(config));
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void sendsEachEventAsADatagramInOrder() throws Exception {
        try (UnixReceiver receiver = receiver();
                DatagramRig rig = start(config().build())) {
            rig.feeder.feed(3000, number -> "" + number);

            await().until(() -> receiver.received().size() == 3000);
            assertThat(receiver.received()).isEqualTo(numbers(3000));
            rig.awaitEnded(3000);
            assertThat(rig.metric("connected")).isEqualTo(1);
            StopReport report = rig.stop();
            assertThat(report.isClean()).as(report.toString()).isTrue();
            assertThat(report.ledger().isBalanced()).isTrue();
            assertThat(rig.successful.data()).isEqualTo(List.copyOf(numbers(3000)));
        }
    }

    @Test
    void sendsToAnAbstractSocket() throws Exception {
        assumeThat(Transport.best()).isEqualTo(Transport.EPOLL);
        Path name = Path.of("@wishbone-test-" + ProcessHandle.current().pid());
        try (UnixReceiver receiver = new UnixReceiver(loops, name, true);
                DatagramRig rig = start(
                        UnixDatagramOutputConfig.builder().path(name.toString()).build())) {
            rig.feed("text");

            await().until(() -> receiver.received().equals(List.of("text")));
        }
    }

    @Test
    void keepsEventsUntilSomebodyListens() throws Exception {
        try (DatagramRig rig = start(config().build())) {
            rig.feed("a", "b");
            rig.awaitMetric("connections_failed_total", 3);
            assertThat(rig.successful.events()).isEmpty();
            assertThat(rig.metric("connected")).isZero();
            await().untilAsserted(() -> assertThat(rig.logs.data())
                    .extracting(log -> ((LogRecord) log).message())
                    .contains("cannot send to " + path() + ": there is no socket " + path()));

            try (UnixReceiver receiver = receiver()) {
                await().until(() -> receiver.received().equals(List.of("a", "b")));
                rig.awaitEnded(2);
            }
        }
    }

    @Test
    void findsAReceiverThatWasRestarted() throws Exception {
        try (DatagramRig rig = start(config().build())) {
            try (UnixReceiver first = receiver()) {
                rig.feed("a");
                await().until(() -> first.received().equals(List.of("a")));
            }
            rig.feed("b", "c", "d");
            rig.awaitMetric("connections_failed_total", 2);
            try (UnixReceiver second = receiver()) {
                await().until(() -> second.received().equals(List.of("b", "c", "d")));
                rig.awaitEnded(4);
            }
            assertThat(rig.metric("connections_lost_total")).isEqualTo(1);
            assertThat(rig.metric("rewritten_total")).isEqualTo(3);
            assertThat(rig.failed.events()).isEmpty();
            StopReport report = rig.stop();
            assertThat(report.isClean()).as(report.toString()).isTrue();
            assertThat(report.ledger().isBalanced()).isTrue();
        }
    }

    @Test
    void findsAReceiverThatWasRestartedAtOnce() throws Exception {
        try (DatagramRig rig = start(config().build())) {
            try (UnixReceiver first = receiver()) {
                rig.feed("a");
                await().until(() -> first.received().equals(List.of("a")));
            }
            try (UnixReceiver second = receiver()) {
                rig.feeder.feed(2000, number -> "" + number);

                await().until(() -> second.received().size() == 2000);
                assertThat(second.received()).isEqualTo(numbers(2000));
            }
        }
    }

    @Test
    void waitsForAReceiverWhoseQueueIsFull() throws Exception {
        try (UnixReceiver receiver = new UnixReceiver(loops, path(), false);
                DatagramRig rig = start(config().maxInFlight(200).build())) {
            rig.feeder.feed(5000, number -> "" + number);
            await().until(() -> !rig.successful.events().isEmpty());
            rig.awaitMetric("queue.inbox.size", 1);
            assertThat(rig.successful.events().size()).isLessThan(4500);

            receiver.read();
            await().until(() -> receiver.received().size() == 5000);
            assertThat(receiver.received()).isEqualTo(numbers(5000));
            rig.awaitEnded(5000);
            assertThat(rig.metric("send_errors_total")).isZero();
        }
    }

    @Test
    void keepsWhatAFullReceiverDidNotTakeWhenItGoes() throws Exception {
        try (DatagramRig rig = start(config().build())) {
            int taken;
            try (UnixReceiver first = new UnixReceiver(loops, path(), false)) {
                rig.feeder.feed(3000, number -> "" + number);
                await().until(() -> !rig.successful.events().isEmpty());
                rig.awaitMetric("connected", 1);
                assertThat(first.received()).isEmpty();
            }
            taken = rig.successful.events().size();
            try (UnixReceiver second = receiver()) {
                rig.awaitEnded(3000);
                await().until(() -> second.received().contains("2999"));
                assertThat(second.received())
                        .isEqualTo(
                                numbers(3000).subList(3000 - second.received().size(), 3000));
                assertThat(second.received().size()).isGreaterThanOrEqualTo(3000 - taken);
            }
        }
    }

    @Test
    void failsWhatTheKernelRefusesForItsLengthAndSendsTheRest() throws Exception {
        try (UnixReceiver receiver = receiver();
                DatagramRig rig = start(config().sendBufferBytes(2048).build())) {
            rig.feed("a", "x".repeat(60_000), "b");

            await().until(() -> receiver.received().equals(List.of("a", "b")));
            rig.awaitEnded(3);
            assertThat(rig.failures()).hasSize(1);
            assertThat(rig.failures().get(0)).contains("Message too long");
            assertThat(rig.metric("send_errors_total")).isEqualTo(1);
            assertThat(rig.metric("connections_lost_total")).isZero();
        }
    }

    @Test
    void givesUpAfterSoManyAttempts() {
        try (DatagramRig rig = start(config().maxAttempts(3).build())) {
            rig.feed("a", "b");

            rig.awaitEnded(2);
            assertThat(rig.failures()).containsOnly("there is no socket " + path());
            assertThat(rig.failed.events().get(0).header("out", "error"))
                    .extracting("attempt")
                    .isEqualTo(3);
        }
    }

    @Test
    void givesUpAfterTheDeadline() {
        try (DatagramRig rig = start(config().deadline(Duration.ofMillis(50)).build())) {
            rig.feed("a", "b");

            rig.awaitEnded(2);
            assertThat(rig.failures())
                    .containsOnly("not delivered within 50 ms (deadline); there is no socket " + path());
            assertThat(rig.failed.data()).containsExactly("a", "b");
        }
    }

    @Test
    void failsEventsAtOnceWhileTheCircuitIsOpen() throws Exception {
        try (DatagramRig rig = start(config().circuitBreaker(2).build())) {
            rig.feed("a", "b");
            rig.awaitEnded(2);
            assertThat(rig.failures())
                    .allSatisfy(message ->
                            assertThat(message).contains("failed (circuit_breaker: 2); the last: there is no"));

            try (UnixReceiver receiver = receiver()) {
                rig.awaitMetric("connected", 1);
                rig.feed("c");
                await().until(() -> receiver.received().contains("c"));
            }
        }
    }

    @Test
    void tellsThatAFileIsNoSocket() throws Exception {
        Files.writeString(path(), "text");
        try (DatagramRig rig = start(config().build())) {
            rig.awaitMetric("connections_failed_total", 1);

            await().untilAsserted(() -> assertThat(rig.logs.data())
                    .extracting(log -> ((LogRecord) log).message())
                    .contains("cannot send to " + path() + ": nobody listens on " + path()));
        }
    }

    @Test
    void failsTheStartOnATransportWithoutSuchSockets() {
        try (EventLoops nio = EventLoops.create(Transport.NIO, 1);
                Router router = Router.create()) {
            router.registerModule(
                    "out", new UnixDatagramOutput(config().eventLoops(nio).build()));

            assertThatThrownBy(router::start)
                    .hasStackTraceContaining("transport NIO has no Unix datagram sockets (expected: EPOLL or KQUEUE)");
        }
    }
}
