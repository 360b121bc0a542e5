package io.wishbone.netty.output;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import java.util.ArrayList;
import java.util.List;

/** Keeps the events that it is given. */
final class Collector extends Actor {
    private final List<Event> events = new ArrayList<>();

    Collector() {
        inlet(INBOX, this::consume);
    }

    private void consume(Event event) {
        synchronized (events) {
            events.add(event);
        }
    }

    void pause() {
        context().run(() -> context().pause());
    }

    void resume() {
        context().run(() -> context().resume());
    }

    List<Event> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    List<Object> data() {
        return events().stream().map(Event::data).toList();
    }
}
