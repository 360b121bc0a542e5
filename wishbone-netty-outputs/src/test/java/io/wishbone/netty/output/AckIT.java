package io.wishbone.netty.output;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.netty.StreamAck;
import io.wishbone.netty.framing.DelimiterPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A peer that tells what it has taken. */
class AckIT {
    private static void acknowledge(FakePeer.Connection connection, String count) throws IOException {
        connection.write(("ack " + count + "\n").getBytes(US_ASCII));
    }

    private static TcpOutputConfig.Builder lines(TcpOutputConfig.Builder config) {
        return config.ack(StreamAck.LINES);
    }

    @Test
    void endsAnEventOnceItIsAcknowledged() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        FakePeer.Behaviour twoSteps = (connection, number) -> {
            connection.read(6);
            acknowledge(connection, "2");
            awaitOpen(second);
            acknowledge(connection, "3\r");
            connection.readToEnd();
        };
        try (FakePeer peer = FakePeer.behaving(twoSteps);
                Rig rig = Rig.start(peer.endpoint(), AckIT::lines)) {
            rig.feeder.feed(3, number -> number);

            rig.awaitSuccessful(2);
            assertThat(rig.successful.data()).containsExactly(0L, 1L);
            second.countDown();
            rig.awaitSuccessful(3);
            assertThat(rig.successful.events())
                    .allSatisfy(
                            event -> assertThat(event.header("out", "endpoint")).isEqualTo(peer.endpoint()));
            assertThat(rig.stop().isClean()).isTrue();
        }
    }

    private static void awaitOpen(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void writesAgainWhatWasNotAcknowledgedAndNothingElse() throws Exception {
        FakePeer.Behaviour takesTwo = (connection, number) -> {
            connection.read(10);
            acknowledge(connection, number == 1 ? "2" : "3");
            if (number == 1) {
                // The rest was read, and is lost with the application.
                connection.reset();
            } else {
                connection.readToEnd();
            }
        };
        try (FakePeer peer = FakePeer.behaving(takesTwo);
                Rig rig = Rig.start(peer.endpoint(), AckIT::lines)) {
            rig.feeder.feed(5, number -> number);
            Awaitility.await().until(() -> peer.connections().size() == 2);
            FakePeer.Connection again = peer.connections().get(1);
            Awaitility.await().until(() -> !again.text().isEmpty());

            // The reset may overtake the acknowledgement.
            assertThat(again.text()).isIn("2\n3\n4\n", "0\n1\n2\n3\n4\n");
            assertThat(rig.metric("resent_total")).isZero();
        }
    }

    @Test
    void losesNothingWhenAPeerThatHasNotReadForLongEnds() throws Exception {
        int events = 50_000;
        FakePeer.Behaviour stallsThenCounts = (connection, number) -> {
            if (number <= 3) {
                // Megabytes wait in the kernels by now, more than what a replay window would cover.
                Awaitility.await().pollDelay(Duration.ofMillis(200)).until(() -> true);
                connection.reset();
                return;
            }
            for (int taken = 500; taken <= events; taken += 500) {
                connection.read(500 * 8);
                acknowledge(connection, String.valueOf(taken));
            }
            connection.readToEnd();
        };
        try (FakePeer peer = FakePeer.behaving(stallsThenCounts);
                Rig rig = Rig.start(peer.endpoint(), AckIT::lines)) {
            rig.feeder.feed(events, number -> "%07d".formatted(number));
            rig.awaitSuccessful(events);
            assertThat(rig.stop().isClean()).isTrue();

            FakePeer.Connection last = peer.connections().get(3);
            assertThat(last.text().lines().map(Long::valueOf))
                    .containsExactlyElementsOf(
                            LongStream.range(0, events).boxed().toList());
        }
    }

    @Test
    void keepsNoMoreThanItMayUntilItIsAcknowledged() throws Exception {
        try (FakePeer peer = FakePeer.reading();
                Rig rig = Rig.start(peer.endpoint(), config -> lines(config).maxInFlight(10))) {
            rig.feeder.feed(10_000, number -> number);
            Awaitility.await().until(() -> peer.lines().size() >= 10);
            Awaitility.await()
                    .during(Duration.ofMillis(200))
                    .until(() -> peer.lines().size() < 10 + 256);
        }
    }

    @Test
    void endsAConnectionThatAcknowledgesNothingMore() throws Exception {
        try (FakePeer peer = FakePeer.reading();
                Rig rig = Rig.start(
                        peer.endpoint(),
                        config ->
                                lines(config).ackTimeout(Duration.ofMillis(50)).maxAttempts(2))) {
            rig.feeder.feed(1, number -> number);
            Awaitility.await().until(() -> rig.failed.events().size() == 1);

            assertThat(rig.warnings().get(0)).contains("nothing was acknowledged for 50 ms");
            assertThat(rig.failed.events().get(0).header("out", "error"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                    .containsEntry("attempt", 2)
                    .containsEntry("endpoint", peer.endpoint());
        }
    }

    @Test
    void endsAConnectionThatAnswersSomethingElse() throws Exception {
        List<String> answers =
                List.of("HTTP/1.1 400 Bad Request\r\n", "ack 99\n", "ack -1\n", "ack\n", "x".repeat(100));
        FakePeer.Behaviour garbage = (connection, number) -> {
            connection.read(2);
            if (number <= answers.size()) {
                connection.write(answers.get(number - 1).getBytes(US_ASCII));
            } else {
                acknowledge(connection, "1");
            }
            connection.readToEnd();
        };
        try (FakePeer peer = FakePeer.behaving(garbage);
                Rig rig = Rig.start(peer.endpoint(), AckIT::lines)) {
            rig.feeder.feed(1, number -> number);
            rig.awaitSuccessful(1);

            assertThat(rig.warnings()).hasSize(answers.size());
            assertThat(rig.warnings().get(0))
                    .contains("the peer answered \"HTTP/1.1 400 Bad Request\" (expected: ack and a number)");
            assertThat(rig.warnings().get(1)).contains("the peer acknowledged 99 messages (expected: 0 to 1)");
        }
    }

    @Test
    void failsAnEventThatWouldBeTwoMessages() throws Exception {
        FakePeer.Behaviour counting = (connection, number) -> {
            connection.read(2);
            acknowledge(connection, "1");
            connection.read(2);
            acknowledge(connection, "2");
            connection.readToEnd();
        };
        try (FakePeer peer = FakePeer.behaving(counting);
                Rig rig = Rig.start(peer.endpoint(), AckIT::lines)) {
            Map<Long, Object> data = Map.of(0L, "a", 1L, "b\nc", 2L, "d");
            rig.feeder.feed(3, number -> data.get(number));
            rig.awaitSuccessful(2);

            assertThat(rig.failed.data()).containsExactly("b\nc");
            assertThat(rig.output.config().onDelimiter()).isEqualTo(DelimiterPolicy.REJECT);
        }
    }
}
