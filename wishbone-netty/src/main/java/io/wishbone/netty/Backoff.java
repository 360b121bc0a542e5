package io.wishbone.netty;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next connection: exponential with full jitter, a random time below an upper end that
 * doubles (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015). <em>Confined to its module's
 * thread.</em>
 */
public final class Backoff {
    private final long minNanos;
    private final long maxNanos;
    private final RandomGenerator random;
    private long upperNanos;

    /**
     * Makes one that has not waited yet.
     *
     * @param min the upper end of the first wait, 1 ns or more
     * @param max the upper end to which it doubles, {@code min} or more
     */
    public Backoff(Duration min, Duration max, RandomGenerator random) {
        this.minNanos = min.toNanos();
        this.maxNanos = max.toNanos();
        this.random = random;
        this.upperNanos = minNanos;
    }

    /** How long to wait this time. */
    public Duration next() {
        long wait = random.nextLong(upperNanos) + 1;
        upperNanos = upperNanos > maxNanos / 2 ? maxNanos : upperNanos * 2;
        return Duration.ofNanos(wait);
    }

    /** Begins anew: what failed works again. */
    public void reset() {
        upperNanos = minNanos;
    }
}
