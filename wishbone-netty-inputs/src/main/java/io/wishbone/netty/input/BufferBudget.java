package io.wishbone.netty.input;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How much memory all connections of an input may keep for what is not decoded. <em>Thread-safe.</em> */
final class BufferBudget {
    private final long maxBytes;
    private final Set<StreamConnection> connections;
    private final AtomicLong usedBytes = new AtomicLong();

    BufferBudget(long maxBytes, Set<StreamConnection> connections) {
        this.maxBytes = maxBytes;
        this.connections = connections;
    }

    /** Notes that a connection keeps more or less than before; past the limit, the one that keeps most is closed. */
    void change(long deltaBytes) {
        if (usedBytes.addAndGet(deltaBytes) > maxBytes && deltaBytes > 0) {
            closeLargest();
        }
    }

    /** Closes the largest, and the next, until those that are not being closed keep to the limit. */
    private void closeLargest() {
        while (true) {
            long remaining = 0;
            StreamConnection largest = null;
            for (StreamConnection connection : connections) {
                if (!connection.isClosingForMemory()) {
                    remaining += connection.bufferedBytes();
                    largest = larger(largest, connection);
                }
            }
            if (remaining <= maxBytes || largest == null) {
                return;
            }
            largest.closeForMemory();
        }
    }

    private static StreamConnection larger(@Nullable StreamConnection first, StreamConnection second) {
        return first == null || second.bufferedBytes() > first.bufferedBytes() ? second : first;
    }

    long usedBytes() {
        return usedBytes.get();
    }
}
