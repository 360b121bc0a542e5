package io.wishbone.actor;

import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import io.wishbone.queue.QueueProducer;
import io.wishbone.queue.Signal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The end of an outlet on one home.
 *
 * <p><em>Confined to that home's thread.</em> Most modules have one home and never see this class. An input whose
 * connections live on several event loops submits to the emitter of the loop that it is on, between {@link #begin} and
 * {@link #end}, and asks {@link #isOpen} before it takes more from a socket.
 */
public final class Emitter {
    private static final VarHandle UNCONNECTED;
    private static final VarHandle BEFORE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            UNCONNECTED = lookup.findVarHandle(Emitter.class, "unconnected", long.class);
            BEFORE = lookup.findVarHandle(Emitter.class, "before", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Outlet outlet;
    private final String module;
    private final Trampoline trampoline;
    private final Batch batch;
    private final @Nullable ModuleSteps steps;
    private final AtomicBoolean resumePosted = new AtomicBoolean();
    private final Signal signal;
    private final StallClock stall;
    private Runnable onOpen = () -> {};
    private @Nullable QueueProducer producer;
    private boolean open = true;
    private long unconnected;
    private long before;

    /**
     * Makes an end that a module's steps use: they publish after each batch and reopen the gate.
     *
     * @param batch the module's
     */
    Emitter(Outlet outlet, ModuleSteps steps, Batch batch) {
        this.outlet = outlet;
        this.module = steps.moduleName();
        this.trampoline = steps.trampoline();
        this.batch = batch;
        this.steps = steps;
        this.signal = steps;
        this.stall = new StallClock(trampoline.home());
    }

    /** Makes an end that a module uses by itself, by {@code begin}, {@code end} and {@code onOpen}. */
    Emitter(Outlet outlet, String module, Trampoline trampoline) {
        this.outlet = outlet;
        this.module = module;
        this.trampoline = trampoline;
        this.batch = new Batch();
        this.steps = null;
        this.signal = this::postResume;
        this.stall = new StallClock(trampoline.home());
    }

    /** Where this end may be used. */
    public Home home() {
        return trampoline.home();
    }

    /** Wakes this end when its gate may open. */
    public Signal signal() {
        return signal;
    }

    /** Hands an event on; see {@link Outlet#submit}. */
    public void submit(Event event) {
        assert home().isCurrent() : "submit to " + outlet.name() + " on a thread that is not " + home().name();
        QueueProducer connected = producer;
        if (connected == null) {
            batch.addOutcome();
            dropUnconnected(batch.inheriting(event));
        } else if (event.completion() == null && batch.isPlain()) {
            batch.addOutcome();
            if (!connected.offer(event)) {
                closeGate();
            }
        } else {
            submitWithCare(connected, batch.inheriting(event));
        }
    }

    /** Submits an event whose completion is to be minded, or outside a batch. */
    private void submitWithCare(QueueProducer connected, Event event) {
        Completion completion = event.completion();
        if (completion != null) {
            completion.retain();
        }
        batch.addOutcome();
        if (!connected.offer(event)) {
            closeGate();
        }
        if (!batch.isUnderWay()) {
            publish();
        }
    }

    /**
     * Hands on an event that its module gave up, with the reason as {@code header.<module>.error}: what an input does
     * that has several homes, at its {@code failed} outlet.
     */
    public void submitFailed(Event event, Throwable cause) {
        submit(Failures.note(event, module, cause, 1, null));
    }

    private void closeGate() {
        if (open) {
            open = false;
            stall.begin();
            if (steps != null) {
                steps.gateClosed();
            }
        }
    }

    private void dropUnconnected(Event event) {
        UNCONNECTED.setOpaque(this, unconnected + 1);
        Completion completion = event.completion();
        if (completion != null && !outlet.name().equals(Actor.SUCCESSFUL)) {
            completion.fail(new Completion.Failure(
                    "unconnected", "outlet \"" + module + "." + outlet.name() + "\" leads nowhere"));
        }
    }

    /** Whether the module may take more from outside. */
    public boolean isOpen() {
        return open;
    }

    /** Sets what to do when the gate opens again, on this home and within a batch. */
    public void onOpen(Runnable action) {
        this.onOpen = action;
    }

    /** Begins a batch: until {@link #end} nothing downstream runs. */
    public void begin() {
        trampoline.enter();
        batch.begin();
    }

    /** Ends a batch: wakes what is downstream and, where that lives on this home, runs it before it returns. */
    public void end() {
        boolean isOutermost = batch.end();
        if (isOutermost) {
            publish();
        }
        trampoline.leave();
        if (!open && isOutermost) {
            resumeIfPossible();
        }
    }

    void publish() {
        QueueProducer connected = producer;
        if (connected != null) {
            connected.publish();
        }
    }

    private void resumeIfPossible() {
        VarHandle.fullFence();
        QueueProducer connected = producer;
        if (connected != null && connected.canProceed()) {
            postResume();
        }
    }

    private void postResume() {
        if (!resumePosted.get() && resumePosted.compareAndSet(false, true)) {
            trampoline.post(this::resume);
        }
    }

    private void resume() {
        resumePosted.set(false);
        begin();
        try {
            if (!open && tryOpen()) {
                onOpen.run();
            }
        } finally {
            end();
        }
    }

    /** Tries to open the gate; tells whether it is open now. */
    boolean tryOpen() {
        QueueProducer connected = producer;
        open = connected == null || connected.tryOpen();
        if (open) {
            stall.end();
        }
        return open;
    }

    /** Fails what waits behind the ring, at the end of a stop. */
    void discardOverflow() {
        QueueProducer connected = producer;
        if (connected == null) {
            return;
        }
        if (home().isCurrent()) {
            connected.discardOverflow();
        } else {
            trampoline.post(connected::discardOverflow);
        }
    }

    /** Whether something is connected, so that events go anywhere. */
    public boolean isConnected() {
        return producer != null;
    }

    boolean isStepped() {
        return steps != null;
    }

    boolean canProceed() {
        QueueProducer connected = producer;
        return connected == null || connected.canProceed();
    }

    void attach(QueueProducer newProducer) {
        this.producer = newProducer;
    }

    /**
     * Feeds another queue from now on, or none; what was submitted before stays in the old one. The gate of an end that
     * steps use is theirs to look at; any other end opens.
     */
    void switchTo(@Nullable QueueProducer newProducer) {
        QueueProducer old = producer;
        if (old != null) {
            BEFORE.setOpaque(this, before + old.in());
            old.end();
        }
        producer = newProducer;
        if (!open && steps == null) {
            postResume();
        }
    }

    /** How many events were submitted to queues that it fed before. Any thread. */
    long submittedBefore() {
        return (long) BEFORE.getOpaque(this);
    }

    /** For how long the gate was closed, in nanoseconds. Any thread. */
    long stalledNanos() {
        return stall.nanos();
    }

    long unconnected() {
        return (long) UNCONNECTED.getOpaque(this);
    }
}
