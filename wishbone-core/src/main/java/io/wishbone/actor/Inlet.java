package io.wishbone.actor;

import io.wishbone.queue.EventQueue;
import org.jspecify.annotations.Nullable;

/** A named queue end at which a module receives events. <em>Confined to its module's thread.</em> */
public final class Inlet {
    private final String name;
    private final EventHandler handler;
    private final boolean control;
    private @Nullable EventQueue queue;

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

    /** What arrives here, or null while nothing is connected. */
    public @Nullable EventQueue queue() {
        return queue;
    }

    /** Connects the inlet; the router's part. */
    public void attach(EventQueue newQueue) {
        this.queue = newQueue;
    }

    EventHandler handler() {
        return handler;
    }
}
