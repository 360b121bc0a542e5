package io.wishbone.module.flow;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;

/**
 * Hands the events in {@code inbox} to {@code outbox}, but while one is under way no other with the same id: not until
 * an event in {@code acknowledge} acknowledges the id, or a timeout has passed.
 *
 * <p>Typically an output's {@code successful} leads to {@code acknowledge}. Events whose id is not acknowledged go to
 * {@code dropped}; if that is not connected they end here, which counts as a success. Where there are more ids than may
 * be remembered, the one that is under way for longest is forgotten. Counts {@code dropped} events, {@code forgotten}
 * ids whose timeout had not passed, and {@code unknown} ids that were acknowledged without being under way.
 */
public final class Acknowledge extends Actor {
    private record UnderWay(long since) {}

    private final Outlet outbox = outlet(OUTBOX);
    private final SideOutlet dropped = new SideOutlet(outlet("dropped"), this::context);
    private final SteadyClock clock = new SteadyClock(() -> context().nanoTime());
    private final Tally forgotten = new Tally(this::context, "forgotten");
    private final Tally unknown = new Tally(this::context, "unknown");
    private final AcknowledgeConfig config;
    private final long timeoutNanos;
    private final BoundedTable<UnderWay> ids;

    /** Makes the module. */
    public Acknowledge(AcknowledgeConfig config) {
        this.config = config;
        this.timeoutNanos = config.timeout().toNanos();
        this.ids = BoundedTable.byAge(config.maxIds());
        inlet(INBOX, this::consume);
        controlInlet("acknowledge", this::acknowledge);
    }

    private void consume(Event event) throws Exception {
        if (begin(Keys.of(config.id(), event), clock.now())) {
            outbox.submit(event);
        } else {
            dropped.take(event);
        }
    }

    /** Notes that an id is under way, unless it is. */
    private boolean begin(Object id, long now) {
        UnderWay before = ids.get(id);
        if (before != null && isCurrent(before, now)) {
            return false;
        }
        ids.remove(id);
        UnderWay lost = ids.add(id, new UnderWay(now));
        if (lost != null && isCurrent(lost, now)) {
            forgotten.increment();
        }
        return true;
    }

    private boolean isCurrent(UnderWay id, long now) {
        return now - id.since() < timeoutNanos;
    }

    private void acknowledge(Event event) throws Exception {
        if (ids.remove(Keys.of(config.acknowledgedId(), event)) == null) {
            unknown.increment();
        }
    }
}
