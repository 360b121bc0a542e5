package io.wishbone.actor;

import io.wishbone.queue.EventQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named queue end at which a module receives events. <em>Confined to its module's thread.</em>
 *
 * <p>When it is connected anew while the module runs, what is left in the old queue comes before what is in the new
 * one.
 */
public final class Inlet {
    private final String name;
    private final EventHandler handler;
    private final boolean control;
    private final Deque<EventQueue> next = new ArrayDeque<>(0);
    private volatile @Nullable EventQueue queue;
    private volatile long consumedBefore;

    Inlet(String name, EventHandler handler, boolean control) {
        this.name = name;
        this.handler = handler;
        this.control = control;
    }

    /** The inlet's name within its module, such as {@code inbox}. */
    public String name() {
        return name;
    }

    /** Whether it steers the module and stays live while the module's outlets are full. */
    public boolean isControl() {
        return control;
    }

    /** What arrives here, or null while nothing is connected and nothing is left. Any thread. */
    public @Nullable EventQueue queue() {
        return queue;
    }

    /** Connects the inlet, behind what was connected before; the router's part. */
    public void attach(EventQueue newQueue) {
        if (queue == null) {
            queue = newQueue;
        } else {
            next.add(newQueue);
        }
    }

    /**
     * Goes on to the first queue out of which something may come, or to none.
     *
     * @return whether it went on
     */
    boolean advance() {
        boolean wentOn = false;
        EventQueue current = queue;
        while (current != null && current.hasEnded() && current.isEmpty()) {
            long consumed = consumedBefore + current.outTotal();
            consumedBefore = consumed;
            current = next.poll();
            queue = current;
            wentOn = true;
        }
        return wentOn;
    }

    /** The queues that it reads, in their order. */
    List<EventQueue> queues() {
        List<EventQueue> queues = new ArrayList<>(next);
        EventQueue current = queue;
        if (current != null) {
            queues.add(0, current);
        }
        return queues;
    }

    /** How many events the module has taken here. Any thread. */
    long consumed() {
        EventQueue current = queue;
        return consumedBefore + (current == null ? 0 : current.outTotal());
    }

    EventHandler handler() {
        return handler;
    }
}
