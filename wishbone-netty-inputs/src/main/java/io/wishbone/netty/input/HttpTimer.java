package io.wishbone.netty.input;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A timer that is set several times for each request and hardly ever runs out: then it costs a look at the clock, since
 * what the event loop has scheduled stays. <em>Confined to the channel's event loop.</em>
 */
final class HttpTimer {
    private final EventLoop loop;
    private @Nullable Runnable task;
    private @Nullable Future<?> scheduled;
    private long dueNanos;
    private long firesNanos;

    HttpTimer(EventLoop loop) {
        this.loop = loop;
    }

    /** Runs a task after a time, in the place of the one before. */
    void set(Duration after, Runnable what) {
        long now = loop.ticker().nanoTime();
        task = what;
        dueNanos = now + after.toNanos();
        Future<?> running = scheduled;
        if (running != null && firesNanos - dueNanos > 0) {
            running.cancel(false);
            scheduled = null;
        }
        if (scheduled == null) {
            schedule(after.toNanos());
        }
    }

    private void schedule(long nanos) {
        firesNanos = dueNanos;
        scheduled = loop.schedule(this::fire, nanos, TimeUnit.NANOSECONDS);
    }

    private void fire() {
        scheduled = null;
        Runnable due = task;
        if (due == null) {
            return;
        }
        long left = dueNanos - loop.ticker().nanoTime();
        if (left > 0) {
            schedule(left);
        } else {
            task = null;
            due.run();
        }
    }

    /** Nothing is to run. */
    void clear() {
        task = null;
    }

    /** Nothing is to run any more. */
    void close() {
        task = null;
        Future<?> running = scheduled;
        scheduled = null;
        if (running != null) {
            running.cancel(false);
        }
    }
}
