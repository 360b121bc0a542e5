package io.wishbone.netty;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.wishbone.actor.SharedResources;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group of event loops, the transport that they serve, and threads that resolve names and read files off them.
 * <em>Thread-safe.</em>
 *
 * <p>The modules of a router that name no loops share one group, which the router closes, of as many loops as its
 * configuration's {@code ioThreads} says, by default max(1, cores / 2). A host's own group is used but never closed.
 */
public final class EventLoops implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
    private static final int RESOLVER_THREADS = 4;
    private static final long RESOLVER_IDLE_SECONDS = 5;

    private final EventLoopGroup group;
    private final boolean owned;
    private final Transport transport;
    private final List<EventLoopHome> homes;
    private final AtomicInteger next = new AtomicInteger();
    private final ThreadPoolExecutor resolvers;
    private volatile HostResolver resolver = HostResolver.SYSTEM;

    private EventLoops(EventLoopGroup group, boolean owned, Transport transport) {
        this.group = group;
        this.owned = owned;
        this.transport = transport;
        this.homes = homesOf(group);
        this.resolvers = new ThreadPoolExecutor(
                RESOLVER_THREADS,
                RESOLVER_THREADS,
                RESOLVER_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("wishbone-resolver", true));
        resolvers.allowCoreThreadTimeOut(true);
    }

    private static List<EventLoopHome> homesOf(EventLoopGroup group) {
        List<EventLoopHome> homes = new ArrayList<>();
        for (EventExecutor executor : group) {
            homes.add(new EventLoopHome((EventLoop) executor, "event-loop-" + (homes.size() + 1)));
        }
        return List.copyOf(homes);
    }

    /** A new group of max(1, cores / 2) loops on the best transport. */
    public static EventLoops create() {
        return create(Transport.best(), Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /**
     * A new group.
     *
     * @param transport how sockets are served
     * @param loops how many threads, 1 or more
     * @throws IllegalStateException if the transport does not work here
     */
    public static EventLoops create(Transport transport, int loops) {
        if (loops < 1) {
            throw new IllegalArgumentException("loops: " + loops + " (expected: >= 1)");
        }
        if (!transport.isAvailable()) {
            throw new IllegalStateException("transport " + transport
                    + " does not work on this machine (expected: one that does, such as " + Transport.best() + ")");
        }
        LOG.info("transport {} with {} event loop(s)", transport, loops);
        DefaultThreadFactory threads = new DefaultThreadFactory("wishbone-loop", true);
        EventLoopGroup group = new ClosingEventLoopGroup(loops, threads, transport.newHandlerFactory());
        return new EventLoops(group, true, transport);
    }

    /**
     * A host's own group; {@link #close} leaves it alone.
     *
     * @throws IllegalArgumentException if it serves none of the transports
     */
    public static EventLoops using(EventLoopGroup group) {
        for (Transport transport : Transport.values()) {
            if (transport.isAvailable()
                    && group instanceof IoEventLoopGroup io
                    && io.isIoType(transport.handlerType())) {
                return new EventLoops(group, false, transport);
            }
        }
        throw new IllegalArgumentException("event loop group "
                + group.getClass().getName() + " serves none of the transports epoll, kqueue, io_uring, NIO");
    }

    /** The given loops, or where there are none those that the router's modules share. */
    public static EventLoops orShared(@Nullable EventLoops given, SharedResources shared) {
        return given == null ? shared.get(EventLoops.class, () -> ofSize(shared.ioThreads())) : given;
    }

    private static EventLoops ofSize(int loops) {
        return loops == 0 ? create() : create(Transport.best(), loops);
    }

    /** The group, for bootstraps. */
    public EventLoopGroup group() {
        return group;
    }

    /** How its sockets are served. */
    public Transport transport() {
        return transport;
    }

    /** All loops as homes of modules. */
    public List<EventLoopHome> homes() {
        return homes;
    }

    /** One loop after the other, for channels that stay on one. */
    public EventLoopHome nextHome() {
        return homes.get(Math.floorMod(next.getAndIncrement(), homes.size()));
    }

    /**
     * Has host names resolved in another way than by the system's resolver, from now on. Any thread.
     *
     * @return these loops
     */
    public EventLoops resolvingBy(HostResolver other) {
        resolver = Objects.requireNonNull(other, "other");
        return this;
    }

    /**
     * Resolves a host name, off the event loops.
     *
     * @return its addresses; fails with {@link java.net.UnknownHostException}
     */
    public CompletableFuture<InetAddress[]> resolve(String host) {
        return executeBlocking(() -> resolver.resolve(host));
    }

    /**
     * Runs a task that may block, such as one that reads files, off the event loops; there are four threads for them.
     *
     * @return what the task gave; fails with what it threw, or with
     *     {@link java.util.concurrent.RejectedExecutionException} if closed
     */
    public <T> CompletableFuture<T> executeBlocking(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            resolvers.execute(() -> {
                try {
                    result.complete(task.call());
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException closed) {
            result.completeExceptionally(closed);
        }
        return result;
    }

    /** Ends the threads; a host's own group is left alone. Waits for them, up to two seconds, unless called on one. */
    @Override
    public void close() {
        resolvers.shutdownNow();
        if (!owned) {
            return;
        }
        Future<?> ended = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        if (homes.stream().noneMatch(EventLoopHome::isCurrent)) {
            ended.awaitUninterruptibly(2, TimeUnit.SECONDS);
        }
    }
}
