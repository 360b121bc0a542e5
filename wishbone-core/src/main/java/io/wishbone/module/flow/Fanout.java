package io.wishbone.module.flow;

import io.wishbone.actor.Actor;
import io.wishbone.actor.OutletGroup;

/**
 * Hands each event in {@code inbox} to every connected outlet; the names of outlets are free.
 *
 * <p>All outlets get the same event, which is immutable. One outlet that is full stops all, since none may lose an
 * event; a connection with a drop policy does not stop the others.
 */
public final class Fanout extends Actor {
    private final OutletGroup outlets = dynamicOutlets();

    /** Makes a fanout without outlets; connecting from any name makes one. */
    public Fanout() {
        inlet(INBOX, outlets::submitToAll);
    }
}
