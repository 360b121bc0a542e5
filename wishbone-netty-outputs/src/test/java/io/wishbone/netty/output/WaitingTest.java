package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WaitingTest {
    private final Waiting waiting = new Waiting(10);

    @Test
    void hasNoAttemptsWithoutEvents() {
        waiting.connectionFailed();

        assertThat(waiting.attemptsOfFirst()).isZero();
    }

    @Test
    void countsTheConnectionsThatFailedSinceAnEventCame() {
        waiting.connectionFailed();
        waiting.added(0);
        waiting.connectionFailed();
        waiting.added(0);
        waiting.connectionFailed();
        assertThat(waiting.attemptsOfFirst()).isEqualTo(2);

        waiting.removedFirst();
        assertThat(waiting.attemptsOfFirst()).isEqualTo(1);
    }

    static Stream<Long> seeds() {
        return LongStream.rangeClosed(1, 50).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void hasTheAttemptsAndTimesOfTheModel(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ArrayDeque<Added> model = new ArrayDeque<>();
        int failures = 0;
        long now = 0;
        for (int i = 0; i < 1000; i++) {
            int what = random.nextInt(5);
            now += random.nextInt(4);
            if (what < 2) {
                waiting.added(now);
                model.add(new Added(failures, now));
            } else if (what < 4 && !model.isEmpty()) {
                waiting.removedFirst();
                model.remove();
            } else {
                waiting.connectionFailed();
                failures++;
            }
            Added first = model.isEmpty() ? new Added(failures, now) : model.element();
            assertThat(waiting.attemptsOfFirst()).isEqualTo(failures - first.failures());
            assertThat(waiting.waitOfFirst(now)).isBetween(now - first.at(), now - first.at() + 10);
        }
    }

    private record Added(int failures, long at) {}
}
