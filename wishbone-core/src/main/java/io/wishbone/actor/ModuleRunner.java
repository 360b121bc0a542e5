package io.wishbone.actor;

import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import io.wishbone.queue.EventQueue;
import io.wishbone.queue.Signal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Drives one module: gives it its events in batches, minds its gates, and keeps its accounts.
 *
 * <p>Routers and test kits use it. <em>Confined to its module's thread</em>, but for {@link #wake} and what says so. A
 * module is idle, or scheduled (on its home's run queue, or running); whoever changes idle to scheduled hands it over.
 */
public final class ModuleRunner implements Signal {
    private static final int ASLEEP = 0;
    private static final int SCHEDULED = 1;
    private static final int CLOSED = 2;
    private static final int BATCH = 256;
    private static final int FIRST_CHECK = 4;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(ModuleRunner.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String name;
    private final Actor actor;
    private final ModuleContext context;
    private final ModuleCounters counters = new ModuleCounters();
    private final ModuleAccounts accounts = new ModuleAccounts();
    private final Outcomes outcomes;
    private final PendingWork pending;
    private final Runnable arrival = this::arrive;
    private final Callback onBatchEnd;

    private @Nullable Trampoline trampoline;
    private Inlet[] dataInlets = {};
    private Inlet[] controlInlets = {};
    private Gates gates = new Gates(List.of());
    private @Nullable Source source;

    private volatile int state = CLOSED;
    private volatile ModuleState lifecycle = ModuleState.NEW;
    private volatile boolean sourceReady = true;
    private boolean stepping;
    private boolean paused;
    private int firstInlet;
    private @Nullable Completion inherited;

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
        this.onBatchEnd = actor::onBatchEnd;
        this.context = new ModuleContext(this, log, clock);
        this.outcomes = new Outcomes(this, actor, accounts, context);
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
     * @param homes the trampolines of its homes; the first runs the module
     * @param emitterPerHome whether its outlets are used by {@link Emitter}, batch by batch
     */
    public void place(List<Trampoline> homes, boolean emitterPerHome) {
        this.trampoline = homes.get(0);
        actor.outlets().forEach(outlet -> open(outlet, homes, emitterPerHome));
        actor.nowhere().ifPresent(outlet -> open(outlet, homes, emitterPerHome));
    }

    private void open(Outlet outlet, List<Trampoline> homes, boolean emitterPerHome) {
        List<Emitter> ends = new ArrayList<>();
        for (Trampoline home : homes) {
            ends.add(new Emitter(outlet, this, home, !emitterPerHome));
        }
        outlet.open(ends);
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
        dataInlets = connectedInlets(false);
        controlInlets = connectedInlets(true);
        actor.dropLooseOutlets();
        gates = new Gates(actor.outlets());
        source = actor.source();
        state = ASLEEP;
        call(() -> {
            try {
                actor.onStart();
                lifecycle = ModuleState.RUNNING;
                pending.onStart().done();
            } catch (Throwable cause) {
                lifecycle = ModuleState.FAILED;
                pending.onStart().failed(cause);
            }
        });
        if (lifecycle == ModuleState.FAILED) {
            state = CLOSED;
            return;
        }
        wake();
    }

    private Inlet[] connectedInlets(boolean control) {
        return actor.inlets().stream()
                .filter(inlet -> inlet.isControl() == control && inlet.queue() != null)
                .toArray(Inlet[]::new);
    }

    /** Tells the module that its router begins to stop. Any thread. */
    public void announceStop() {
        trampoline().post(() -> {
            if (lifecycle == ModuleState.RUNNING) {
                call(() -> attempt("onStop", actor::onStop));
            }
        });
    }

    /** Tells the module to open again what it holds open by name; nothing if it does not run. Any thread. */
    public void reopen() {
        trampoline().post(() -> {
            if (lifecycle == ModuleState.RUNNING || lifecycle == ModuleState.DRAINING) {
                call(() -> attempt("onReopen", actor::onReopen));
            }
        });
    }

    /** Tells the module to emit what it gathers, or an input to close its door. Any thread. */
    public CompletableFuture<Void> drain() {
        return onHome(() -> {
            if (lifecycle == ModuleState.RUNNING) {
                lifecycle = ModuleState.DRAINING;
                source = null;
                call(() -> attempt("onDrain", actor::onDrain));
            }
        });
    }

    /** Gives the module nothing more, so that its queues can be counted. Any thread. */
    public CompletableFuture<Void> halt() {
        return onHome(() -> state = CLOSED);
    }

    /** Ends the module. Any thread. */
    public CompletableFuture<Void> close() {
        return onHome(() -> {
            state = CLOSED;
            if (lifecycle != ModuleState.NEW) {
                ModuleRunner before = trampoline().running(this);
                attempt("onClose", actor::onClose);
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
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean posted = trampoline().post(() -> {
            task.run();
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
            context.log().warn("module \"{}\" failed in {}", name, what, cause);
        }
    }

    /** Tells the sources of what is left that it will not be delivered; the stop has counted it. */
    private void discardLeft() {
        for (Inlet inlet : actor.inlets()) {
            EventQueue queue = inlet.queue();
            Event event = queue == null ? null : queue.discard();
            while (queue != null && event != null) {
                Completion completion = event.completion();
                if (completion != null) {
                    completion.fail(new Completion.Failure("stopped", "left in " + queue.name() + " at the stop"));
                    completion.release();
                }
                event = queue.discard();
            }
        }
        actor.outlets().forEach(outlet -> outlet.emitters().forEach(Emitter::discardOverflow));
    }

    // ---- scheduling ----

    /** Makes the module look at its queues and gates soon. Any thread. */
    @Override
    public void wake() {
        if ((int) STATE.getVolatile(this) == ASLEEP && STATE.compareAndSet(this, ASLEEP, SCHEDULED)) {
            trampoline().schedule(this);
        }
    }

    void wakeSource() {
        sourceReady = true;
        wake();
    }

    Runnable arrival() {
        return arrival;
    }

    private void arrive() {
        trampoline().arrive(this);
    }

    /**
     * Runs one batch: control inlets, then, while no gate is closed, data inlets and source.
     *
     * @return whether there is more to do, so that the module stays scheduled
     */
    boolean step() {
        if (state == CLOSED) {
            return false;
        }
        stepping = true;
        gates.tryOpen();
        boolean cutShort = false;
        for (Inlet inlet : controlInlets) {
            cutShort |= consume(inlet);
        }
        cutShort |= consumeData();
        produce();
        batchEnd();
        stepping = false;
        if (cutShort && hasWork()) {
            return true;
        }
        return !fallAsleep();
    }

    /** Goes to sleep unless there is work after all; tells whether it did. */
    private boolean fallAsleep() {
        STATE.setOpaque(this, ASLEEP);
        VarHandle.fullFence();
        return !hasWork() || !STATE.compareAndSet(this, ASLEEP, SCHEDULED);
    }

    private boolean hasWork() {
        if (hasEvents(controlInlets)) {
            return true;
        }
        if (!gates.areOpen()) {
            return gates.canProceed();
        }
        return !paused && (hasEvents(dataInlets) || (source != null && sourceReady));
    }

    private static boolean hasEvents(Inlet[] inlets) {
        for (Inlet inlet : inlets) {
            EventQueue queue = inlet.queue();
            if (queue != null && !queue.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private boolean consumeData() {
        boolean cutShort = false;
        int count = dataInlets.length;
        for (int i = 0; i < count && isFlowing(); i++) {
            cutShort |= consume(dataInlets[(firstInlet + i) % count]);
        }
        firstInlet = count == 0 ? 0 : (firstInlet + 1) % count;
        return cutShort;
    }

    private boolean isFlowing() {
        return gates.areOpen() && !paused;
    }

    /** Consumes a batch from an inlet; tells whether it stopped before the queue was empty. */
    private boolean consume(Inlet inlet) {
        EventQueue queue = inlet.queue();
        if (queue == null) {
            return false;
        }
        EventHandler handler = inlet.handler();
        boolean always = inlet.isControl();
        int count = 0;
        int nextCheck = FIRST_CHECK;
        boolean cutShort = true;
        while (count < BATCH && (always || isFlowing())) {
            Event event = queue.poll();
            if (event == null) {
                cutShort = false;
                break;
            }
            dispatch(handler, event);
            if (++count == nextCheck) {
                nextCheck <<= 1;
                if (trampoline().isTurnOver()) {
                    break;
                }
            }
        }
        if (count > 0) {
            queue.publishPolled();
        }
        return cutShort;
    }

    private void dispatch(EventHandler handler, Event event) {
        accounts.dispatchBegins();
        boolean threw = false;
        Completion completion = event.completion();
        if (completion != null) {
            inherited = completion;
        }
        try {
            handler.handle(event);
        } catch (Throwable cause) {
            threw = true;
            outcomes.handlerFailed(event, cause);
        }
        accounts.dispatchEnded(threw);
        if (completion != null) {
            inherited = null;
            completion.release();
        }
    }

    private void produce() {
        Source producing = source;
        if (producing == null || !sourceReady || !isFlowing()) {
            return;
        }
        sourceReady = false;
        VarHandle.fullFence();
        try {
            if (producing.produce(BATCH) > 0) {
                sourceReady = true;
            }
        } catch (Throwable cause) {
            context.log().warn("the source of module \"{}\" failed; it goes on after the next wake", name, cause);
        }
    }

    private void batchEnd() {
        if (lifecycle != ModuleState.FAILED) {
            attempt("onBatchEnd", onBatchEnd);
        }
        accounts.batchEnded();
        gates.publish();
    }

    /** Runs a task as the module, on its thread: what it submits is published when it returns. */
    void call(Runnable task) {
        if (stepping) {
            task.run();
            return;
        }
        Trampoline home = trampoline();
        home.enter();
        ModuleRunner before = home.running(this);
        stepping = true;
        try {
            task.run();
        } catch (Throwable cause) {
            context.log().warn("a task of module \"{}\" failed", name, cause);
        } finally {
            batchEnd();
            stepping = false;
            home.running(before);
            if (!gates.areOpen()) {
                wake();
            }
            home.leave();
        }
    }

    void pause(boolean newPaused) {
        paused = newPaused;
        if (!newPaused) {
            wake();
        }
    }

    // ---- what the module's outlets and holds tell ----

    boolean isStepping() {
        return stepping;
    }

    void submitted() {
        accounts.submitted();
    }

    Event inheriting(Event event) {
        Completion parent = inherited;
        return parent != null && event.completion() == null ? event.withCompletion(parent) : event;
    }

    /** Sets what events without a completion get on submission; gives what it was. */
    @Nullable Completion inherit(@Nullable Completion parent) {
        Completion before = inherited;
        inherited = parent;
        return before;
    }

    void gateClosed(Emitter emitter) {
        if (emitter.isStepped()) {
            gates.closedOne();
        }
    }

    Outcomes outcomes() {
        return outcomes;
    }

    Pending begin(String what) {
        return pending.begin(what);
    }

    // ---- what routers and test kits ask; any thread ----

    ModuleContext context() {
        return context;
    }

    ModuleCounters counters() {
        return counters;
    }

    /** Whether the module has a home. */
    public boolean isPlaced() {
        return trampoline != null;
    }

    /** The module's own home and run queue. */
    public Trampoline trampoline() {
        if (trampoline == null) {
            throw new IllegalStateException("module \"" + name + "\" has no home before its router is started");
        }
        return trampoline;
    }

    /** All outlets, and that which stands for none where a group of them has none. Any thread. */
    public List<Outlet> outlets() {
        List<Outlet> outlets = new ArrayList<>(actor.outlets());
        actor.nowhere().ifPresent(outlets::add);
        return outlets;
    }

    /** The module's own counters and gauges by name. Any thread. */
    public Map<String, Long> counterValues() {
        return counters.snapshot();
    }

    /** How many events the module holds. Any thread. */
    public long held() {
        return accounts.held();
    }

    /** What the module began and has not ended. Any thread. */
    public List<String> pending() {
        return pending.names();
    }

    /** Whether the module sleeps; its queues are the asker's to look at. Any thread. */
    public boolean isIdle() {
        return state != SCHEDULED;
    }

    /** Whether the module sleeps, holds nothing and has nothing begun. Any thread. */
    public boolean isAtRest() {
        return isIdle() && held() == 0 && pending.isEmpty();
    }

    /** The module's accounts. Any thread. */
    public ModuleLedger ledger() {
        long consumed = actor.inlets().stream()
                .map(Inlet::queue)
                .mapToLong(queue -> queue == null ? 0 : queue.outTotal())
                .sum();
        long submitted = actor.outlets().stream()
                .filter(outlet -> outlet != actor.failed())
                .mapToLong(Outlet::submitted)
                .sum();
        submitted += actor.nowhere().map(Outlet::submitted).orElse(0L);
        boolean perHome = actor.failed().emitters().stream().anyMatch(emitter -> !emitter.isStepped());
        return accounts.snapshot(name, consumed, submitted, perHome);
    }
}
