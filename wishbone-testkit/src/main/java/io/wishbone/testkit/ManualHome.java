package io.wishbone.testkit;

import io.wishbone.actor.Home;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A home whose thread is the one that made it, and which runs its tasks and timers only when told.
 *
 * <p>{@link #execute}, {@link #schedule} and a timer's {@code cancel} are <em>thread-safe</em>; the rest is
 * <em>confined to the thread that made it</em>. Timers run in the order in which they fall due.
 */
public final class ManualHome implements Home {
    private static final int MOST_STEPS = 10_000_000;

    private final Thread owner = Thread.currentThread();
    private final ManualClock clock;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Waiting> timers = new PriorityQueue<>(
            Comparator.<Waiting>comparingLong(timer -> timer.dueNanos).thenComparingLong(timer -> timer.number));
    private long timersMade;
    private int steps;
    private volatile boolean closed;

    /** Makes a home of the calling thread. */
    public ManualHome(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "manual home of " + owner.getName();
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread() == owner;
    }

    @Override
    public void execute(Runnable task) {
        refuseIfClosed();
        tasks.add(task);
    }

    @Override
    public Timer schedule(Runnable task, long delayNanos) {
        refuseIfClosed();
        synchronized (timers) {
            Waiting timer = new Waiting(clock.elapsedNanos() + Math.max(0, delayNanos), timersMade++, task);
            timers.add(timer);
            return timer;
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new RejectedExecutionException(name() + " is closed");
        }
    }

    @Override
    public long nanoTime() {
        if (isCurrent()) {
            // Whoever runs modules looks at the clock now and then; since it stands still, nothing else ends its turn.
            countStep();
        }
        return clock.nanoTime();
    }

    /**
     * Runs the tasks and the timers that are due, also those that they add.
     *
     * @return whether there were any
     * @throws AssertionError if there is no end to them
     */
    public boolean runTasks() {
        requireOwner();
        steps = 0;
        boolean ran = false;
        Runnable next = nextTask();
        while (next != null) {
            countStep();
            next.run();
            ran = true;
            next = nextTask();
        }
        return ran;
    }

    private @Nullable Runnable nextTask() {
        Runnable task = tasks.poll();
        if (task != null) {
            return task;
        }
        Waiting timer = pollTimer(clock.elapsedNanos());
        return timer == null ? null : timer.task;
    }

    /** Lets time pass and runs the timers that fall due, each at its time, with the tasks that they add. */
    public void advance(Duration by) {
        advance(by, this::runTasks);
    }

    /** Lets time pass; after each timer something else is to be done. */
    void advance(Duration by, Runnable afterEach) {
        long until = clock.elapsedNanos() + by.toNanos();
        afterEach.run();
        int timersRun = 0;
        while (runNextTimer(until)) {
            afterEach.run();
            if (++timersRun >= MOST_STEPS) {
                throw new AssertionError(timersRun + " timers ran within " + by + " (expected: an end)");
            }
        }
        clock.advance(Duration.ofNanos(until - clock.elapsedNanos()));
        afterEach.run();
    }

    /** Moves the clock to the next timer that falls due by then, and runs it; tells whether there was one. */
    boolean runNextTimer(long untilNanos) {
        requireOwner();
        Waiting timer = pollTimer(untilNanos);
        if (timer == null) {
            return false;
        }
        clock.advance(Duration.ofNanos(Math.max(0, timer.dueNanos - clock.elapsedNanos())));
        timer.task.run();
        return true;
    }

    private @Nullable Waiting pollTimer(long untilNanos) {
        synchronized (timers) {
            Waiting first = timers.peek();
            return first == null || first.dueNanos > untilNanos ? null : timers.poll();
        }
    }

    /** How many timers wait. */
    public int timers() {
        synchronized (timers) {
            return timers.size();
        }
    }

    /** Whether no task waits; timers may. */
    public boolean isIdle() {
        return tasks.isEmpty();
    }

    /** Takes no more tasks or timers and forgets those it has, as a router's threads do at its end. */
    public void close() {
        closed = true;
        tasks.clear();
        synchronized (timers) {
            timers.clear();
        }
    }

    private void countStep() {
        if (++steps > MOST_STEPS) {
            throw new AssertionError("no rest after " + MOST_STEPS + " steps (expected: tasks that come to an end)");
        }
    }

    void requireOwner() {
        if (!isCurrent()) {
            throw new IllegalStateException(
                    "called on " + Thread.currentThread().getName() + " (expected: on " + owner.getName() + ")");
        }
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
            synchronized (timers) {
                timers.remove(this);
            }
        }
    }
}
