package io.wishbone.module.flow;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;

/**
 * Hands the events of every connected inlet to {@code outbox}; the names of inlets are free. Inlets are served in turn,
 * in batches; the order within each is kept.
 */
public final class Funnel extends Actor {
    private final Outlet outbox = outlet(OUTBOX);

    /** Makes a funnel without inlets; connecting to any name makes one. */
    public Funnel() {
        dynamicInlets(outbox::submit);
    }
}
