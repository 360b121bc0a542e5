package io.wishbone.router;

import io.wishbone.actor.Home;
import io.wishbone.actor.SharedResources;
import io.wishbone.actor.Trampoline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one router and what its modules share. <em>Thread-safe.</em> */
final class Homes implements SharedResources {
    private static final Logger LOG = LoggerFactory.getLogger(Homes.class);

    private final int workerCount;
    private final int ioThreads;
    private final List<ThreadHome> workers = new ArrayList<>();
    private final List<ThreadHome> ownThreads = new ArrayList<>();
    private final Map<Home, Trampoline> trampolines = new LinkedHashMap<>();
    private final Map<Class<?>, AutoCloseable> shared = new LinkedHashMap<>();
    private final @Nullable Home only;
    private int nextWorker;

    /**
     * Makes none yet.
     *
     * @param workerCount how many workers there may be
     * @param ioThreads see {@link #ioThreads}
     * @param only where all modules run; null lets each choose
     */
    Homes(int workerCount, int ioThreads, @Nullable Home only) {
        this.workerCount = workerCount;
        this.ioThreads = ioThreads;
        this.only = only;
    }

    /** Where all modules run; null lets each choose. */
    @Nullable Home only() {
        return only;
    }

    @Override
    public int ioThreads() {
        return ioThreads;
    }

    @Override
    public synchronized <T extends AutoCloseable> T get(Class<T> type, Supplier<? extends T> factory) {
        return type.cast(shared.computeIfAbsent(type, key -> factory.get()));
    }

    /** The next worker in turn; workers are made when they are first needed. */
    synchronized Home worker() {
        int index = nextWorker++ % workerCount;
        if (index == workers.size()) {
            workers.add(new ThreadHome("wishbone-worker-" + (index + 1)));
        }
        return workers.get(index);
    }

    /** A thread for one module. */
    synchronized Home ownThread(String module) {
        ThreadHome home = new ThreadHome("wishbone-module-" + module);
        ownThreads.add(home);
        return home;
    }

    /** Ends a thread that was made for one module, now that none is left that runs on it. */
    synchronized void release(Home home) {
        if (home instanceof ThreadHome own && ownThreads.remove(own)) {
            trampolines.remove(own);
            own.close();
        }
    }

    /** Whether a home is the thread of one module alone. */
    synchronized boolean isOwn(Home home) {
        return ownThreads.stream().anyMatch(home::equals);
    }

    /** The one trampoline of a home. */
    synchronized Trampoline trampoline(Home home) {
        return trampolines.computeIfAbsent(home, Trampoline::new);
    }

    /** All trampolines in use. */
    synchronized Collection<Trampoline> trampolines() {
        return List.copyOf(trampolines.values());
    }

    /** Ends the threads and closes what was shared, last made first. */
    synchronized void close() {
        ownThreads.forEach(ThreadHome::close);
        workers.forEach(ThreadHome::close);
        Deque<AutoCloseable> lastFirst = new ArrayDeque<>();
        shared.values().forEach(lastFirst::push);
        shared.clear();
        lastFirst.forEach(Homes::closeQuietly);
    }

    private static void closeQuietly(@Nullable AutoCloseable resource) {
        try {
            if (resource != null) {
                resource.close();
            }
        } catch (Exception e) {
            LOG.warn("could not close {}", resource, e);
        }
    }
}
