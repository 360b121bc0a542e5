package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.netty.Transport;
import io.wishbone.queue.QueueLimits;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that send more events a second than one may. */
class RateLimitIT {
    private static List<String> lines(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private static String text(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("io.wishbone.netty.input.TcpInputIT#transports")
    void haveToWaitButLoseNothing(Transport transport) throws Exception {
        List<String> all = lines("", 900);
        try (Rig rig = Rig.start(transport, 1, QueueLimits.DEFAULT, config -> config.rateLimit(300))) {
            long began = System.nanoTime();
            rig.connect().send(text(all)).close();
            Awaitility.await().until(() -> rig.metric("throttled_total") > 0);
            long seen = rig.collector.count();
            double seconds = (System.nanoTime() - began) / 1e9;
            assertThat((double) seen).isLessThanOrEqualTo(300 * seconds + 301);
            rig.connectFrom("127.0.0.2").send("other\n");
            Awaitility.await().until(() -> rig.collector.lines().contains("other"));
            assertThat(rig.collector.count()).isLessThan(901);

            rig.awaitLines(901);
            rig.awaitMetric("connections", 1);
            assertThat(System.nanoTime() - began).isGreaterThan(1_900_000_000L);
            assertThat(rig.collector.lines().stream().filter(line -> !line.equals("other")))
                    .containsExactlyElementsOf(all);
            rig.awaitLog("sends more than 300 events a second, as rate_limit allows, and has to wait");
        }
    }

    @Test
    void shareTheLimitOfTheirAddress() throws Exception {
        try (Rig rig = Rig.start(Transport.best(), 2, QueueLimits.DEFAULT, config -> config.rateLimit(200))) {
            long began = System.nanoTime();
            rig.connect().send(text(lines("a", 200))).close();
            rig.connect().send(text(lines("b", 200))).close();
            rig.awaitLines(400);

            assertThat(System.nanoTime() - began).isGreaterThan(950_000_000L);
            assertThat(rig.collector.lines().stream().filter(line -> line.startsWith("a")))
                    .containsExactlyElementsOf(lines("a", 200));
            assertThat(rig.collector.lines().stream().filter(line -> line.startsWith("b")))
                    .containsExactlyElementsOf(lines("b", 200));
        }
    }

    @Test
    void doNotKeepAStopBeyondItsDeadline() throws Exception {
        try (Rig rig = Rig.start(config -> config.rateLimit(1))) {
            rig.connect().send(text(lines("", 100)));
            Awaitility.await().until(() -> rig.metric("throttled_total") > 0);

            assertThat(rig.router.stop(Duration.ofMillis(300)).ledger().isBalanced())
                    .isTrue();
            Awaitility.await().until(() -> rig.metric("buffered_bytes") == 0);
            assertThat(rig.metric("abandoned_bytes_total")).isPositive();
        }
    }
}
