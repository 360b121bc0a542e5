package io.wishbone.actor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How long something was kept from going on. <em>Confined to one home's thread</em>, but for {@link #nanos}. A stall
 * that lasts counts until now.
 */
final class StallClock {
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(StallClock.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Home home;
    private final long origin;

    // Twice the time until now; or, while a stall lasts, twice the difference from that to the clock, plus 1. In one
    // field, so that a reader never sees a half of what changes.
    private long state;

    StallClock(Home home) {
        this.home = home;
        this.origin = home.nanoTime();
    }

    /** A stall begins, unless one lasts. */
    void begin() {
        if ((state & 1) == 0) {
            STATE.setOpaque(this, (((state >> 1) - elapsed()) << 1) | 1);
        }
    }

    /** A stall ends, if one lasts. */
    void end() {
        if ((state & 1) == 1) {
            STATE.setOpaque(this, ((state >> 1) + elapsed()) << 1);
        }
    }

    /** The time of all stalls, in nanoseconds. Any thread. */
    long nanos() {
        long read = (long) STATE.getOpaque(this);
        return Math.max(0, (read >> 1) + ((read & 1) == 1 ? elapsed() : 0));
    }

    private long elapsed() {
        return home.nanoTime() - origin;
    }
}
