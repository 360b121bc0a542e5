package io.wishbone.actor;

import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import io.wishbone.queue.EventQueue;
import io.wishbone.queue.Signal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Drives one module through its life, and answers what is asked about it; {@link ModuleSteps} runs it.
 *
 * <p>Routers and test kits use it. <em>Thread-safe</em> once the module is placed.
 */
public final class ModuleRunner implements Signal {
    private final String name;
    private final Actor actor;
    private final ModuleContext context;
    private final ModuleCounters counters = new ModuleCounters();
    private final ModuleAccounts accounts = new ModuleAccounts();
    private final Faults faults;
    private final Outcomes outcomes;
    private final PendingWork pending;
    private final Batch batch = new Batch();

    private @Nullable ModuleSteps steps;
    private List<Trampoline> homes = List.of();
    private boolean emitterPerHome;
    private volatile ModuleState lifecycle = ModuleState.NEW;
    private volatile long busyNanos;

    /**
     * Binds an actor to a name, with the system's clock.
     *
     * @throws IllegalStateException if the actor is bound already
     */
    public ModuleRunner(String name, Actor actor, Logger log) {
        this(name, actor, log, InstantSource.system());
    }

    /**
     * Binds an actor to a name.
     *
     * @param clock tells the module what time of day it is
     * @throws IllegalStateException if the actor is bound already
     */
    public ModuleRunner(String name, Actor actor, Logger log, InstantSource clock) {
        this.name = name;
        this.actor = actor;
        this.context = new ModuleContext(this, log, clock);
        this.faults = new Faults(name, context);
        this.outcomes = new Outcomes(name, actor, accounts, batch, context, faults);
        this.pending = new PendingWork(log);
        actor.bind(this);
    }

    /** The module's name. */
    public String name() {
        return name;
    }

    /** The module. */
    public Actor actor() {
        return actor;
    }

    /** Where the module is in its life. Any thread. */
    public ModuleState lifecycle() {
        return lifecycle;
    }

    /**
     * Places the module, before anything is connected.
     *
     * @param itsHomes the trampolines of its homes; the first runs the module
     * @param hasEmitterPerHome whether its outlets are used by {@link Emitter}, batch by batch
     */
    public void place(List<Trampoline> itsHomes, boolean hasEmitterPerHome) {
        homes = List.copyOf(itsHomes);
        emitterPerHome = hasEmitterPerHome;
        steps = new ModuleSteps(this, homes.get(0), accounts, outcomes, batch);
        actor.outlets().forEach(this::openOutlet);
        OutletGroup group = actor.outletGroup();
        if (group != null) {
            openOutlet(group.nowhere());
        }
    }

    private void openOutlet(Outlet outlet) {
        outlet.open(
                emitterPerHome
                        ? homes.stream()
                                .map(home -> new Emitter(outlet, name, home))
                                .toList()
                        : List.of(new Emitter(outlet, steps(), batch)));
    }

    /** An outlet that was made by connecting it gets its ends, if the module has its home. The router's thread. */
    public void openIfNew(Outlet outlet) {
        if (isPlaced() && outlet.emitters().isEmpty()) {
            openOutlet(outlet);
        }
    }

    /** Lets an inlet of a running module read another queue, once those before it have ended. Any thread. */
    public CompletableFuture<Void> attachInlet(Inlet inlet, EventQueue queue) {
        return onHome(() -> steps().rewire(() -> inlet.attach(queue)));
    }

    /**
     * Makes an outlet of a running module feed another queue, or none. Any thread.
     *
     * @return done when none of its ends feeds the old one any more
     */
    public CompletableFuture<Void> switchOutlet(Outlet outlet, @Nullable EventQueue queue) {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int i = 0; i < homes.size(); i++) {
            int end = i;
            Runnable change = () -> outlet.switchEnd(end, queue);
            ends.add(onHome(homes.get(i), i == 0 ? () -> steps().rewire(change) : change));
        }
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }

    /**
     * Starts the module on its home. Any thread.
     *
     * @return done when the module runs; fails with what {@code onStart} threw or what it began and failed
     */
    public CompletableFuture<Void> start() {
        lifecycle = ModuleState.STARTING;
        trampoline().post(this::startHere);
        return pending.started();
    }

    private void startHere() {
        steps().open();
        steps().call(() -> {
            try {
                actor.onStart();
                lifecycle = ModuleState.RUNNING;
                pending.onStart().done();
            } catch (Throwable cause) {
                lifecycle = ModuleState.FAILED;
                steps().fail();
                pending.onStart().failed(cause);
            }
        });
        wake();
    }

    /** Tells the module that its router begins to stop. Any thread. */
    public void announceStop() {
        trampoline().post(() -> {
            if (lifecycle == ModuleState.RUNNING) {
                steps().call(() -> attempt("onStop", actor::onStop));
            }
        });
    }

    /** Tells the module to open again what it holds open by name; nothing if it does not run. Any thread. */
    public void reopen() {
        trampoline().post(() -> {
            if (lifecycle == ModuleState.RUNNING || lifecycle == ModuleState.DRAINING) {
                steps().call(() -> attempt("onReopen", actor::onReopen));
            }
        });
    }

    /** Tells the module to emit what it gathers, or an input to close its door. Any thread. */
    public CompletableFuture<Void> drain() {
        return onHome(() -> {
            if (lifecycle == ModuleState.RUNNING) {
                lifecycle = ModuleState.DRAINING;
                steps().endSource();
                steps().call(() -> attempt("onDrain", actor::onDrain));
            }
        });
    }

    /** Gives the module nothing more, so that its queues can be counted. Any thread. */
    public CompletableFuture<Void> halt() {
        return onHome(() -> steps().close());
    }

    /** Lets none of the module's outlets feed anything any more, once it has returned. Any thread. */
    public void detach() {
        outlets().stream().filter(Outlet::isConnected).forEach(outlet -> switchOutlet(outlet, null));
    }

    /** Ends the module. Any thread. */
    public CompletableFuture<Void> close() {
        return onHome(() -> {
            steps().close();
            if (lifecycle != ModuleState.NEW) {
                ModuleSteps before = trampoline().running(steps());
                attempt("onClose", actor::onClose);
                actor.discardHeld();
                trampoline().running(before);
            }
            discardLeft();
            if (lifecycle != ModuleState.FAILED) {
                lifecycle = ModuleState.STOPPED;
            }
        });
    }

    /** Runs a task on the module's home; done when it has returned, or at once if the home has closed. */
    private CompletableFuture<Void> onHome(Runnable task) {
        return onHome(trampoline(), task);
    }

    private CompletableFuture<Void> onHome(Trampoline home, Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean posted = home.post(() -> {
            try {
                task.run();
            } catch (Throwable cause) {
                faults.broke("its end", cause);
            }
            done.complete(null);
        });
        if (!posted) {
            done.complete(null);
        }
        return done;
    }

    private interface Callback {
        void call() throws Exception;
    }

    private void attempt(String what, Callback callback) {
        try {
            callback.call();
        } catch (Throwable cause) {
            faults.warn("module \"{}\" failed in " + what, what, cause);
        }
    }

    /** Tells the sources of what is left that it will not be delivered; the stop has counted it. */
    private void discardLeft() {
        for (Inlet inlet : actor.inlets()) {
            inlet.queues().forEach(this::discardLeft);
        }
        actor.outlets().forEach(outlet -> outlet.emitters().forEach(Emitter::discardOverflow));
    }

    private void discardLeft(EventQueue queue) {
        Event event = queue.discard();
        while (event != null) {
            Completion completion = event.completion();
            if (completion != null) {
                completion.fail(new Completion.Failure("stopped", "left in " + queue.name() + " at the stop"));
                outcomes.release(completion);
            }
            event = queue.discard();
        }
    }

    /** Makes the module look at its queues and gates soon. Any thread. */
    @Override
    public void wake() {
        steps().wake();
    }

    // ---- what the module's outlets and holds tell ----

    Outcomes outcomes() {
        return outcomes;
    }

    Pending begin(String what) {
        return pending.begin(what);
    }

    ModuleSteps steps() {
        if (steps == null) {
            throw new IllegalStateException("module \"" + name + "\" has no home before its router is started");
        }
        return steps;
    }

    // ---- what routers and test kits ask; any thread ----

    ModuleContext context() {
        return context;
    }

    Faults faults() {
        return faults;
    }

    /** The error that the module threw first, if it threw one, and where. Any thread. */
    public Optional<String> fault() {
        return faults.first();
    }

    /** What the module did first that would have broken what runs it, such as ending a completion twice. Any thread. */
    public Optional<Throwable> breach() {
        return faults.breach();
    }

    /**
     * For how long the module was given no data because what it feeds was full, until now, in nanoseconds; for one with
     * several homes the sum over its outlets there. Any thread.
     */
    public long stalledNanos() {
        if (steps == null) {
            return 0;
        }
        return hasHomes() ? outlets().stream().mapToLong(Outlet::stalledNanos).sum() : steps.stalledNanos();
    }

    /** Whether its outlets are used by an {@link Emitter} on each of its homes. */
    private boolean hasHomes() {
        return actor.failed().emitters().stream().anyMatch(emitter -> !emitter.isStepped());
    }

    ModuleCounters counters() {
        return counters;
    }

    /** Whether the module has a home. */
    public boolean isPlaced() {
        return steps != null;
    }

    /** The module's own home and run queue. */
    public Trampoline trampoline() {
        return steps().trampoline();
    }

    /** All outlets, and that which stands for none where a group of them has none. Any thread. */
    public List<Outlet> outlets() {
        List<Outlet> outlets = new ArrayList<>(actor.outlets());
        OutletGroup group = actor.outletGroup();
        if (group != null && (group.leadsNowhere() || group.nowhere().unconnected() > 0)) {
            outlets.add(group.nowhere());
        }
        return outlets;
    }

    /** The module's own counters and gauges by name. Any thread. */
    public Map<String, Long> counterValues() {
        return counters.snapshot();
    }

    /** What the module notes for people. Any thread. */
    public Map<String, String> notes() {
        return counters.notes();
    }

    /** How many events the module holds. Any thread. */
    public long held() {
        return accounts.held();
    }

    /** How long the module was seen to run, in nanoseconds. Any thread. */
    public long busyNanos() {
        return busyNanos;
    }

    /** Notes that the module was seen to run. Confined to the one thread that looks. */
    public void addBusyNanos(long nanos) {
        long before = busyNanos;
        busyNanos = before + nanos;
    }

    /** What the module began and has not ended. Any thread. */
    public List<String> pending() {
        return pending.names();
    }

    /** Whether the module sleeps; its queues are the asker's to look at. Any thread. */
    public boolean isIdle() {
        return steps == null || steps.isIdle();
    }

    /** Whether the module sleeps, holds nothing and has nothing begun. Any thread. */
    public boolean isAtRest() {
        return lifecycle == ModuleState.NEW || (isIdle() && held() == 0 && pending.isEmpty());
    }

    /** The module's accounts. Any thread. */
    public ModuleLedger ledger() {
        long consumed = actor.inlets().stream().mapToLong(Inlet::consumed).sum();
        long submitted = outlets().stream()
                .filter(outlet -> outlet != actor.failed())
                .mapToLong(Outlet::submitted)
                .sum();
        return accounts.snapshot(name, consumed, submitted, hasHomes());
    }
}
