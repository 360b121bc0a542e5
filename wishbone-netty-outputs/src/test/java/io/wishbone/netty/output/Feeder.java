package io.wishbone.netty.output;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import java.util.function.LongFunction;

/** Makes events of its own, as fast as they are taken. */
final class Feeder extends Actor {
    private final Outlet outbox = outlet(OUTBOX);
    private volatile long due;
    private volatile long made;
    private LongFunction<Object> data = number -> number;

    Feeder() {
        source(this::produce);
    }

    /** Makes so many more events; their data is made of the number of the event, 0 for the first of this call. */
    void feed(long events, LongFunction<Object> newData) {
        context().run(() -> {
            long first = made;
            data = number -> newData.apply(number - first);
            due = first + events;
            context().wake();
        });
    }

    /** How many were made. */
    long made() {
        return made;
    }

    private int produce(int budget) {
        long first = made;
        int count = (int) Math.min(budget, due - first);
        for (int i = 0; i < count; i++) {
            outbox.submit(Event.of(data.apply(first + i)));
        }
        made = first + count;
        return count;
    }
}
