package io.wishbone.actor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the modules of one router on one home, in turns.
 *
 * <p><em>Confined to its home's thread</em>, but for {@link #post} and {@link #currentModule}. A module that becomes
 * ready on its own thread is put on a run queue and never called from inside another; a turn ends after a millisecond
 * and the rest goes on in a later task, so that a long chain does not keep an event loop from its sockets.
 */
public final class Trampoline {
    private static final VarHandle CURRENT;
    private static final VarHandle CALLS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CURRENT = lookup.findVarHandle(Trampoline.class, "current", ModuleSteps.class);
            CALLS = lookup.findVarHandle(Trampoline.class, "calls", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final long TURN_NANOS = 1_000_000;
    private static final long LATE_NANOS = TURN_NANOS / 8;
    private static final int STEPS_PER_CHECK = 16;

    private final Home home;
    private final ArrayDeque<ModuleSteps> ready = new ArrayDeque<>();
    private final Runnable turn = this::turn;
    private int depth;
    private boolean posted;
    private boolean looked;
    private long deadline;
    private long lastLook;
    private long sinceLastLook;
    private boolean over;

    @SuppressWarnings("UnusedVariable") // read and written through CURRENT
    private @Nullable ModuleSteps current;

    // Tells a call that lasts from many short ones.
    private int calls;

    /** Makes the trampoline of a home. */
    public Trampoline(Home home) {
        this.home = home;
    }

    /** The home whose modules it runs. */
    public Home home() {
        return home;
    }

    /** The name of the module that is being run, or null. Any thread; what a stuck home is reported with. */
    public @Nullable String currentModule() {
        ModuleSteps running = (ModuleSteps) CURRENT.getOpaque(this);
        return running == null ? null : running.moduleName();
    }

    /** The module that is being run, or null. Any thread. */
    public @Nullable ModuleRunner running() {
        ModuleSteps running = (ModuleSteps) CURRENT.getOpaque(this);
        return running == null ? null : running.runner();
    }

    /** A number that changes with each call of a module. Any thread. */
    public int calls() {
        return (int) CALLS.getOpaque(this);
    }

    /** Runs a module soon; once for each change from asleep to scheduled. */
    void schedule(ModuleSteps module) {
        ready.add(module);
        if (depth == 0) {
            postTurn();
        }
    }

    /**
     * Runs a task on this home. Any thread; ignored once the home has closed.
     *
     * @return whether the home takes tasks
     */
    public boolean post(Runnable task) {
        try {
            home.execute(task);
            return true;
        } catch (RejectedExecutionException closed) {
            // The router has stopped; what is left in queues was reported by its stop.
            return false;
        }
    }

    /** Notes which module runs, for reports of one that does not return; gives the one that ran before. */
    @Nullable ModuleSteps running(@Nullable ModuleSteps module) {
        ModuleSteps before = current;
        CALLS.setOpaque(this, calls + 1);
        CURRENT.setOpaque(this, module);
        return before;
    }

    /** Begins a stretch of work on this home: modules that become ready wait for {@link #leave}. */
    void enter() {
        depth++;
    }

    /** Ends a stretch of work; the outermost runs what has become ready. */
    void leave() {
        if (depth == 1 && !ready.isEmpty()) {
            runReady();
        }
        depth--;
        if (depth == 0 && !ready.isEmpty()) {
            postTurn();
        }
    }

    private void turn() {
        posted = false;
        enter();
        leave();
    }

    private void postTurn() {
        if (!posted) {
            posted = true;
            post(turn);
        }
    }

    private void runReady() {
        looked = false;
        over = false;
        int steps = 0;
        while (!over) {
            ModuleSteps module = ready.poll();
            if (module == null) {
                break;
            }
            CALLS.setOpaque(this, calls + 1);
            CURRENT.setOpaque(this, module);
            if (step(module)) {
                ready.add(module);
            }
            if (++steps % STEPS_PER_CHECK == 0) {
                isTurnOver();
            }
        }
        CURRENT.setOpaque(this, (ModuleSteps) null);
    }

    /** Whatever goes wrong in a step, the run queue goes on. */
    private static boolean step(ModuleSteps module) {
        try {
            return module.step();
        } catch (Throwable cause) {
            return module.recover(cause);
        }
    }

    /**
     * Looks at the clock; after the end of a turn, the modules that are still ready wait for the next one. A turn
     * begins with its first look, since most turns are over before they need any.
     */
    boolean isTurnOver() {
        long now = home.nanoTime();
        if (!looked) {
            looked = true;
            deadline = now + TURN_NANOS;
            lastLook = now;
        }
        sinceLastLook = now - lastLook;
        lastLook = now;
        over |= now - deadline >= 0;
        return over;
    }

    /** Whether the last look came late after the one before it, in the same turn. */
    boolean isLookLate() {
        return sinceLastLook > LATE_NANOS;
    }
}
