package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttemptsTest {
    private final Attempts attempts = new Attempts();

    @Test
    void areNoneWithoutEvents() {
        attempts.connectionFailed();

        assertThat(attempts.ofFirst()).isZero();
    }

    @Test
    void countTheConnectionsThatFailedSinceAnEventCame() {
        attempts.connectionFailed();
        attempts.added();
        attempts.connectionFailed();
        attempts.added();
        attempts.connectionFailed();
        assertThat(attempts.ofFirst()).isEqualTo(2);

        attempts.removedFirst();
        assertThat(attempts.ofFirst()).isEqualTo(1);
    }

    static Stream<Long> seeds() {
        return LongStream.rangeClosed(1, 50).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void areThoseOfTheModel(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ArrayDeque<Integer> since = new ArrayDeque<>();
        int failures = 0;
        for (int i = 0; i < 1000; i++) {
            int what = random.nextInt(5);
            if (what < 2) {
                attempts.added();
                since.add(failures);
            } else if (what < 4 && !since.isEmpty()) {
                attempts.removedFirst();
                since.remove();
            } else {
                attempts.connectionFailed();
                failures++;
            }
            assertThat(attempts.ofFirst()).isEqualTo(since.isEmpty() ? 0 : failures - since.element());
        }
    }
}
