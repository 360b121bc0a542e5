package io.wishbone.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * A clock that stands still until it is moved; it begins at {@link #START}. <em>Thread-safe.</em>
 *
 * <p>It tells the time of day ({@link #instant}) and, like {@link System#nanoTime}, a time that never goes back
 * ({@link #nanoTime}). The latter begins 10 s before its overflow, so that code that compares such times by {@code <}
 * instead of by their difference shows.
 */
public final class ManualClock implements InstantSource {
    /** The time of day at which each clock begins. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final long ORIGIN = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(10);

    private long elapsedNanos;
    private Instant now = START;

    /** Makes a clock that stands at {@link #START}. */
    public ManualClock() {}

    /** The time of day. */
    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** A time that never goes back, in nanoseconds from an arbitrary origin. */
    public synchronized long nanoTime() {
        return ORIGIN + elapsedNanos;
    }

    /**
     * Lets time pass.
     *
     * @param by 0 or more
     */
    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("by: " + by + " (expected: 0 or more; jump may go back)");
        }
        elapsedNanos += by.toNanos();
        now = now.plus(by);
    }

    /**
     * Sets the time of day, as an administrator or a time service does; no time passes.
     *
     * @param by how far, negative to go back
     */
    public synchronized void jump(Duration by) {
        now = now.plus(by);
    }

    /** How much time has passed, in nanoseconds. */
    synchronized long elapsedNanos() {
        return elapsedNanos;
    }
}
