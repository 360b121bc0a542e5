package io.wishbone.netty.input;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Keeps the events that it is given, on a thread of its own, and can be made to wait. */
final class Collector extends Actor {
    private static final int MOST_KEPT = 200_000;

    private final List<Event> events = new ArrayList<>();
    private final AtomicLong count = new AtomicLong();
    private volatile @Nullable CountDownLatch gate;
    private volatile long blockAt = Long.MAX_VALUE;

    Collector() {
        inlet(INBOX, this::consume);
    }

    @Override
    public Placement placement(SharedResources shared) {
        return Placement.blocking();
    }

    private void consume(Event event) throws InterruptedException {
        CountDownLatch waiting = gate;
        if (waiting != null) {
            waiting.await();
        }
        synchronized (events) {
            if (events.size() < MOST_KEPT) {
                events.add(event);
            }
        }
        if (count.incrementAndGet() == blockAt) {
            block();
        }
    }

    /** From now on nothing is consumed until {@link #unblock}. */
    void block() {
        gate = new CountDownLatch(1);
    }

    /** As {@link #block}, once so many events were consumed. */
    void blockAt(long events) {
        blockAt = events;
    }

    void unblock() {
        CountDownLatch waiting = gate;
        gate = null;
        if (waiting != null) {
            waiting.countDown();
        }
    }

    long count() {
        return count.get();
    }

    List<Event> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** The data of all events, as text of one character for each byte. */
    List<String> lines() {
        return events().stream()
                .map(event -> new String((byte[]) event.data(), StandardCharsets.ISO_8859_1))
                .toList();
    }
}
