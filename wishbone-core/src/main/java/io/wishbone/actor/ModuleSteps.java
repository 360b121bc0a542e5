package io.wishbone.actor;

import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import io.wishbone.queue.EventQueue;
import io.wishbone.queue.Signal;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs one module step by step: gives it its events in batches while its gates are open, and keeps its accounts.
 *
 * <p><em>Confined to its module's thread</em>, but for {@link #wake}, {@link #wakeSource} and {@link #isIdle}. A module
 * is asleep, or scheduled, which is on its home's run queue or running; see {@link WakeUps}.
 */
final class ModuleSteps implements Signal {
    private static final int BATCH = 256;
    private static final int MOST_UNCHECKED = 128;

    private final ModuleRunner runner;
    private final String name;
    private final Actor actor;
    private final Faults faults;
    private final StallClock stall;
    private final Trampoline trampoline;
    private final ModuleAccounts accounts;
    private final Outcomes outcomes;
    private final Batch batch;
    private final WakeUps wakeUps = new WakeUps();
    private final Runnable arrival = this::arrive;

    private InletTurns inlets = new InletTurns(List.of());
    private Gates gates = new Gates(List.of());
    private @Nullable Source source;
    private boolean sourceReady = true;
    private volatile boolean sourceWoken;
    private boolean paused;
    private boolean flowing = true;
    private boolean hasFailed;
    private int checkEvery = 1;

    ModuleSteps(ModuleRunner runner, Trampoline trampoline, ModuleAccounts accounts, Outcomes outcomes, Batch batch) {
        this.runner = runner;
        this.name = runner.name();
        this.actor = runner.actor();
        this.faults = runner.faults();
        this.stall = new StallClock(trampoline.home());
        this.trampoline = trampoline;
        this.accounts = accounts;
        this.outcomes = outcomes;
        this.batch = batch;
    }

    Trampoline trampoline() {
        return trampoline;
    }

    /** Takes what is connected now; from here on the module may be woken. */
    void open() {
        lookAtConnections();
        source = actor.source();
        wakeUps.open(hasPeersAway());
    }

    private void lookAtConnections() {
        OutletGroup group = actor.outletGroup();
        if (group != null) {
            group.refresh();
        }
        inlets = new InletTurns(actor.inlets());
        gates = new Gates(actor.outlets());
    }

    /** Changes connections while the module runs. */
    void rewire(Runnable change) {
        call(() -> {
            change.run();
            lookAtConnections();
            gates.tryOpen();
            noteFlow();
            if (hasPeersAway()) {
                wakeUps.openToOthers();
            }
            try {
                actor.onRewired();
            } catch (Throwable cause) {
                faults.warn("module \"{}\" failed in onRewired", "onRewired", cause);
            }
        });
        wake();
    }

    private boolean hasPeersAway() {
        return actor.inlets().stream().flatMap(inlet -> inlet.queues().stream()).anyMatch(ModuleSteps::isAway)
                || actor.outlets().stream().anyMatch(outlet -> isAway(outlet.queue()));
    }

    private static boolean isAway(@Nullable EventQueue queue) {
        return queue != null && !queue.isSameThread();
    }

    /** Gives the module nothing more. */
    void close() {
        wakeUps.close();
    }

    /** The module could not start: nothing of it is called any more. */
    void fail() {
        hasFailed = true;
        close();
    }

    /** The module makes no more events by itself. */
    void endSource() {
        source = null;
    }

    // ---- what wakes it; any thread ----

    @Override
    public void wake() {
        if (trampoline.home().isCurrent()) {
            wakeHere();
        } else {
            wakeFromAway();
        }
    }

    private void wakeHere() {
        if (wakeUps.here()) {
            trampoline.schedule(this);
        }
    }

    private void wakeFromAway() {
        if (wakeUps.fromAway()) {
            trampoline.post(arrival);
        }
    }

    private void arrive() {
        trampoline.enter();
        wakeHere();
        wakeUps.arrived();
        trampoline.leave();
    }

    void wakeSource() {
        if (trampoline.home().isCurrent()) {
            sourceReady = true;
            wakeHere();
        } else {
            sourceWoken = true;
            wakeFromAway();
        }
    }

    boolean isIdle() {
        return wakeUps.isIdle();
    }

    // ---- steps ----

    /**
     * Runs one batch: control inlets, then, while no gate is closed, data inlets and source.
     *
     * @return whether there is more to do, so that the module stays scheduled
     */
    boolean step() {
        if (wakeUps.isClosed()) {
            return false;
        }
        batch.begin();
        if (!gates.areOpen()) {
            gates.tryOpen();
            noteFlow();
        }
        boolean cutShort = consumeAll();
        if (source != null) {
            produce(source);
        }
        endBatch();
        if (cutShort && hasWork()) {
            return true;
        }
        wakeUps.fallAsleep();
        if (hasWork()) {
            wakeUps.stayAwake();
            return true;
        }
        return false;
    }

    private boolean hasWork() {
        if (inlets.controlsHaveWork()) {
            return true;
        }
        if (!gates.areOpen()) {
            return gates.canProceed();
        }
        return !paused && (inlets.dataHasWork() || (source != null && (sourceReady || sourceWoken)));
    }

    /** Consumes a batch from each inlet; those of data take turns at being first. */
    private boolean consumeAll() {
        boolean cutShort = false;
        for (int i = 0; i < inlets.size(); i++) {
            Inlet inlet = inlets.get(i);
            if (!flowing && !inlet.isControl()) {
                break;
            }
            cutShort |= consume(inlet);
        }
        inlets.next();
        return cutShort;
    }

    /** Notes whether the module is given data, after a gate or a pause changed. */
    private void noteFlow() {
        boolean areOpen = gates.areOpen();
        if (areOpen) {
            stall.end();
        }
        flowing = areOpen && !paused;
    }

    /** Consumes a batch from an inlet; tells whether it stopped before the queue was empty. */
    private boolean consume(Inlet inlet) {
        EventQueue queue = inlet.queue();
        if (queue == null) {
            return false;
        }
        EventHandler handler = inlet.handler();
        boolean always = inlet.isControl();
        accounts.created(batch.takeOutcomes());
        int count = 0;
        int lookAt = checkEvery;
        boolean cutShort = true;
        while (flowing || always) {
            Event event = queue.poll();
            if (event == null) {
                cutShort = false;
                break;
            }
            dispatch(handler, event);
            if (++count == lookAt) {
                if (count >= BATCH || isTurnOver()) {
                    break;
                }
                lookAt = Math.min(BATCH, count + checkEvery);
            }
        }
        if (count > 0) {
            queue.publishPolled();
        }
        return cutShort || (queue.hasEnded() && inlet.advance());
    }

    /**
     * Looks at the clock: often enough to end a turn in time, and no more often, since it costs as much as a few hops.
     */
    private boolean isTurnOver() {
        boolean isOver = trampoline.isTurnOver();
        if (trampoline.isLookLate()) {
            checkEvery = 1;
        } else if (checkEvery < MOST_UNCHECKED) {
            checkEvery <<= 1;
        }
        return isOver;
    }

    private void dispatch(EventHandler handler, Event event) {
        Completion completion = event.completion();
        if (completion == null) {
            handle(handler, event);
        } else {
            batch.inherit(completion);
            handle(handler, event);
            batch.inherit(null);
            outcomes.release(completion);
        }
    }

    private void handle(EventHandler handler, Event event) {
        try {
            handler.handle(event);
        } catch (Throwable cause) {
            outcomes.handlerFailed(event, cause);
        }
        if (!batch.takeOneOutcome()) {
            accounts.handled(batch.takeOutcomes());
        }
    }

    private void produce(Source producing) {
        if (sourceWoken) {
            sourceWoken = false;
            VarHandle.fullFence();
            sourceReady = true;
        }
        if (!sourceReady || !flowing) {
            return;
        }
        sourceReady = false;
        try {
            if (producing.produce(BATCH) > 0) {
                sourceReady = true;
            }
        } catch (Throwable cause) {
            faults.warn("the source of module \"{}\" failed; it goes on after the next wake", "its source", cause);
        }
    }

    private void endBatch() {
        if (!hasFailed) {
            try {
                actor.onBatchEnd();
            } catch (Throwable cause) {
                faults.warn("module \"{}\" failed in onBatchEnd", "onBatchEnd", cause);
            }
        }
        accounts.created(batch.takeOutcomes());
        gates.publish();
        batch.end();
    }

    /**
     * Something went wrong in a step that no handler's failure explains: the module begins anew with its next event.
     *
     * @return whether it stays scheduled
     */
    boolean recover(Throwable cause) {
        batch.reset();
        faults.broke("a step", cause);
        return !wakeUps.isClosed();
    }

    /** Runs a task as the module, on its thread: what it submits is published when it returns. */
    void call(Runnable task) {
        if (batch.isUnderWay()) {
            task.run();
            return;
        }
        trampoline.enter();
        ModuleSteps before = trampoline.running(this);
        batch.begin();
        try {
            task.run();
        } catch (Throwable cause) {
            faults.warn("a task of module \"{}\" failed", "a task", cause);
        } finally {
            endTask(before);
        }
    }

    private void endTask(@Nullable ModuleSteps before) {
        try {
            endBatch();
        } catch (Throwable cause) {
            recover(cause);
        }
        trampoline.running(before);
        if (!gates.areOpen()) {
            wakeHere();
        }
        trampoline.leave();
    }

    void pause(boolean newPaused) {
        paused = newPaused;
        noteFlow();
        if (!newPaused) {
            wake();
        }
    }

    void gateClosed() {
        gates.closedOne();
        flowing = false;
        stall.begin();
    }

    /** For how long the module was given no data because an outlet was full, in nanoseconds. Any thread. */
    long stalledNanos() {
        return stall.nanos();
    }

    ModuleRunner runner() {
        return runner;
    }

    String moduleName() {
        return name;
    }
}
