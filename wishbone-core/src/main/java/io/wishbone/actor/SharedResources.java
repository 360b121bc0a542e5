package io.wishbone.actor;

import java.util.function.Supplier;

/**
 * What the modules of one router share, such as a group of event loops. <em>Thread-safe.</em> The router closes it when
 * it stops, after all modules.
 */
@FunctionalInterface
public interface SharedResources {
    /**
     * The router's one resource of a type; the first call makes it.
     *
     * @param type what identifies it
     * @param factory makes it
     */
    <T extends AutoCloseable> T get(Class<T> type, Supplier<? extends T> factory);

    /**
     * How many threads for sockets the router's user wants shared; 0, the default, is as many as whoever makes them
     * likes.
     */
    default int ioThreads() {
        return 0;
    }
}
