package io.wishbone.examples;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;

/** A module of one's own: passes on the first of every so many events in {@code inbox} to {@code outbox}. */
public final class Sampler extends Actor {
    private final Outlet outbox = outlet(OUTBOX);
    private final int every;
    private long seen;

    /**
     * Makes the module.
     *
     * @param every of how many events one is passed on, 1 or more
     */
    public Sampler(int every) {
        if (every < 1) {
            throw new IllegalArgumentException("every: " + every + " (expected: >= 1)");
        }
        this.every = every;
        inlet(INBOX, this::consume);
    }

    private void consume(Event event) {
        if (seen++ % every == 0) {
            outbox.submit(event);
        }
    }
}
