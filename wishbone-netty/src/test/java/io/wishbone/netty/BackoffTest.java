package io.wishbone.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackoffTest {
    private static final Duration MIN = Duration.ofMillis(100);
    private static final Duration MAX = Duration.ofSeconds(10);

    /** Gives the highest value that is allowed. */
    private static final RandomGenerator HIGHEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    static Stream<Long> seeds() {
        return LongStream.rangeClosed(1, 50).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void waitsARandomTimeUpToAnUpperEndThatDoubles(long seed) {
        Backoff backoff = new Backoff(MIN, MAX, new SplittableRandom(seed));
        Duration upper = MIN;
        for (int i = 0; i < 50; i++) {
            assertThat(backoff.next()).isPositive().isLessThanOrEqualTo(upper);
            upper = upper.multipliedBy(2).compareTo(MAX) > 0 ? MAX : upper.multipliedBy(2);
        }
    }

    @Test
    void doublesItsUpperEndToTheMost() {
        Backoff backoff = new Backoff(MIN, MAX, HIGHEST);

        assertThat(Stream.generate(backoff::next).limit(10).map(Duration::toMillis))
                .containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L, 10_000L);
    }

    @Test
    void beginsAgainAfterAReset() {
        Backoff backoff = new Backoff(MIN, MAX, HIGHEST);
        backoff.next();
        backoff.next();
        backoff.reset();

        assertThat(backoff.next()).isEqualTo(MIN);
    }

    @Test
    void usesTheWholeRange() {
        Backoff backoff = new Backoff(MAX, MAX, new SplittableRandom(7));
        long low = 0;
        for (int i = 0; i < 10_000; i++) {
            low += backoff.next().compareTo(MAX.dividedBy(10)) < 0 ? 1 : 0;
        }

        assertThat(low).isBetween(800L, 1200L);
    }

    @Test
    void takesTheLongestTimesThatAConfigurationAllows() {
        Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofDays(365), HIGHEST);

        assertThat(Stream.generate(backoff::next).limit(100)).last().isEqualTo(Duration.ofDays(365));
    }
}
