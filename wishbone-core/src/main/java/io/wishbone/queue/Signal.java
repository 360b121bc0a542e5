package io.wishbone.queue;

/**
 * How one end of a queue tells the other that there is something to do. Called from any thread; must not block or
 * throw.
 */
@FunctionalInterface
public interface Signal {
    /** Makes the receiver look at its queues again, soon and on its own thread. */
    void wake();
}
