package io.wishbone.router;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that looks after a router: at what its homes run, every few milliseconds, and at its queues, each second.
 * <em>Thread-safe.</em> It never holds a lock that a module could want, and ends with the router.
 */
final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long JOIN_MILLIS = 1_000;

    private final Watchdog watchdog;
    private final Supplier<Collection<Connection>> connections;
    private final Thread thread = new Thread(this::run, "wishbone-watchdog-1");
    private volatile boolean closed;
    private @Nullable Long sampledAt;

    Watch(Watchdog watchdog, Supplier<Collection<Connection>> connections) {
        this.watchdog = watchdog;
        this.connections = connections;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                look(System.nanoTime());
            } catch (RuntimeException e) {
                LOG.warn("could not look after the router; trying again", e);
            }
            LockSupport.parkNanos(watchdog.periodNanos());
        }
    }

    private void look(long now) {
        watchdog.look(now);
        if (sampledAt == null || now - sampledAt >= SAMPLE_NANOS) {
            sampledAt = now;
            sample(connections.get(), now);
        }
    }

    /** Notes at each queue how much has come until now. */
    static void sample(Collection<Connection> connections, long now) {
        Queues.of(connections).forEach(queue -> queue.history().sample(now));
    }

    /** Ends the thread. Idempotent, and does nothing if it was not started. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
