package io.wishbone.router;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every event that it is given, for the test's thread to look at. */
final class Collector extends Actor {
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Placement placement;

    Collector() {
        this(Placement.inherit());
    }

    Collector(Placement placement) {
        this.placement = placement;
        inlet(INBOX, events::add);
    }

    @Override
    public Placement placement(SharedResources shared) {
        return placement;
    }

    List<Event> events() {
        return events;
    }

    List<Object> data() {
        return events.stream().map(Event::data).toList();
    }
}
