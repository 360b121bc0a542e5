package io.wishbone.cli.bootstrap;

import io.wishbone.actor.Home;
import io.wishbone.expression.ExpressionClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The thread of all modules in a test, whose clock moves only when there is nothing left to do, and no further than the
 * test says. <em>Thread-safe.</em> Timers run in the order in which they fall due.
 */
final class TrialHome implements Home, InstantSource, AutoCloseable {
    private final Instant start;
    private final Object lock = new Object();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Waiting> timers = new PriorityQueue<>(
            Comparator.<Waiting>comparingLong(timer -> timer.dueNanos).thenComparingLong(timer -> timer.number));
    private final Thread thread;
    private long timersMade;
    private long nowNanos;
    private long untilNanos;
    private boolean busy = true;
    private boolean closed;

    /**
     * Makes one.
     *
     * @param start the time of day at which its clock begins
     */
    TrialHome(Instant start) {
        this.start = start;
        this.thread = new Thread(this::run, "wishbone-test");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        ExpressionClock.use(this);
        Runnable next = take();
        while (next != null) {
            next.run();
            next = take();
        }
    }

    /** What to do next; waits for it. Null at the end. */
    private @Nullable Runnable take() {
        synchronized (lock) {
            Runnable next = poll();
            while (next == null && !closed) {
                busy = false;
                lock.notifyAll();
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    closed = true;
                }
                next = poll();
            }
            busy = true;
            return closed ? null : next;
        }
    }

    private @Nullable Runnable poll() {
        Runnable task = tasks.poll();
        if (task != null) {
            return task;
        }
        Waiting timer = timers.peek();
        if (timer == null || timer.dueNanos > untilNanos) {
            nowNanos = untilNanos;
            return null;
        }
        nowNanos = Math.max(nowNanos, timer.dueNanos);
        timers.remove();
        return timer.task;
    }

    /**
     * Lets time pass, and waits until all is done by then.
     *
     * @param until how long after the start, no earlier than before
     * @param allowed how long it may really take
     * @return whether it has come to rest
     */
    boolean runUntil(Duration until, Duration allowed) throws InterruptedException {
        long end = System.nanoTime() + allowed.toNanos();
        synchronized (lock) {
            untilNanos = until.toNanos();
            lock.notifyAll();
            while (busy || !tasks.isEmpty() || nowNanos < untilNanos) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                lock.wait(Math.max(1, Duration.ofNanos(left).toMillis()));
            }
            return true;
        }
    }

    @Override
    public Instant instant() {
        synchronized (lock) {
            return start.plusNanos(nowNanos);
        }
    }

    @Override
    public long nanoTime() {
        synchronized (lock) {
            return nowNanos;
        }
    }

    @Override
    public String name() {
        return thread.getName();
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (lock) {
            refuseIfClosed();
            tasks.add(task);
            lock.notifyAll();
        }
    }

    @Override
    public Timer schedule(Runnable task, long delayNanos) {
        synchronized (lock) {
            refuseIfClosed();
            Waiting timer = new Waiting(nowNanos + Math.max(0, delayNanos), timersMade++, task);
            timers.add(timer);
            lock.notifyAll();
            return timer;
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new RejectedExecutionException(name() + " is closed");
        }
    }

    @Override
    public StackTraceElement[] stackTrace() {
        return thread.getStackTrace();
    }

    /** Interrupts what runs and lets the thread end; does not wait for it. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        thread.interrupt();
    }

    private final class Waiting implements Timer {
        private final long dueNanos;
        private final long number;
        private final Runnable task;

        Waiting(long dueNanos, long number, Runnable task) {
            this.dueNanos = dueNanos;
            this.number = number;
            this.task = task;
        }

        @Override
        public void cancel() {
            synchronized (lock) {
                timers.remove(this);
            }
        }
    }
}
