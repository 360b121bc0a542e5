package io.wishbone.actor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Whether a module sleeps, is scheduled on its home's run queue, or is closed, and how it is woken.
 *
 * <p><em>Confined to its home's thread</em>, but for {@link #fromAway} and {@link #isIdle}. Only the home changes the
 * state. Another thread that has offered an event, and fenced, looks at the state: if the module sleeps, it posts an
 * arrival to the home, one at a time. A module that falls asleep notes that, fences, and looks at its queues again
 * (Dekker's pattern), so that one of the two sees the other. A module whose every queue joins it to its own home needs
 * no fence; what wakes it from another thread all the same always posts.
 */
final class WakeUps {
    private static final int ASLEEP = 0;
    private static final int SCHEDULED = 1;
    private static final int CLOSED = 2;
    private static final VarHandle STATE;
    private static final VarHandle POSTED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(WakeUps.class, "state", int.class);
            POSTED = lookup.findVarHandle(WakeUps.class, "posted", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private int state = CLOSED;

    @SuppressWarnings("UnusedVariable") // read and written through POSTED
    private boolean posted;

    private volatile boolean fenced;

    /** The module may be woken from now on; other threads feed it or take from it if {@code isFenced}. */
    void open(boolean isFenced) {
        fenced = isFenced;
        STATE.setOpaque(this, ASLEEP);
    }

    /** From now on another thread may feed the module or take from it. The module's thread. */
    void openToOthers() {
        fenced = true;
    }

    /** Nothing wakes the module any more. */
    void close() {
        STATE.setOpaque(this, CLOSED);
    }

    boolean isClosed() {
        return state == CLOSED;
    }

    /** Wakes the module on its home; tells whether it slept, so that it must be put on the run queue. */
    boolean here() {
        if (state != ASLEEP) {
            return false;
        }
        STATE.setOpaque(this, SCHEDULED);
        return true;
    }

    /** Wakes the module from another thread; tells whether an arrival must be posted to its home. */
    boolean fromAway() {
        if (fenced && (int) STATE.getVolatile(this) == SCHEDULED) {
            return false;
        }
        return !(boolean) POSTED.getVolatile(this) && POSTED.compareAndSet(this, false, true);
    }

    /** The arrival that was posted is here; what was offered before it can be seen from now on. */
    void arrived() {
        POSTED.setVolatile(this, false);
        VarHandle.fullFence();
    }

    /** The module falls asleep, unless it finds work when it looks once more, and then says {@link #stayAwake}. */
    void fallAsleep() {
        STATE.setOpaque(this, ASLEEP);
        if (fenced) {
            VarHandle.fullFence();
        }
    }

    /** The module found work after all. */
    void stayAwake() {
        STATE.setOpaque(this, SCHEDULED);
    }

    /** Whether the module sleeps or is closed, and nothing is on its way to it. Any thread. */
    boolean isIdle() {
        int now = (int) STATE.getVolatile(this);
        return now == CLOSED || (now == ASLEEP && !(boolean) POSTED.getVolatile(this));
    }
}
