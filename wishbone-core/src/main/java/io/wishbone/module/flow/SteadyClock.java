package io.wishbone.module.flow;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time since its first use, in nanoseconds, which never goes back. <em>Confined to its module's thread.</em> When
 * the clock behind it jumps back no time has passed, and it goes on from there; a jump forward counts as time, up to a
 * year.
 */
final class SteadyClock {
    private static final long LONGEST_STEP = Duration.ofDays(366).toNanos();

    private final LongSupplier source;
    private boolean used;
    private long last;
    private long now;

    SteadyClock(LongSupplier source) {
        this.source = source;
    }

    long now() {
        long read = source.getAsLong();
        long passed = used ? read - last : 0;
        used = true;
        last = read;
        if (passed > 0) {
            now += Math.min(passed, LONGEST_STEP);
        }
        return now;
    }
}
