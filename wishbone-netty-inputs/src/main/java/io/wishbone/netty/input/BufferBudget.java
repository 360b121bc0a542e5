package io.wishbone.netty.input;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How much memory all connections of an input may keep for what is not decoded. <em>Thread-safe.</em> */
final class BufferBudget {
    /** What keeps bytes. <em>Thread-safe.</em> */
    interface Holder {
        /** How much memory it keeps for what is not decoded. */
        long bufferedBytes();

        /** Whether {@link #closeForMemory} was called. */
        boolean isClosingForMemory();

        /** Ends it because it keeps most of the memory that all may keep; only the first call counts. */
        void closeForMemory();
    }

    private final long maxBytes;
    private final Set<? extends Holder> connections;
    private final AtomicLong usedBytes = new AtomicLong();

    BufferBudget(long maxBytes, Set<? extends Holder> connections) {
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
            Holder largest = null;
            for (Holder connection : connections) {
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

    private static Holder larger(@Nullable Holder first, Holder second) {
        return first == null || second.bufferedBytes() > first.bufferedBytes() ? second : first;
    }

    long usedBytes() {
        return usedBytes.get();
    }
}
