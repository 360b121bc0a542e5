package io.wishbone.module.flow;

import io.wishbone.actor.Actor;
import io.wishbone.actor.EventRefusedException;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.OutletGroup;
import io.wishbone.event.Event;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hands the events in {@code inbox} to one outlet at a time, which events in {@code switch} choose; the names of
 * outlets are free.
 *
 * <p>The text of an event in {@code switch}, blanks around it left out, is the name of an outlet. If no such outlet is
 * connected, that event goes to {@code failed} and the current outlet stays. An outlet that was switched away from
 * while it was full still has to take what it was given before events go on. Counts {@code switched}.
 */
public final class Switch extends Actor {
    private final OutletGroup outlets = dynamicOutlets();
    private final Tally switched = new Tally(this::context, "switched");
    private final String outgoing;
    private @Nullable Outlet current;

    /**
     * Makes a switch.
     *
     * @param outgoing the name of the outlet that events go to first; the module does not start if it is not connected
     */
    public Switch(String outgoing) {
        this.outgoing = Objects.requireNonNull(outgoing, "outgoing");
        inlet(INBOX, this::consume);
        controlInlet("switch", this::switchTo);
    }

    @Override
    public void onStart() {
        current = outlets.find(outgoing);
        if (current == null) {
            throw new IllegalStateException("outgoing: " + QueueNames.notConnected(outgoing, outlets.names()));
        }
    }

    private void consume(Event event) {
        Objects.requireNonNull(current, "current").submit(event);
    }

    private void switchTo(Event event) {
        String name = event.text().strip();
        Outlet next = outlets.find(name);
        if (next == null) {
            throw new EventRefusedException(QueueNames.notConnected(name, outlets.names()));
        }
        current = next;
        switched.increment();
    }
}
