package io.wishbone.module.flow;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;

/**
 * Hands the events in {@code inbox} to {@code outbox}, those with the same key only once within a time window.
 *
 * <p>A window begins with the event that passes. Repetitions go to {@code dropped}; if that is not connected they end
 * here, which counts as a success. Where there are more keys than may be remembered, the one that did not occur for
 * longest is forgotten, and a repetition of it passes. Counts {@code dropped} events and {@code forgotten} keys whose
 * window had not ended.
 */
public final class Dedupe extends Actor {
    private static final class Passed {
        long at;
    }

    private final Outlet outbox = outlet(OUTBOX);
    private final SideOutlet dropped = new SideOutlet(outlet("dropped"), this::context);
    private final SteadyClock clock = new SteadyClock(() -> context().nanoTime());
    private final Tally forgotten = new Tally(this::context, "forgotten");
    private final DedupeConfig config;
    private final long windowNanos;
    private final BoundedTable<Passed> seen;

    /** Makes the module. */
    public Dedupe(DedupeConfig config) {
        this.config = config;
        this.windowNanos = config.window().toNanos();
        this.seen = BoundedTable.byUse(config.maxKeys());
        inlet(INBOX, this::consume);
    }

    private void consume(Event event) throws Exception {
        if (isFirst(Keys.of(config.key(), event), clock.now())) {
            outbox.submit(event);
        } else {
            dropped.take(event);
        }
    }

    private boolean isFirst(Object key, long now) {
        Passed passed = seen.get(key);
        if (passed != null && now - passed.at < windowNanos) {
            return false;
        }
        if (passed == null) {
            passed = new Passed();
            Passed lost = seen.add(key, passed);
            if (lost != null && now - lost.at < windowNanos) {
                forgotten.increment();
            }
        }
        passed.at = now;
        return true;
    }
}
