package io.wishbone.actor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Keeps the accounts of one module, so that {@code consumed + created = submitted + absorbed + failed + held}.
 *
 * <p><em>Confined to its module's thread</em>, but for {@link #held} and {@link #snapshot}. What is consumed and
 * submitted is counted by the queues; here is what becomes of events in between. Within a handler, one event in and one
 * out need no entry.
 */
final class ModuleAccounts {
    private static final VarHandle HELD;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(ModuleAccounts.class, "held", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long created;
    private long absorbed;
    private long failed;
    private long held;

    /**
     * A handler returned, and not exactly one event came out of it: if none did, it ended there, otherwise the rest was
     * created.
     *
     * @param outcomes how many came out of it
     */
    void handled(int outcomes) {
        if (outcomes == 0) {
            absorbed++;
        } else {
            created += outcomes - 1;
        }
    }

    /** Events came out of the module that came from none. */
    void created(int events) {
        created += events;
    }

    void holdBegan() {
        HELD.setOpaque(this, held + 1);
    }

    void holdEnded() {
        HELD.setOpaque(this, held - 1);
    }

    void absorbed() {
        absorbed++;
    }

    void failed() {
        failed++;
    }

    long held() {
        return (long) HELD.getOpaque(this);
    }

    ModuleLedger snapshot(String module, long consumed, long submitted, boolean onlyCreates) {
        return new ModuleLedger(
                module, consumed, onlyCreates ? submitted : created, submitted, absorbed, failed, held());
    }
}
