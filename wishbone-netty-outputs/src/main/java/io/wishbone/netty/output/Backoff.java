package io.wishbone.netty.output;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next connection: exponential with full jitter, a random time below an upper end that
 * doubles (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015). <em>Confined to its module's
 * thread.</em>
 */
final class Backoff {
    private final long minNanos;
    private final long maxNanos;
    private final RandomGenerator random;
    private long upperNanos;

    Backoff(Duration min, Duration max, RandomGenerator random) {
        this.minNanos = min.toNanos();
        this.maxNanos = max.toNanos();
        this.random = random;
        this.upperNanos = minNanos;
    }

    Duration next() {
        long wait = random.nextLong(upperNanos) + 1;
        upperNanos = upperNanos > maxNanos / 2 ? maxNanos : upperNanos * 2;
        return Duration.ofNanos(wait);
    }

    void reset() {
        upperNanos = minNanos;
    }
}
