package io.wishbone.netty.output;

import java.time.Duration;

/**
 * When an output gives up an event that it cannot deliver, so that it goes to {@code failed}. <em>Immutable.</em>
 *
 * @param maxAttempts after how many connections, on which it was written or due; 0 is never
 * @param deadline after how long, 365 days at most; 0 is never. What is written on a connection that is open is not
 *     given up until that has ended
 * @param circuitBreaker after how many connections in a row that could not be made, or broke before anything was
 *     flushed, events are given up at once; the next connection ends that; 0 is never
 */
public record RetryPolicy(int maxAttempts, Duration deadline, int circuitBreaker) {
    private static final Duration LONGEST = Duration.ofDays(365);

    /** Never, which is the default: events wait, and what feeds the output waits too. */
    public static final RetryPolicy FOREVER = new RetryPolicy(0, Duration.ZERO, 0);

    public RetryPolicy {
        check(maxAttempts >= 0, "maxAttempts", maxAttempts, ">= 0; 0 is without end");
        check(
                !deadline.isNegative() && deadline.compareTo(LONGEST) <= 0,
                "deadline",
                deadline,
                "0 to 365 days; 0 is without end");
        check(circuitBreaker >= 0, "circuitBreaker", circuitBreaker, ">= 0; 0 is never");
    }

    private static void check(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
