package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.netty.output.StreamOutputConfig.Replay;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That what a receiver had in its kernel when it ended is sent again. */
class ReplayIT {
    private static final int CUTS = 10;

    /** Reads some, then ends by a reset or in order, with the rest unread. */
    private static FakePeer.Behaviour endingBy(boolean reset) {
        return (connection, number) -> {
            if (number <= CUTS) {
                connection.read(20_011L * number);
                if (reset) {
                    connection.reset();
                }
            } else {
                connection.readToEnd();
            }
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsMissingAfterReceiversHaveEndedWithBytesUnread(boolean reset) throws Exception {
        try (FakePeer peer = FakePeer.behaving(endingBy(reset));
                Rig rig = Rig.start(peer.endpoint())) {
            long fed = 0;
            while (peer.connections().size() <= CUTS) {
                long first = fed;
                rig.feeder.feed(5_000, number -> first + number);
                fed += 5_000;
                rig.awaitSuccessful((int) fed);
            }
            String last = String.valueOf(fed - 1);
            Awaitility.await().until(() -> peer.lines().contains(last));
            assertThat(rig.stop().isClean()).isTrue();

            Set<Long> missing = LongStream.range(0, fed).boxed().collect(Collectors.toCollection(TreeSet::new));
            peer.lines().stream()
                    .filter(line -> line.matches("[0-9]+"))
                    .map(Long::valueOf)
                    .forEach(missing::remove);
            assertThat(missing).isEmpty();
            assertThat(rig.successful.data())
                    .isEqualTo(LongStream.range(0, fed).boxed().toList());
            assertThat(rig.metric("resent_total")).isPositive();
        }
    }

    @Test
    void messagesOfAConnectionStayInTheirOrder() throws Exception {
        try (FakePeer peer = FakePeer.behaving(endingBy(true));
                Rig rig = Rig.start(peer.endpoint())) {
            rig.feeder.feed(200_000, number -> number);
            rig.awaitSuccessful(200_000);
            assertThat(rig.stop().isClean()).isTrue();
            Awaitility.await().until(() -> peer.connections().size() > CUTS);

            for (FakePeer.Connection connection : peer.connections()) {
                String text = connection.text();
                List<Long> whole = text.substring(0, text.lastIndexOf('\n') + 1)
                        .lines()
                        .map(Long::valueOf)
                        .toList();
                long first = whole.get(0);
                assertThat(whole)
                        .isEqualTo(LongStream.range(first, first + whole.size())
                                .boxed()
                                .toList());
            }
        }
    }

    private static void pause(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
    }

    @Test
    void onlyWhatIsYoungEnoughIsSentAgain() throws Exception {
        FakePeer.Behaviour behaviour = (connection, number) -> {
            if (number == 1) {
                connection.read(4);
                pause(Duration.ofMillis(300));
            } else {
                connection.readToEnd();
            }
        };
        try (FakePeer peer = FakePeer.behaving(behaviour);
                Rig rig = Rig.start(
                        peer.endpoint(), config -> config.replay(new Replay(1 << 20, Duration.ofMillis(50))))) {
            rig.feeder.feed(2, number -> number);
            Awaitility.await().until(() -> rig.metric("connections_total") == 2);
            rig.feeder.feed(1, number -> "last");
            Awaitility.await().until(() -> peer.lines().contains("last"));

            assertThat(rig.metric("resent_total")).isZero();
            assertThat(peer.connections().get(1).text()).isEqualTo("last\n");
        }
    }

    @Test
    void nothingIsSentAgainIfItIsOff() throws Exception {
        try (FakePeer peer = FakePeer.behaving(endingBy(true));
                Rig rig = Rig.start(peer.endpoint(), config -> config.replay(Replay.OFF))) {
            rig.feeder.feed(100_000, number -> number);
            rig.awaitSuccessful(100_000);
            assertThat(rig.stop().isClean()).isTrue();

            assertThat(rig.metric("resent_total")).isZero();
            assertThat(peer.lines().stream().filter(line -> line.matches("[0-9]+")))
                    .doesNotHaveDuplicates();
        }
    }
}
