package io.wishbone.router;

import io.wishbone.actor.Inlet;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.Outlet;
import io.wishbone.queue.EventQueue;
import org.jspecify.annotations.Nullable;

/** One outlet that feeds one inlet, by a queue of their own once the router runs. <em>Thread-safe.</em> */
final class Connection {
    private final ModuleRunner from;
    private final Outlet outlet;
    private final ModuleRunner to;
    private final Inlet inlet;
    private final ConnectionOptions options;
    private volatile @Nullable EventQueue queue;

    Connection(ModuleRunner from, Outlet outlet, ModuleRunner to, Inlet inlet, ConnectionOptions options) {
        this.from = from;
        this.outlet = outlet;
        this.to = to;
        this.inlet = inlet;
        this.options = options;
    }

    ModuleRunner from() {
        return from;
    }

    Outlet outlet() {
        return outlet;
    }

    ModuleRunner to() {
        return to;
    }

    Inlet inlet() {
        return inlet;
    }

    ConnectionOptions options() {
        return options;
    }

    /** Its queue, or null before the router's start. */
    @Nullable EventQueue queue() {
        return queue;
    }

    void open(EventQueue newQueue) {
        queue = newQueue;
    }

    /** Whether nothing comes through it any more: its producer has left and its consumer has taken everything. */
    boolean isFinished() {
        EventQueue opened = queue;
        return opened == null || (opened.hasEnded() && opened.size() == 0);
    }

    boolean touches(ModuleRunner module) {
        return from == module || to == module;
    }

    String outletName() {
        return from.name() + "." + outlet.name();
    }

    String inletName() {
        return to.name() + "." + inlet.name();
    }

    String name() {
        return outletName() + " -> " + inletName();
    }

    @Override
    public String toString() {
        return name();
    }
}
