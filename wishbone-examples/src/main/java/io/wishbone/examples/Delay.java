package io.wishbone.examples;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Hold;
import io.wishbone.actor.Home;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Hands each event in {@code inbox} on to {@code outbox} after a time, with {@code delayed_until} in its header.
 *
 * <p>An event in {@code set}, such as {@code PT5S}, changes the time for those that come after it. While the module
 * keeps as many events as it may, it takes no more. A drain emits all that it keeps. Counter: {@code released_total}.
 */
public final class Delay extends Actor {
    private final Outlet outbox = outlet(OUTBOX);
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final LongAdder released = new LongAdder();
    private final int maxWaiting;
    private Duration delay;
    private Home.@Nullable Timer timer;

    private record Waiting(Hold hold, long dueNanos) {}

    /**
     * Makes the module.
     *
     * @param delay for how long each event is kept, 0 or more
     * @param maxWaiting how many events are kept at most, 1 or more
     */
    public Delay(Duration delay, int maxWaiting) {
        this.delay = atLeastZero(delay);
        if (maxWaiting < 1) {
            throw new IllegalArgumentException("maxWaiting: " + maxWaiting + " (expected: >= 1)");
        }
        this.maxWaiting = maxWaiting;
        inlet(INBOX, this::consume);
        controlInlet("set", event -> this.delay = atLeastZero(Duration.parse(event.text())));
    }

    private static Duration atLeastZero(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay: " + delay + " (expected: 0 or more)");
        }
        return delay;
    }

    @Override
    public void onStart() {
        context().gauge("released_total", released::sum);
    }

    private void consume(Event event) {
        Event stamped = event.withHeader(
                context().name(), "delayed_until", context().now().plus(delay));
        waiting.add(new Waiting(hold(stamped), context().nanoTime() + delay.toNanos()));
        if (timer == null) {
            scheduleNext();
        }
        if (waiting.size() == maxWaiting) {
            context().pause();
        }
    }

    private void scheduleNext() {
        Waiting next = waiting.peek();
        timer = next == null
                ? null
                : context().schedule(Duration.ofNanos(next.dueNanos - context().nanoTime()), this::releaseDue);
    }

    private void releaseDue() {
        Waiting next = waiting.peek();
        while (next != null && next.dueNanos - context().nanoTime() <= 0) {
            release(waiting.remove());
            next = waiting.peek();
        }
        scheduleNext();
        context().resume();
    }

    private void release(Waiting event) {
        event.hold.submit(outbox, event.hold.event());
        released.increment();
    }

    @Override
    public void onDrain() {
        waiting.forEach(this::release);
        waiting.clear();
    }

    @Override
    public void onClose() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
