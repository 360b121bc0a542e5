package io.wishbone.module.flow;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;

/**
 * Keeps events from going round a loop for ever: it hands each event in {@code inbox} to {@code outbox} a limited
 * number of times.
 *
 * <p>How often an event has passed is noted in its header, as {@code header.<module>.passages}. Beyond the limit it
 * goes to {@code ttl_exceeded}; if that is not connected it is dropped as {@code unconnected}, which counts as a
 * failure. Counts {@code exceeded}.
 */
public final class Ttl extends Actor {
    private static final String PASSAGES = "passages";

    private final Outlet outbox = outlet(OUTBOX);
    private final Outlet ttlExceeded = outlet("ttl_exceeded");
    private final Tally exceeded = new Tally(this::context, "exceeded");
    private final int limit;

    /**
     * Makes the module.
     *
     * @param ttl how often an event may pass, 1 or more
     */
    public Ttl(int ttl) {
        Checks.range("ttl", ttl, 1, Integer.MAX_VALUE);
        this.limit = ttl;
        inlet(INBOX, this::consume);
    }

    @Override
    public boolean endsLoops() {
        return true;
    }

    private void consume(Event event) {
        String module = context().name();
        int passed = event.header(module, PASSAGES) instanceof Number number ? number.intValue() : 0;
        if (passed < limit) {
            outbox.submit(event.withHeader(module, PASSAGES, passed + 1));
        } else {
            exceeded.increment();
            ttlExceeded.submit(event);
        }
    }
}
