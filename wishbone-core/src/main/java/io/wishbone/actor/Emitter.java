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

    static {
        try {
            UNCONNECTED = MethodHandles.lookup().findVarHandle(Emitter.class, "unconnected", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Outlet outlet;
    private final ModuleRunner runner;
    private final Trampoline trampoline;
    private final boolean stepped;
    private final AtomicBoolean resumePosted = new AtomicBoolean();
    private final Signal signal;
    private Runnable onOpen = () -> {};
    private @Nullable QueueProducer producer;
    private boolean dirty;
    private int batches;
    private boolean open = true;
    private long unconnected;

    /**
     * Makes an end.
     *
     * @param stepped whether the runner publishes after each of its steps and reopens the gate; else the module does,
     *     by {@code begin}, {@code end} and {@code onOpen}
     */
    Emitter(Outlet outlet, ModuleRunner runner, Trampoline trampoline, boolean stepped) {
        this.outlet = outlet;
        this.runner = runner;
        this.trampoline = trampoline;
        this.stepped = stepped;
        this.signal = stepped ? runner : this::postResume;
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
        Event submitted = stepped ? runner.inheriting(event) : event;
        QueueProducer connected = producer;
        if (connected == null) {
            if (stepped) {
                runner.submitted();
            }
            dropUnconnected(submitted);
            return;
        }
        Completion completion = submitted.completion();
        if (completion != null) {
            completion.retain();
        }
        if (stepped) {
            runner.submitted();
        }
        dirty = true;
        if (!connected.offer(submitted) && open) {
            open = false;
            runner.gateClosed(this);
        }
        if (batches == 0 && !(stepped && runner.isStepping())) {
            publish();
        }
    }

    private void dropUnconnected(Event event) {
        UNCONNECTED.setOpaque(this, unconnected + 1);
        Completion completion = event.completion();
        if (completion != null && !outlet.name().equals(Actor.SUCCESSFUL)) {
            completion.fail(new Completion.Failure(
                    "unconnected", "outlet \"" + runner.name() + "." + outlet.name() + "\" leads nowhere"));
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
        batches++;
    }

    /** Ends a batch: wakes what is downstream and, where that lives on this home, runs it before it returns. */
    public void end() {
        if (--batches == 0) {
            publish();
        }
        trampoline.leave();
        if (!open && batches == 0) {
            resumeIfPossible();
        }
    }

    void publish() {
        QueueProducer connected = producer;
        if (dirty && connected != null) {
            dirty = false;
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

    boolean isStepped() {
        return stepped;
    }

    boolean canProceed() {
        QueueProducer connected = producer;
        return connected == null || connected.canProceed();
    }

    void attach(QueueProducer newProducer) {
        this.producer = newProducer;
    }

    long unconnected() {
        return (long) UNCONNECTED.getOpaque(this);
    }
}
