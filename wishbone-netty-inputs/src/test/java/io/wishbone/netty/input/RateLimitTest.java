package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest(name = "beginning at {0}")
    @ValueSource(longs = {0, 12_345, -5 * SECOND, Long.MAX_VALUE - SECOND / 2, Long.MIN_VALUE})
    void allowsASecondsEventsAtOnceAndThenTheRate(long start) {
        RateLimit limit = new RateLimit(10, start);

        for (int i = 0; i < 9; i++) {
            assertThat(limit.take(start)).as("event %d", i).isTrue();
        }
        assertThat(limit.take(start)).isFalse();
        assertThat(limit.nanosUntilNext(start)).isEqualTo(SECOND / 10);
        assertThat(limit.nanosUntilNext(start + SECOND / 10)).isZero();
        assertThat(limit.isFull(start + SECOND - 1)).isFalse();
        assertThat(limit.isFull(start + SECOND)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 7, 1000, 999_999, 1_000_000_000})
    void allowsTheRateOverManySeconds(long perSecond) {
        RateLimit limit = new RateLimit(perSecond, 0);
        long step = Math.max(1, SECOND / perSecond / 3 + 1);
        long most = 30_000;
        long taken = 0;
        long now = 0;
        for (int i = 0; i < most; i++) {
            now += step;
            taken += limit.tryTake(now) ? 1 : 0;
        }

        double seconds = (double) now / SECOND;
        assertThat((double) taken).isLessThanOrEqualTo(perSecond * seconds + (double) perSecond + 1);
        assertThat((double) taken).isGreaterThanOrEqualTo(Math.min((double) most, perSecond * seconds) * 0.99 - 1);
    }

    @Test
    void doesNotSaveUpMoreThanASecond() {
        RateLimit limit = new RateLimit(100, 0);
        long later = 1000 * SECOND;
        int taken = 0;
        while (limit.tryTake(later)) {
            taken++;
        }

        assertThat(taken).isEqualTo(100);
        assertThat(limit.tryTake(later + SECOND / 100)).isTrue();
        assertThat(limit.tryTake(later + SECOND / 100)).isFalse();
    }

    @Test
    void makesUpForWhatCameBeyondIt() {
        RateLimit limit = new RateLimit(10, 0);
        for (int i = 0; i < 50; i++) {
            limit.take(0);
        }

        assertThat(limit.nanosUntilNext(0)).isEqualTo(4 * SECOND + SECOND / 10);
        assertThat(limit.tryTake(4 * SECOND)).isFalse();
        assertThat(limit.tryTake(4 * SECOND + SECOND / 10)).isTrue();
    }

    @Test
    void doesNotLoseEventsThatThreadsTakeTogether() throws Exception {
        int perSecond = 20_000;
        RateLimit limit = new RateLimit(perSecond, 0);
        AtomicInteger taken = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> takers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                takers.add(() -> {
                    for (int n = 0; n < perSecond; n++) {
                        taken.addAndGet(limit.tryTake(0) ? 1 : 0);
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(takers)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(taken).hasValue(perSecond);
    }
}
