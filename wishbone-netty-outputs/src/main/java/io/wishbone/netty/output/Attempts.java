package io.wishbone.netty.output;

import java.util.ArrayDeque;

/**
 * Counts for each held event, oldest first, on how many failed connections it was written or due. <em>Confined to its
 * module's thread.</em> Events that came between the same two failures share one entry.
 */
final class Attempts {
    private static final class Run {
        private final long since;
        private int events = 1;

        Run(long since) {
            this.since = since;
        }
    }

    private final ArrayDeque<Run> runs = new ArrayDeque<>();
    private long failedConnections;

    /** An event has come behind the others. */
    void added() {
        Run last = runs.peekLast();
        if (last != null && last.since == failedConnections) {
            last.events++;
        } else {
            runs.add(new Run(failedConnections));
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
    int ofFirst() {
        Run first = runs.peek();
        return first == null ? 0 : (int) Math.min(Integer.MAX_VALUE, failedConnections - first.since);
    }
}
