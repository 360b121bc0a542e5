package io.wishbone.module.flow;

/**
 * A token bucket: it fills at a rate, and an event takes a token. <em>Confined to its module's thread.</em> Exact,
 * since it counts in whole parts of a token: in a nanosecond {@code rate} parts come in, and a token has as many parts
 * as {@code per} has nanoseconds. Full at first.
 */
final class TokenBucket {
    private final long rate;
    private final long token;
    private final long capacity;
    private long parts;
    private long filledAt;

    TokenBucket(ThrottleConfig config, long now) {
        this.rate = config.rate();
        this.token = config.per().toNanos();
        this.capacity = token * config.burst();
        this.parts = capacity;
        this.filledAt = now;
    }

    /** Takes a token if there is one. */
    boolean take(long now) {
        if (!has(now)) {
            return false;
        }
        parts -= token;
        return true;
    }

    boolean has(long now) {
        fill(now);
        return parts >= token;
    }

    boolean isFull(long now) {
        fill(now);
        return parts == capacity;
    }

    private void fill(long now) {
        long passed = now - filledAt;
        filledAt = now;
        long missing = capacity - parts;
        // Divided rather than multiplied, so that a long time does not overflow.
        parts = passed > missing / rate ? capacity : parts + passed * rate;
    }

    /** In how many nanoseconds there will be so many tokens, or all that fit. */
    long nanosUntil(long tokens) {
        long missing = Math.min(capacity, tokens * token) - parts;
        return missing <= 0 ? 0 : (missing + rate - 1) / rate;
    }
}
