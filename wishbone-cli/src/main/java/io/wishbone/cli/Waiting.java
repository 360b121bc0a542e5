package io.wishbone.cli;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another process does, which nothing announces. */
final class Waiting {
    private static final long POLL_NANOS = 20_000_000;

    private Waiting() {}

    /** Whether the condition held within the time. */
    static boolean until(BooleanSupplier condition, Duration allowed) {
        long deadline = System.nanoTime() + allowed.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }
}
