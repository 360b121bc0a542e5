package io.wishbone.actor;

import java.util.concurrent.RejectedExecutionException;

/**
 * The thread that runs a module: an event loop, a worker, or a thread of the module's own.
 *
 * <p><em>Thread-safe.</em> Everything given to a home runs on its one thread, in order. Two homes are the same if they
 * are equal.
 */
public interface Home {
    /** A name for logs, such as {@code wishbone-worker-1}. */
    String name();

    /** Whether the calling thread is this home's. */
    boolean isCurrent();

    /**
     * Runs a task on this home's thread, soon and never within this call.
     *
     * @throws RejectedExecutionException if the home was closed
     */
    void execute(Runnable task);

    /**
     * Runs a task on this home's thread after a delay.
     *
     * @param delayNanos nanoseconds from now, 0 or more
     * @throws RejectedExecutionException if the home was closed
     */
    Timer schedule(Runnable task, long delayNanos);

    /** The time of this home's clock, in nanoseconds from an arbitrary origin. */
    default long nanoTime() {
        return System.nanoTime();
    }

    /** The stack of this home's thread, for reports of a module that does not return; empty where it is not known. */
    default StackTraceElement[] stackTrace() {
        return new StackTraceElement[0];
    }

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Timer {
        /** Prevents the task from running if it has not begun. Idempotent. */
        void cancel();
    }
}
