package io.wishbone.actor;

import io.wishbone.event.Event;
import io.wishbone.queue.EventQueue;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named queue end at which a module hands events on.
 *
 * <p><em>Confined to its module's thread.</em> An input whose connections live on several event loops uses
 * {@link #emitter} on each. An outlet that is not connected drops what is submitted to it, and counts it as
 * {@code unconnected}.
 */
public final class Outlet {
    private final String name;
    private List<Emitter> emitters = List.of();
    private @Nullable Emitter main;
    private volatile @Nullable EventQueue queue;
    private volatile @Nullable QueueLimits ownLimits;
    private volatile @Nullable OverflowPolicy ownPolicy;

    Outlet(String name) {
        this.name = name;
    }

    /** The outlet's name within its module, such as {@code outbox}. */
    public String name() {
        return name;
    }

    /** Says how the queue behind it behaves where its connection does not. */
    void ownQueue(QueueLimits limits, OverflowPolicy policy) {
        this.ownLimits = limits;
        this.ownPolicy = policy;
    }

    /**
     * How much the queue behind it holds where its connection does not say; null to leave that to the router. Any
     * thread.
     */
    public @Nullable QueueLimits ownLimits() {
        return ownLimits;
    }

    /** What that queue does when it is full; null to leave it to the router. Any thread. */
    public @Nullable OverflowPolicy ownPolicy() {
        return ownPolicy;
    }

    /**
     * Hands an event on. Never blocks and, unless the connection's policy drops, never fails: what the queue cannot
     * take waits, and the module is given nothing more until it has gone on.
     *
     * @throws IllegalStateException if the module is not started
     */
    public void submit(Event event) {
        Emitter emitter = main;
        if (emitter == null) {
            throw new IllegalStateException(
                    "outlet \"" + name + "\" of a module that is not started (expected: submit from"
                            + " onStart on, on the module's thread)");
        }
        emitter.submit(event);
    }

    /** Whether something is connected, so that events go anywhere. Any thread. */
    public boolean isConnected() {
        return queue != null;
    }

    /**
     * Whether what it feeds takes more. A module asks before it submits what no event asked for, such as a reminder;
     * what it consumes needs no such question, since it is given nothing while an outlet is full.
     */
    public boolean isOpen() {
        Emitter emitter = main;
        return emitter == null || emitter.isOpen();
    }

    /** What it feeds, or null while nothing is connected. Any thread. */
    public @Nullable EventQueue queue() {
        return queue;
    }

    /**
     * The end of this outlet on one of the homes that the module's placement named.
     *
     * @throws IllegalArgumentException if the placement did not name it
     */
    public Emitter emitter(Home home) {
        for (Emitter emitter : emitters) {
            if (emitter.home().equals(home)) {
                return emitter;
            }
        }
        throw new IllegalArgumentException("home " + home.name() + " is not in the module's placement");
    }

    /**
     * Connects the outlet before its module starts: the producers of the queue are taken in the order of
     * {@link #emitters}. The router's part.
     */
    public void attach(EventQueue newQueue) {
        this.queue = newQueue;
        for (int i = 0; i < emitters.size(); i++) {
            emitters.get(i).attach(newQueue.producer(i));
        }
    }

    /** Makes one of its ends feed another queue, or none, from now on. That end's home. */
    void switchEnd(int index, @Nullable EventQueue newQueue) {
        emitters.get(index).switchTo(newQueue == null ? null : newQueue.producer(index));
        if (index == 0) {
            queue = newQueue;
        }
    }

    /** Its ends, one for each home of the module. The router's part. */
    public List<Emitter> emitters() {
        return emitters;
    }

    void open(List<Emitter> newEmitters) {
        this.emitters = List.copyOf(newEmitters);
        this.main = newEmitters.get(0);
    }

    /** How many events were submitted while nothing was connected. Any thread. */
    public long unconnected() {
        return emitters.stream().mapToLong(Emitter::unconnected).sum();
    }

    /**
     * For how long what it feeds took nothing, until now, in nanoseconds; the sum over its ends where it has several.
     * Any thread.
     */
    public long stalledNanos() {
        return emitters.stream().mapToLong(Emitter::stalledNanos).sum();
    }

    /** How many events were submitted. Any thread. */
    public long submitted() {
        EventQueue connected = queue;
        long before = emitters.stream().mapToLong(Emitter::submittedBefore).sum();
        return before + unconnected() + (connected == null ? 0 : connected.inTotal());
    }
}
