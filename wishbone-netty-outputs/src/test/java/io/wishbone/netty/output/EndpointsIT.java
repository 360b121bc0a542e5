package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.netty.output.StreamOutputConfig.Replay;
import io.wishbone.netty.output.TcpOutputConfig.Strategy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What an output does with several endpoints, and with connections that are old. */
class EndpointsIT {
    private static List<Endpoint> all(String... endpoints) {
        return Arrays.stream(endpoints).map(Endpoint::parse).toList();
    }

    private static void awaitLines(long count, FakePeer... peers) {
        Awaitility.await()
                .until(() ->
                        Stream.of(peers).mapToLong(peer -> peer.lines().size()).sum() >= count);
    }

    @Nested
    class Failover {
        @Test
        void sendsToTheFirstThatCanBeConnectedTo() throws IOException {
            String unused = FakePeer.unused();
            try (FakePeer second = FakePeer.reading();
                    FakePeer third = FakePeer.reading();
                    Rig rig = Rig.start(
                            "unused:1", config -> config.endpoints(all(unused, second.endpoint(), third.endpoint())))) {
                rig.feeder.feed(100, number -> number);
                awaitLines(100, second);

                assertThat(third.connections()).isEmpty();
                assertThat(rig.metric("connected")).isEqualTo(1);
            }
        }

        @Test
        void losesNothingWhenTheFirstEnds() throws IOException {
            FakePeer.Behaviour endsSoon = (connection, number) -> connection.read(100);
            try (FakePeer first = FakePeer.behaving(endsSoon);
                    FakePeer second = FakePeer.reading();
                    Rig rig = Rig.start(
                            "unused:1", config -> config.endpoints(all(first.endpoint(), second.endpoint())))) {
                rig.feeder.feed(20, number -> number);
                Awaitility.await().until(() -> !first.connections().isEmpty());
                first.stop();
                rig.feeder.feed(1_000, number -> 20L + number);
                rig.awaitSuccessful(1_020);
                Awaitility.await().until(() -> second.lines().contains("1019"));

                List<String> received = new ArrayList<>(first.lines());
                received.addAll(second.lines());
                assertThat(received)
                        .containsAll(LongStream.range(0, 1_020)
                                .mapToObj(String::valueOf)
                                .toList());
            }
        }

        @Test
        void goesBackToTheFirstAfterAWhile() throws IOException {
            String unused = FakePeer.unused();
            try (FakePeer second = FakePeer.reading();
                    Rig rig = Rig.start(
                            "unused:1",
                            config -> config.endpoints(all(unused, second.endpoint()))
                                    .failBack(Duration.ofMillis(200)))) {
                rig.feeder.feed(10, number -> number);
                awaitLines(10, second);
                try (FakePeer first = FakePeer.readingAt(unused)) {
                    Awaitility.await().until(() -> !first.connections().isEmpty());
                    rig.feeder.feed(10, number -> "later " + number);
                    awaitLines(10, first);

                    assertThat(rig.metric("connections_lost_total")).isZero();
                    assertThat(rig.metric("resent_total")).isZero();
                }
            }
        }
    }

    @Nested
    class RoundRobin {
        @Test
        void sharesEventsOutAndLosesNone() throws IOException {
            try (FakePeer one = FakePeer.reading();
                    FakePeer two = FakePeer.reading();
                    FakePeer three = FakePeer.reading();
                    Rig rig = Rig.start(
                            "unused:1",
                            config -> config.endpoints(all(one.endpoint(), two.endpoint(), three.endpoint()))
                                    .strategy(Strategy.ROUND_ROBIN))) {
                Awaitility.await().until(() -> rig.metric("connected") == 3);
                rig.feeder.feed(30_000, number -> number);
                awaitLines(30_000, one, two, three);

                for (FakePeer peer : List.of(one, two, three)) {
                    assertThat(peer.lines().size()).isGreaterThan(5_000);
                    assertThat(peer.lines().stream().map(Long::valueOf)).isSorted();
                }
            }
        }

        @Test
        void sendsToTheOthersWhatWasForOneThatEnds() throws IOException {
            FakePeer.Behaviour ends = (connection, number) -> connection.read(50);
            try (FakePeer one = FakePeer.reading();
                    FakePeer two = FakePeer.behaving(ends);
                    Rig rig = Rig.start(
                            "unused:1",
                            config -> config.endpoints(all(one.endpoint(), two.endpoint()))
                                    .strategy(Strategy.ROUND_ROBIN))) {
                Awaitility.await().until(() -> rig.metric("connected") == 2);
                rig.feeder.feed(2_000, number -> number);
                rig.awaitSuccessful(2_000);
                two.stop();
                rig.feeder.feed(2_000, number -> 2_000L + number);
                rig.awaitSuccessful(4_000);

                assertThat(rig.stop().isClean()).isTrue();
            }
        }

        @Test
        void keepsEventsWhileNobodyIsThere() throws IOException {
            String first = FakePeer.unused();
            String second = FakePeer.unused();
            try (Rig rig = Rig.start(
                    "unused:1", config -> config.endpoints(all(first, second)).strategy(Strategy.ROUND_ROBIN))) {
                rig.feeder.feed(50_000, number -> number);
                Awaitility.await().until(() -> rig.metric("connections_failed_total") > 2);
                try (FakePeer peer = FakePeer.readingAt(second)) {
                    awaitLines(50_000, peer);

                    rig.awaitSuccessful(50_000);
                }
            }
        }
    }

    @Test
    void replacesOldConnectionsWithoutLossOrDuplicates() throws IOException {
        try (FakePeer peer = FakePeer.reading();
                Rig rig = Rig.start(peer.endpoint(), config -> config.maxAge(Duration.ofMillis(100)))) {
            long fed = 0;
            while (rig.metric("connections_rotated_total") < 5) {
                long first = fed;
                rig.feeder.feed(1_000, number -> first + number);
                fed += 1_000;
                rig.awaitSuccessful((int) fed);
            }
            awaitLines(fed, peer);

            assertThat(peer.lines())
                    .isEqualTo(
                            LongStream.range(0, fed).mapToObj(String::valueOf).toList());
            assertThat(rig.metric("resent_total")).isZero();
            assertThat(rig.metric("connections_lost_total")).isZero();
        }
    }

    @Test
    void sendsAgainWhatAnOldConnectionHadIfThePeerDoesNotEndItInOrder() throws IOException {
        FakePeer.Behaviour behaviour = (connection, number) -> {
            if (number == 1) {
                connection.readToEnd();
                connection.reset();
            } else {
                connection.readToEnd();
            }
        };
        try (FakePeer peer = FakePeer.behaving(behaviour);
                Rig rig = Rig.start(
                        peer.endpoint(),
                        config -> config.maxAge(Duration.ofMillis(300)).replay(Replay.DEFAULT))) {
            rig.feeder.feed(5, number -> number);
            Awaitility.await().until(() -> rig.metric("resent_total") == 5);

            awaitLines(5, peer);
        }
    }
}
