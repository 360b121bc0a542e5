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

    private int submissions;
    private int holdsBegun;
    private long created;
    private long absorbed;
    private long failed;
    private long held;

    void submitted() {
        submissions++;
    }

    /** The last submission was no new event: it ended a hold or is counted as failed. */
    void lastSubmissionWasCounted() {
        submissions--;
    }

    /** A handler is about to be called: what was submitted or held before it was not its doing. */
    void dispatchBegins() {
        if ((submissions | holdsBegun) != 0) {
            batchEnded();
        }
    }

    /** A handler returned: what did not come out of it ended there, what came out more than once was created. */
    void dispatchEnded(boolean threw) {
        int outcomes = submissions + holdsBegun + (threw ? 1 : 0);
        submissions = 0;
        holdsBegun = 0;
        if (outcomes == 0) {
            absorbed++;
        } else if (outcomes > 1) {
            created += outcomes - 1;
        }
    }

    /** A batch has ended: what was submitted or held outside of handlers was created. */
    void batchEnded() {
        created += submissions + holdsBegun;
        submissions = 0;
        holdsBegun = 0;
    }

    void holdBegan() {
        holdsBegun++;
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
