package io.wishbone.netty.output;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.util.concurrent.Future;
import io.wishbone.actor.Home;
import io.wishbone.actor.ModuleContext;
import io.wishbone.netty.Backoff;
import io.wishbone.netty.EventLoopHome;
import io.wishbone.netty.EventLoops;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one host, and the requests that wait for one. <em>Confined to its module's thread.</em>
 *
 * <p>A request takes a connection that is free, or a new one while there may be more, or waits, first come, first
 * served. If none of the endpoints can be connected to, all wait until that is tried again.
 */
final class HttpPool {
    private static final int LARGEST_CHUNK = 64 << 10;

    /** What pools ask of the output, and tell it. */
    interface Owner {
        /** The value of the header {@code Authorization} for a request, or null. */
        @Nullable String authorization(HttpDelivery delivery);

        void answered(HttpDelivery delivery, HttpAnswer answer, Endpoint by);

        /** A request was made, and no answer came. */
        void unanswered(HttpDelivery delivery, Throwable cause, Endpoint by);

        /**
         * A request could not be made, since there is no connection.
         *
         * @return whether it is to wait for one
         */
        boolean mayWait(HttpDelivery delivery, Throwable cause, Endpoint last);

        /** How many connections there are has changed by so many. */
        void connectionsChanged(int by);
    }

    private final HttpAddress origin;
    private final HttpOutputConfig config;
    private final Owner owner;
    private final ModuleContext context;
    private final EventLoops loops;
    private final EventLoopHome home;
    private final OutputTls tls;
    private final Endpoints endpoints;
    private final Backoff backoff;
    private final Set<Channel> channels = new HashSet<>();
    private final ArrayDeque<HttpConnection> free = new ArrayDeque<>();
    private final ArrayDeque<HttpDelivery> waiting = new ArrayDeque<>();
    private int open;
    private int connecting;
    private boolean closed;
    private Home.@Nullable Timer retry;
    private Home.@Nullable Timer eviction;

    HttpPool(
            HttpAddress origin,
            HttpOutputConfig config,
            Owner owner,
            ModuleContext context,
            EventLoops loops,
            EventLoopHome home,
            OutputTls tls) {
        this.origin = origin;
        this.config = config;
        this.owner = owner;
        this.context = context;
        this.loops = loops;
        this.home = home;
        this.tls = tls;
        List<Endpoint> several = config.endpoints().isEmpty() ? List.of(origin.endpoint()) : config.endpoints();
        this.endpoints = new Endpoints(several, config.strategy(), config.ejection());
        this.backoff =
                new Backoff(config.reconnect().minBackoff(), config.reconnect().maxBackoff(), new SplittableRandom());
    }

    /** Whether there is neither a connection nor a request. */
    boolean isUnused() {
        return open == 0 && connecting == 0 && waiting.isEmpty();
    }

    /** Whether its connections speak TLS. */
    boolean isSecure() {
        return origin.isSecure();
    }

    /** Makes a request as soon as there is a connection for it. */
    void submit(HttpDelivery delivery) {
        HttpConnection connection = free.pollLast();
        if (connection == null) {
            waiting.add(delivery);
            connectIfNeeded();
        } else {
            connection.send(delivery, owner.authorization(delivery));
        }
    }

    // ---- connecting ----

    private void connectIfNeeded() {
        while (!closed && retry == null && waiting.size() > connecting && open + connecting < config.maxConnections()) {
            connecting++;
            tryNext(endpoints.order(context.nanoTime()), 0);
        }
    }

    /** Tries endpoints in an order, from an index on. */
    private void tryNext(List<Endpoint> order, int index) {
        Endpoint endpoint = order.get(index);
        new Target.Port(endpoint, true)
                .resolve(loops)
                .whenComplete((addresses, failure) -> context.run(() -> {
                    if (failure == null) {
                        connect(order, index, addresses[endpoints.nextAddress(addresses.length)]);
                    } else {
                        connectFailed(order, index, new IOException("the name cannot be resolved", failure));
                    }
                }));
    }

    private void connect(List<Endpoint> order, int index, SocketAddress address) {
        if (closed) {
            return;
        }
        Endpoint endpoint = order.get(index);
        HttpConnection connection = new HttpConnection(this, config, context, endpoint);
        Bootstrap bootstrap = new Bootstrap()
                .group(home.loop())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, config.reconnect().connectTimeoutMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpClientCodec())
                                .addLast(new HttpContentDecompressor(false, LARGEST_CHUNK))
                                .addLast(connection);
                    }
                });
        new Target.Port(endpoint, true).configure(bootstrap, loops);
        ChannelFuture attempt = bootstrap.connect(address);
        channels.add(attempt.channel());
        attempt.channel().closeFuture().addListener(ended -> channels.remove(attempt.channel()));
        attempt.addListener(done -> context.run(() -> {
            if (done.isSuccess() && origin.isSecure() && !closed) {
                tls.secure(
                        attempt.channel(),
                        origin.endpoint(),
                        secured -> context.run(() -> attempted(order, index, connection, secured)));
            } else {
                attempted(order, index, connection, done);
            }
        }));
    }

    private void attempted(List<Endpoint> order, int index, HttpConnection connection, Future<?> done) {
        if (closed) {
            return;
        }
        if (!done.isSuccess()) {
            connectFailed(order, index, connection.causeOr(done.cause()));
        } else if (!connection.channel().isActive()) {
            connectFailed(order, index, connection.causeOr(new IOException("the server closed at once")));
        } else {
            connecting--;
            open++;
            connection.opened();
            owner.connectionsChanged(1);
            context.counter("connections_total").increment();
            endpoints.works(connection.endpoint());
            backoff.reset();
            free(connection);
        }
    }

    private void connectFailed(List<Endpoint> order, int index, Throwable cause) {
        if (closed) {
            return;
        }
        Endpoint endpoint = order.get(index);
        context.counter("connections_failed_total").increment();
        endpoints.failed(endpoint, context.nanoTime());
        IOException failure = new IOException("cannot connect to " + endpoint + ": " + cause.getMessage(), cause);
        if (index + 1 < order.size()) {
            context.log().warn("{}; trying {}", failure.getMessage(), order.get(index + 1));
            tryNext(order, index + 1);
            return;
        }
        connecting--;
        for (int i = waiting.size(); i > 0; i--) {
            HttpDelivery delivery = waiting.remove();
            if (owner.mayWait(delivery, failure, endpoint)) {
                waiting.add(delivery);
            }
        }
        if (retry == null) {
            Duration wait = backoff.next();
            context.log()
                    .warn(
                            "{}; trying again in {} ms, {} requests wait",
                            failure.getMessage(),
                            wait.toMillis(),
                            waiting.size());
            retry = context.schedule(wait, () -> {
                retry = null;
                connectIfNeeded();
            });
        }
    }

    // ---- what connections tell ----

    void answered(HttpDelivery delivery, HttpAnswer answer, Endpoint by) {
        owner.answered(delivery, answer, by);
    }

    /** A connection may be used. */
    void free(HttpConnection connection) {
        if (closed) {
            return;
        }
        HttpDelivery next = waiting.poll();
        if (next == null) {
            connection.rests();
            free.add(connection);
            scheduleEviction();
        } else {
            connection.send(next, owner.authorization(next));
        }
    }

    /**
     * A connection has ended.
     *
     * @param delivery the request that it had not answered, or null
     * @param isStale whether the request may not have reached the server, so that it is made again at once
     */
    void ended(HttpConnection connection, @Nullable HttpDelivery delivery, Throwable cause, boolean isStale) {
        free.remove(connection);
        if (closed || !connection.wasOpened()) {
            return;
        }
        open--;
        owner.connectionsChanged(-1);
        if (delivery != null && isStale) {
            context.counter("requests_rewritten_total").increment();
            waiting.addFirst(delivery);
        } else if (delivery != null) {
            context.counter("connections_lost_total").increment();
            String ended = "connection to " + connection.endpoint() + " ended (" + cause.getMessage() + ")";
            owner.unanswered(delivery, new IOException(ended, cause), connection.endpoint());
        }
        connectIfNeeded();
    }

    // ---- connections that nobody uses ----

    private void scheduleEviction() {
        HttpConnection oldest = free.peekFirst();
        if (eviction == null && oldest != null) {
            long left = config.idleTimeout().toNanos() - (context.nanoTime() - oldest.idleSince());
            eviction = context.schedule(Duration.ofNanos(Math.max(1, left)), this::evict);
        }
    }

    private void evict() {
        eviction = null;
        HttpConnection oldest = free.peekFirst();
        while (oldest != null
                && context.nanoTime() - oldest.idleSince()
                        >= config.idleTimeout().toNanos()) {
            free.removeFirst().channel().close();
            oldest = free.peekFirst();
        }
        scheduleEviction();
    }

    void close() {
        closed = true;
        if (retry != null) {
            retry.cancel();
        }
        if (eviction != null) {
            eviction.cancel();
        }
        // Also those that still connect, or have not answered. A copy, since each that closes leaves.
        List.copyOf(channels).forEach(Channel::close);
    }
}
