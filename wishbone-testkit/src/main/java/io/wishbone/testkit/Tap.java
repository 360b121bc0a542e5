package io.wishbone.testkit;

import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import io.wishbone.metrics.QueueLedger;
import io.wishbone.queue.EventQueue;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import java.util.ArrayList;
import java.util.List;

/** The end of a connection at which a test gets what an outlet was given. <em>Confined to the test's thread.</em> */
final class Tap {
    private final String outlet;
    private final EventQueue queue;
    private boolean reading;
    private List<Event> events = new ArrayList<>();
    private long read;

    Tap(ModuleRunner runner, Outlet outlet, QueueLimits limits, OverflowPolicy policy, boolean reading) {
        this.outlet = runner.name() + "." + outlet.name();
        this.reading = reading;
        this.queue = EventQueue.builder(this.outlet + " -> test." + outlet.name())
                .limits(limits)
                .policy(policy)
                .sameThread(true)
                .consumer(() -> {})
                .producer(outlet.emitters().get(0).signal())
                .build();
        outlet.attach(queue);
    }

    void reading(boolean newReading) {
        this.reading = newReading;
    }

    /** Reads what is there, as a module that ends events would; tells whether there was anything. */
    boolean collect() {
        Event event = reading ? queue.poll() : null;
        if (event == null) {
            return false;
        }
        while (event != null) {
            read++;
            events.add(event);
            Completion completion = event.completion();
            if (completion != null) {
                completion.release();
            }
            event = queue.poll();
        }
        queue.publishPolled();
        return true;
    }

    /** What was read since the last take. */
    List<Event> take() {
        List<Event> taken = List.copyOf(events);
        events = new ArrayList<>();
        return taken;
    }

    /** How many events were handed to the outlet and not read. */
    long size() {
        return queue.size();
    }

    long read() {
        return read;
    }

    QueueLedger ledger() {
        String inlet = "test" + outlet.substring(outlet.indexOf('.'));
        return new QueueLedger(outlet, inlet, queue.inTotal(), read, queue.dropped(), queue.size());
    }
}
