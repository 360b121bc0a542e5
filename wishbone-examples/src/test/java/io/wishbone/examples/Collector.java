package io.wishbone.examples;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A module that keeps what it gets. Its list may be read from any thread. */
final class Collector extends Actor {
    private final List<Event> events = new CopyOnWriteArrayList<>();

    Collector() {
        inlet(INBOX, events::add);
    }

    List<Event> events() {
        return events;
    }
}
