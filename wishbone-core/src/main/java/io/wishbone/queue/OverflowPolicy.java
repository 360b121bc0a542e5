package io.wishbone.queue;

/** What a connection does with an event that comes when its queue is full. */
public enum OverflowPolicy {
    /**
     * The producer takes nothing more until the queue has drained to its low watermark. The default: nothing is lost.
     */
    BLOCK,
    /** The event that comes is dropped and counted. */
    DROP_NEWEST,
    /** The event that waits longest is dropped and counted, and the one that comes takes its place. */
    DROP_OLDEST
}
