package io.wishbone.actor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the modules of one router on one home, in turns.
 *
 * <p><em>Confined to its home's thread</em>, but for {@link #schedule}, {@link #post} and {@link #current}. A module
 * that becomes ready on its own thread is put on a run queue and never called from inside another; a turn ends after a
 * millisecond and the rest goes on in a later task, so that a long chain does not keep an event loop from its sockets.
 */
public final class Trampoline {
    private static final VarHandle CURRENT;

    static {
        try {
            CURRENT = MethodHandles.lookup().findVarHandle(Trampoline.class, "current", ModuleRunner.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final long TURN_NANOS = 1_000_000;
    private static final int STEPS_PER_CHECK = 8;

    private final Home home;
    private final ArrayDeque<ModuleRunner> ready = new ArrayDeque<>();
    private final Runnable turn = this::turn;
    private int depth;
    private boolean posted;
    private long deadline;
    private boolean over;

    @SuppressWarnings("UnusedVariable") // read and written through CURRENT
    private @Nullable ModuleRunner current;

    /** Makes the trampoline of a home. */
    public Trampoline(Home home) {
        this.home = home;
    }

    /** The home whose modules it runs. */
    public Home home() {
        return home;
    }

    /** The module that is being run, or null. Any thread; what a stuck home is reported with. */
    public @Nullable ModuleRunner current() {
        return (ModuleRunner) CURRENT.getOpaque(this);
    }

    /** Runs a module soon on this home. Any thread; once for each change from idle to scheduled. */
    void schedule(ModuleRunner runner) {
        if (home.isCurrent()) {
            ready.add(runner);
            if (depth == 0) {
                postTurn();
            }
        } else {
            post(runner.arrival());
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
    @Nullable ModuleRunner running(@Nullable ModuleRunner runner) {
        ModuleRunner before = current;
        CURRENT.setOpaque(this, runner);
        return before;
    }

    /** Puts a module that was scheduled from another thread on the run queue. */
    void arrive(ModuleRunner runner) {
        enter();
        ready.add(runner);
        leave();
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
        deadline = home.nanoTime() + TURN_NANOS;
        over = false;
        int steps = 0;
        while (!over) {
            ModuleRunner runner = ready.poll();
            if (runner == null) {
                break;
            }
            CURRENT.setOpaque(this, runner);
            if (runner.step()) {
                ready.add(runner);
            }
            if (++steps % STEPS_PER_CHECK == 0) {
                isTurnOver();
            }
        }
        CURRENT.setOpaque(this, (ModuleRunner) null);
    }

    /** Looks at the clock; after the end of a turn, the modules that are still ready wait for the next one. */
    boolean isTurnOver() {
        over |= home.nanoTime() - deadline >= 0;
        return over;
    }
}
