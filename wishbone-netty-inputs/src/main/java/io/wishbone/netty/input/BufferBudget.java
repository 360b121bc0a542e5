package io.wishbone.netty.input;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** How much memory all connections of an input may keep for lines that are not complete. <em>Thread-safe.</em> */
final class BufferBudget {
    private final long maxBytes;
    private final Set<TcpConnection> connections;
    private final AtomicLong usedBytes = new AtomicLong();

    BufferBudget(long maxBytes, Set<TcpConnection> connections) {
        this.maxBytes = maxBytes;
        this.connections = connections;
    }

    /** Notes that a connection keeps more or less than before; past the limit, the one that keeps most is closed. */
    void change(long deltaBytes) {
        if (deltaBytes != 0 && usedBytes.addAndGet(deltaBytes) > maxBytes && deltaBytes > 0) {
            connections.stream()
                    .max(Comparator.comparingLong(TcpConnection::bufferedBytes))
                    .ifPresent(TcpConnection::closeForMemory);
        }
    }

    long usedBytes() {
        return usedBytes.get();
    }
}
