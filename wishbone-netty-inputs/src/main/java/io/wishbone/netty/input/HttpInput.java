package io.wishbone.netty.input;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.wishbone.actor.Actor;
import io.wishbone.actor.Pending;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.netty.EventLoopHome;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.protocol.Decoder;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Receives events by HTTP/1.1 and HTTP/2: each path that it has feeds an outlet, and each request, line or element of a
 * list that is sent there is an event.
 *
 * <p>A request is answered once its events are in their queue, or once it is known what became of them; see
 * {@link HttpResource.Ack}. While a queue is full, requests for it wait, and are then refused with 503, so that senders
 * know. Everything else that is not taken is refused, too, with a status and a reason. Data is {@code byte[]}, or what
 * a protocol makes of it. The header has, under the module's name, what a {@link TcpInput}'s has of the peer, and
 * {@code http_version}, {@code method}, {@code path}, {@code query}, {@code host}, {@code user_agent},
 * {@code content_type}, {@code client_address} and {@code user}, as far as they are known.
 *
 * <p>At a stop, requests that are not whole are refused, and those that are get their answers.
 *
 * <p>Counters: {@code connections_total}, {@code connections_refused_total}, {@code handshakes_failed_total},
 * {@code requests_total}, {@code requests_refused_total}, {@code refused_<status>_total}, {@code undelivered_total},
 * {@code dropped_partial_total}, {@code unheard_total}, {@code replies_failed_total}, {@code closed_idle_total},
 * {@code closed_reply_timeout_total}, {@code closed_protocol_total}, {@code closed_error_total},
 * {@code tls_reloads_total}; gauges: {@code connections}, {@code buffered_bytes}.
 */
public final class HttpInput extends Actor {
    private final HttpInputConfig config;
    private final Map<String, HttpResource> resources = new HashMap<>();
    private final Map<HttpResource, HttpAccess> accesses = new HashMap<>();
    private final PeerGate gate;
    private final AddressTable forwarded;
    private final @Nullable InputTls tls;
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final Set<HttpRequestHandler> holders = ConcurrentHashMap.newKeySet();
    private final AtomicInteger reading = new AtomicInteger();
    private final BufferBudget budget;
    private final AtomicInteger open = new AtomicInteger();
    private Map<EventLoop, HttpLoop> perLoop = Map.of();
    private @Nullable HttpReport report;
    private @Nullable EventLoops loops;
    private volatile @Nullable TcpDoor door;
    private volatile boolean draining;
    private volatile @Nullable Pending closing;

    /** Makes the module; it listens once its router has started. */
    public HttpInput(HttpInputConfig config) {
        this.config = config;
        this.gate = new PeerGate(config.peers(), config.limits().rateLimit());
        this.forwarded = new AddressTable(0, config.limits().rateLimit());
        this.budget = new BufferBudget(config.limits().maxBufferedBytes(), holders);
        List<String> alpn = config.http2()
                ? List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1)
                : List.of(ApplicationProtocolNames.HTTP_1_1);
        this.tls = config.tls() == null ? null : InputTls.ofServer(config.tls().withDefaultAlpn(alpn));
        for (HttpResource resource : config.resources()) {
            resources.put(resource.path(), resource);
            if (outlets().stream().noneMatch(outlet -> outlet.name().equals(resource.queue()))) {
                outlet(resource.queue());
            }
            if (resource.auth() != null) {
                accesses.put(resource, new HttpAccess(resource.auth()));
            }
        }
    }

    /**
     * The address that it listens on, with the port that was taken for port 0.
     *
     * @throws IllegalStateException before its router has started
     */
    public InetSocketAddress boundAddress() {
        TcpDoor opened = door;
        if (opened != null && opened.boundAddress() instanceof InetSocketAddress bound) {
            return bound;
        }
        throw new IllegalStateException("the input is not bound (expected: after the router's start)");
    }

    // ---- life ----

    @Override
    public Placement placement(SharedResources shared) {
        EventLoops serving = EventLoops.orShared(config.eventLoops(), shared);
        loops = serving;
        return Placement.across(serving.homes());
    }

    private EventLoops loops() {
        EventLoops serving = loops;
        if (serving == null) {
            throw new IllegalStateException("the input was not placed");
        }
        return serving;
    }

    @Override
    public void onStart() {
        report = new HttpReport(context());
        context().gauge("connections", open::get);
        context().gauge("buffered_bytes", budget::usedBytes);
        Map<EventLoop, HttpLoop> made = new LinkedHashMap<>();
        for (EventLoopHome home : loops().homes()) {
            made.put(home.loop(), new HttpLoop(outlets(), home));
        }
        perLoop = Map.copyOf(made);
        Pending opening = context().begin("opening the door");
        prepare()
                .whenComplete((done, failure) -> context().run(() -> {
                    if (failure == null) {
                        open(opening);
                    } else {
                        Throwable cause = failure.getCause();
                        opening.failed(cause == null ? failure : cause);
                    }
                }));
    }

    /** Reads files, off the event loops. */
    private CompletableFuture<Void> prepare() {
        List<CompletableFuture<?>> files = new ArrayList<>();
        if (tls != null) {
            files.add(tls.start(context(), loops()));
        }
        accesses.values().forEach(access -> files.add(access.start(loops())));
        return CompletableFuture.allOf(files.toArray(CompletableFuture[]::new));
    }

    private void open(Pending opening) {
        if (draining) {
            opening.done();
            return;
        }
        TcpDoor opened = new TcpDoor(config.address(), config.port(), config.socket(), loops(), context(), acceptor());
        door = opened;
        opened.open(opening);
    }

    /** Reads the files of users again. */
    @Override
    public void onReopen() {
        for (HttpAccess access : accesses.values()) {
            access.start(loops()).whenComplete((done, failure) -> {
                if (failure != null) {
                    Throwable cause = failure.getCause();
                    context()
                            .log()
                            .warn(
                                    "users are as before: {}",
                                    String.valueOf((cause == null ? failure : cause).getMessage()));
                }
            });
        }
    }

    @Override
    public void onDrain() {
        closing = context().begin("answering requests");
        draining = true;
        TcpDoor opened = door;
        if (opened != null) {
            Pending shutting = context().begin("closing the door");
            opened.close(shutting::done);
        }
        connections.forEach(HttpConnection::drain);
        endDrainIfRead();
    }

    private void endDrainIfRead() {
        Pending ending = closing;
        if (draining && ending != null && reading.get() == 0) {
            ending.done();
        }
    }

    @Override
    public void onClose() {
        draining = true;
        TcpDoor opened = door;
        if (opened != null) {
            opened.close(() -> {});
        }
        connections.forEach(HttpConnection::abandon);
        if (tls != null) {
            tls.close();
        }
    }

    // ---- connections; on their event loops ----

    private ChannelHandler acceptor() {
        boolean isEpoll = loops().transport() == Transport.EPOLL;
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                accept(channel, isEpoll);
            }
        };
    }

    private void accept(Channel channel, boolean isEpoll) {
        HttpLoop loop = perLoop.get(channel.eventLoop());
        if (draining || loop == null) {
            channel.close();
            return;
        }
        RemotePeer peer =
                RemotePeer.of((InetSocketAddress) channel.remoteAddress(), (InetSocketAddress) channel.localAddress());
        int most = config.limits().maxConnections();
        String refusal = open.incrementAndGet() > most
                ? most + " connections are open, as many as max_connections allows"
                : gate.refusal(peer);
        if (refusal != null) {
            open.decrementAndGet();
            report().refused(peer, refusal);
            channel.close();
            return;
        }
        report().opened();
        HttpConnection connection = new HttpConnection(this, loop, channel, peer, isEpoll);
        connections.add(connection);
        connection.install();
        if (draining) {
            // The stop may have missed it.
            connection.drain();
        }
    }

    Set<HandshakePhase> addHandshake(Channel channel, RemotePeer peer) {
        return gate.addHandshake(channel, peer, tls);
    }

    /** What is asked of handshakes. */
    ConnectionHandshake.Rules handshakeRules() {
        return new ConnectionHandshake.Rules(gate::refusalAfter, config.times().handshake());
    }

    /** A connection has ended. */
    void ended(HttpConnection connection, RemotePeer peer) {
        connections.remove(connection);
        open.decrementAndGet();
        gate.left(peer);
    }

    // ---- requests; on their event loops ----

    /** Requests may keep memory from now on. */
    void opened(HttpRequestHandler requests) {
        holders.add(requests);
    }

    /** They do no more. */
    void closed(HttpRequestHandler requests) {
        holders.remove(requests);
    }

    /** A request is being read. */
    void began() {
        reading.incrementAndGet();
    }

    /** The events of a request that was being read are in their queue, or never will be. */
    void submitted() {
        if (reading.decrementAndGet() == 0) {
            endDrainIfRead();
        }
    }

    /** Whether no more requests are taken. */
    boolean isDraining() {
        return draining;
    }

    /** What there is at a path; null if there is nothing. */
    @Nullable HttpResource resource(String path) {
        return resources.get(path);
    }

    /** Who may send to a resource; null if anybody may. */
    @Nullable HttpAccess accessOf(HttpResource resource) {
        return resource.auth() == null ? null : accesses.get(resource);
    }

    /** What reads the bodies of a request; null leaves them as bytes. */
    @Nullable Decoder newDecoder() {
        Protocol protocol = config.protocol();
        return protocol == null ? null : protocol.newDecoder(ProtocolContext.of(context()));
    }

    @Nullable RateLimit rateLimitOf(RemotePeer peer) {
        return gate.rateLimitOf(peer);
    }

    /** Notes a request of a client behind a proxy, and gives its limit; null if there is none. */
    @Nullable RateLimit enterForwarded(InetAddress client) {
        forwarded.enter(client);
        return forwarded.limitOf(client);
    }

    /** Such a request is over. */
    void leaveForwarded(InetAddress client) {
        forwarded.leave(client);
    }

    HttpInputConfig config() {
        return config;
    }

    BufferBudget budget() {
        return budget;
    }

    HttpReport report() {
        HttpReport reporting = report;
        if (reporting == null) {
            throw new IllegalStateException("the input was not started");
        }
        return reporting;
    }

    String moduleName() {
        return context().name();
    }
}
