package io.wishbone.netty.output;

import java.util.ArrayDeque;

/**
 * Knows of each held event, oldest first, since when it waits and on how many failed connections it was written or due.
 * <em>Confined to its module's thread.</em> Events that came at about the same time between the same two failures share
 * one entry.
 */
final class Waiting {
    private static final class Run {
        private final long connections;
        private final long since;
        private int events = 1;

        Run(long connections, long since) {
            this.connections = connections;
            this.since = since;
        }
    }

    private final long sameTimeNanos;
    private final ArrayDeque<Run> runs = new ArrayDeque<>();
    private long failedConnections;

    /** @param sameTimeNanos events that came within this time count as having come together */
    Waiting(long sameTimeNanos) {
        this.sameTimeNanos = sameTimeNanos;
    }

    /** An event has come behind the others. */
    void added(long now) {
        Run last = runs.peekLast();
        if (last != null && last.connections == failedConnections && now - last.since <= sameTimeNanos) {
            last.events++;
        } else {
            runs.add(new Run(failedConnections, now));
        }
    }

    /** The oldest event has gone. */
    void removedFirst() {
        Run first = runs.element();
        if (--first.events == 0) {
            runs.remove();
        }
    }

    /** A connection broke or could not be made. */
    void connectionFailed() {
        failedConnections++;
    }

    /** On how many failed connections the oldest event was written or due; 0 if there is none. */
    int attemptsOfFirst() {
        Run first = runs.peek();
        return first == null ? 0 : (int) Math.min(Integer.MAX_VALUE, failedConnections - first.connections);
    }

    /** For how long the oldest event waits, in nanoseconds, at most {@code sameTimeNanos} too long; 0 if none does. */
    long waitOfFirst(long now) {
        Run first = runs.peek();
        return first == null ? 0 : now - first.since;
    }
}
