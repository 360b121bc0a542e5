package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static TokenBucket bucket(int rate, Duration per, int burst) {
        return new TokenBucket(
                ThrottleConfig.builder(rate).per(per).burst(burst).build(), 0);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "7, 7", "1000000, 1000000", "1, 1000000"})
    void holdsItsBurstAndNoMore(int rate, int burst) {
        TokenBucket bucket = bucket(rate, Duration.ofHours(1), burst);
        for (long now : new long[] {0, Long.MAX_VALUE / 2, Long.MAX_VALUE}) {
            assertThat(bucket.isFull(now)).isTrue();
            for (int i = 0; i < burst; i++) {
                assertThat(bucket.take(now)).isTrue();
            }
            assertThat(bucket.take(now)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 999_999})
    void isExactOverTime(int rate) {
        TokenBucket bucket = bucket(rate, Duration.ofSeconds(1), 1);
        bucket.take(0);
        long now = 0;
        for (int i = 0; i < rate; i++) {
            long wait = bucket.nanosUntil(1);
            assertThat(bucket.take(now + wait - 1)).isFalse();
            now += wait;
            assertThat(bucket.take(now)).isTrue();
        }
        assertThat(now).isBetween(SECOND, SECOND + rate);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neverGivesMoreThanItsRateHoweverOftenItIsAsked(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TokenBucket bucket = bucket(1_000, Duration.ofSeconds(1), 5);
        long now = 0;
        long taken = 0;
        for (int i = 0; i < 10_000; i++) {
            now += random.nextLong(500_000);
            taken += bucket.take(now) ? 1 : 0;
            assertThat(taken).isLessThanOrEqualTo(5 + now / 1_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void tellsWhenItsTokensAreThere(int burst) {
        TokenBucket bucket = bucket(10, Duration.ofSeconds(1), burst);
        assertThat(bucket.nanosUntil(1)).isZero();
        for (int i = 0; i < burst; i++) {
            bucket.take(0);
        }
        assertThat(bucket.nanosUntil(1)).isEqualTo(SECOND / 10);
        assertThat(bucket.nanosUntil(1_000)).isEqualTo(burst * SECOND / 10);
    }
}
