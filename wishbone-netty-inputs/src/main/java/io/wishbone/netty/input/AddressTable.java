package io.wishbone.netty.input;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What an input knows of each address: how many connections it has, and its {@link RateLimit}. <em>Thread-safe.</em>
 *
 * <p>Bounded by the number of connections: an address without any is kept only until its limit is as new, so that one
 * who reconnects gains nothing, and forgotten when the table has doubled.
 */
final class AddressTable {
    private static final int SMALLEST_SWEEP = 1024;

    private final int maxConnections;
    private final long eventsPerSecond;
    private final ConcurrentHashMap<InetAddress, Entry> entries = new ConcurrentHashMap<>();
    private volatile int sweepAt = SMALLEST_SWEEP;

    /**
     * Makes an empty one.
     *
     * @param maxConnections of one address; 0 is any number
     * @param eventsPerSecond of one address; 0 is any number
     */
    AddressTable(int maxConnections, long eventsPerSecond) {
        this.maxConnections = maxConnections;
        this.eventsPerSecond = eventsPerSecond;
    }

    /** Notes a connection of an address, if it may have one more. */
    boolean enter(InetAddress address) {
        sweep();
        AtomicBoolean entered = new AtomicBoolean();
        entries.compute(address, (key, before) -> {
            Entry entry = before == null ? new Entry(newLimit()) : before;
            entered.set(maxConnections == 0 || entry.connections < maxConnections);
            entry.connections += entered.get() ? 1 : 0;
            return entry;
        });
        return entered.get();
    }

    /** Notes the end of a connection that entered. */
    void leave(InetAddress address) {
        entries.computeIfPresent(address, (key, entry) -> {
            entry.connections--;
            return entry.isForgettable() ? null : entry;
        });
    }

    /** The limit that all connections of an address share; null if there is none. */
    @Nullable RateLimit limitOf(InetAddress address) {
        Entry entry = entries.get(address);
        return entry == null ? null : entry.limit;
    }

    /** How many addresses are known. */
    int size() {
        return entries.size();
    }

    private @Nullable RateLimit newLimit() {
        return eventsPerSecond == 0 ? null : new RateLimit(eventsPerSecond, System.nanoTime());
    }

    private void sweep() {
        if (entries.size() >= sweepAt) {
            entries.keySet()
                    .forEach(address ->
                            entries.computeIfPresent(address, (key, entry) -> entry.isForgettable() ? null : entry));
            sweepAt = Math.max(SMALLEST_SWEEP, 2 * entries.size());
        }
    }

    /** Changed and read under the map's lock of its address only, but for the limit. */
    private static final class Entry {
        private final @Nullable RateLimit limit;
        private int connections;

        Entry(@Nullable RateLimit limit) {
            this.limit = limit;
        }

        boolean isForgettable() {
            return connections == 0 && (limit == null || limit.isFull(System.nanoTime()));
        }
    }
}
