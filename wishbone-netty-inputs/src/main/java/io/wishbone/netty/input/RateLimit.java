package io.wishbone.netty.input;

import java.util.concurrent.atomic.AtomicLong;

/**
 * So many events a second, and as many at once after a second of rest: a token bucket, kept as the time at which it
 * would be full again (the generic cell rate algorithm, ITU-T I.371). <em>Thread-safe.</em> Times are of
 * {@link System#nanoTime}.
 */
final class RateLimit {
    private static final long SECOND = 1_000_000_000L;

    private final long intervalNanos;
    private final AtomicLong fullAt;

    RateLimit(long eventsPerSecond, long now) {
        this.intervalNanos = Math.max(1, SECOND / eventsPerSecond);
        this.fullAt = new AtomicLong(now);
    }

    /** Takes an event that has come already, and tells whether another may come now. */
    boolean take(long now) {
        return later(now) - now + intervalNanos <= SECOND;
    }

    private long later(long now) {
        return fullAt.updateAndGet(before -> laterOf(before, now) + intervalNanos);
    }

    /** Takes an event if that is within the limit. */
    boolean tryTake(long now) {
        while (true) {
            long before = fullAt.get();
            long after = laterOf(before, now) + intervalNanos;
            if (after - now > SECOND) {
                return false;
            }
            if (fullAt.compareAndSet(before, after)) {
                return true;
            }
        }
    }

    /** How long until another event may come; 0 or less is now. */
    long nanosUntilNext(long now) {
        return fullAt.get() + intervalNanos - SECOND - now;
    }

    /** Whether it is as it was when new. */
    boolean isFull(long now) {
        return fullAt.get() - now <= 0;
    }

    private static long laterOf(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
