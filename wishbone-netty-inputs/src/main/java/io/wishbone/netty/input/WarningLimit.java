package io.wishbone.netty.input;

import java.util.concurrent.atomic.AtomicLong;

/** Lets one warning through a second, so that peers cannot fill the log; counters count all. <em>Thread-safe.</em> */
final class WarningLimit {
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final AtomicLong next;

    WarningLimit(long now) {
        this.next = new AtomicLong(now);
    }

    boolean permits(long now) {
        long due = next.get();
        return now - due >= 0 && next.compareAndSet(due, now + INTERVAL_NANOS);
    }
}
