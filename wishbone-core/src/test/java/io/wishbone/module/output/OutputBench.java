package io.wishbone.module.output;

import static org.awaitility.Awaitility.await;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An output between a source that the test feeds and two modules that keep what became of the events. */
final class OutputBench implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Router router = Router.create();
    private final Feed feed = new Feed();
    final Collector successful = new Collector();
    final Collector failed = new Collector();

    OutputBench(Actor output) {
        router.registerModule("feed", feed);
        router.registerModule("out", output);
        router.registerModule("successful", successful);
        router.registerModule("failed", failed);
        router.connect("feed.outbox", "out.inbox");
        router.connect("out.successful", "successful.inbox");
        router.connect("out.failed", "failed.inbox");
    }

    OutputBench start() {
        router.start();
        return this;
    }

    /** Sends events and waits until all have ended; those of one call enter the queue together. */
    void send(Event... events) {
        int before = ended();
        feed.add(List.of(events));
        await().until(() -> ended() == before + events.length);
    }

    void send(String... texts) {
        Event[] events = new Event[texts.length];
        for (int i = 0; i < texts.length; i++) {
            events[i] = Event.of(texts[i]);
        }
        send(events);
    }

    private int ended() {
        return successful.events.size() + failed.events.size();
    }

    long metric(String name) {
        return router.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    StopReport stop() {
        return router.stop(DEADLINE);
    }

    @Override
    public void close() {
        stop();
    }

    static final class Collector extends Actor {
        final List<Event> events = new CopyOnWriteArrayList<>();

        Collector() {
            inlet(INBOX, events::add);
        }

        List<String> texts() {
            return events.stream().map(Event::text).toList();
        }
    }

    private static final class Feed extends Actor {
        private final Queue<List<Event>> batches = new ConcurrentLinkedQueue<>();
        private final Outlet outbox = outlet(OUTBOX);

        Feed() {
            source(budget -> {
                List<Event> batch = batches.poll();
                if (batch == null) {
                    return 0;
                }
                batch.forEach(outbox::submit);
                return batch.size();
            });
        }

        void add(List<Event> batch) {
            batches.add(batch);
            context().wake();
        }
    }
}
