package io.wishbone.module.flow;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.expression.EventPredicate;
import java.util.Objects;

/**
 * Hands the events in {@code inbox} that meet a condition to {@code outbox}. The others go to {@code rejected}; if that
 * is not connected they end here, which counts as a success. Counts {@code rejected}.
 */
public final class Filter extends Actor {
    private final Outlet outbox = outlet(OUTBOX);
    private final SideOutlet rejected = new SideOutlet(outlet("rejected"), this::context);
    private final EventPredicate condition;

    /** Makes a filter that lets pass what meets the condition. */
    public Filter(EventPredicate condition) {
        this.condition = Objects.requireNonNull(condition, "condition");
        inlet(INBOX, this::consume);
    }

    private void consume(Event event) throws Exception {
        if (condition.test(event)) {
            outbox.submit(event);
        } else {
            rejected.take(event);
        }
    }
}
