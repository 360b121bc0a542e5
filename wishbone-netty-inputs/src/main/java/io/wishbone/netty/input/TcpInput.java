package io.wishbone.netty.input;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Pending;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Header;
import io.wishbone.netty.EventLoopHome;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Listens on a TCP port and makes an event of each message that its peers send.
 *
 * <p>The framing says how messages are told apart; see {@link io.wishbone.netty.framing.Framing}. Data is
 * {@code byte[]} without what frames it, byte for byte, or what a protocol makes of it; a message that is no such goes
 * to {@code failed} as it came, and its connection lives on. The header has, under the module's name,
 * {@code remote_address}, {@code remote_port}, {@code local_port} and {@code transport}. Outlet: {@code outbox}. While
 * the pipeline is full nothing is read, so that peers wait and nothing is lost; memory stays bounded whatever they
 * send.
 *
 * <p>At a stop, what the peers' hosts have delivered by then is read and passed on; then connections are closed.
 *
 * <p>Counters: {@code connections_total}, {@code connections_refused_total}, {@code dropped_oversize_total} (or
 * truncated), {@code dropped_partial_total}, {@code undecodable_total}, {@code closed_idle_total},
 * {@code closed_memory_total}, {@code closed_malformed_total} (the framing said what cannot be, such as a negative
 * length), {@code abandoned_bytes_total} (received, but not passed on before the deadline of a stop); gauges:
 * {@code connections}, {@code buffered_bytes}.
 */
public final class TcpInput extends Actor {
    private static final int BACKLOG = 1024;

    private final TcpInputConfig config;
    private final Outlet outbox = outlet(OUTBOX);
    private final Outlet undecodable = findOutlet(FAILED).orElseThrow();
    private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();
    private final BufferBudget budget;
    private final AtomicInteger open = new AtomicInteger();
    private final WarningLimit refusedWarnings = new WarningLimit(System.nanoTime());
    private final WarningLimit oversizeWarnings = new WarningLimit(System.nanoTime());
    private final WarningLimit malformedWarnings = new WarningLimit(System.nanoTime());
    private final WarningLimit undecodableWarnings = new WarningLimit(System.nanoTime());
    private Map<EventLoop, LoopIntake> intakes = Map.of();
    private @Nullable EventLoops loops;
    private volatile @Nullable Channel server;
    private volatile boolean draining;
    private volatile boolean closed;
    private volatile @Nullable Pending closing;

    /** Makes the module; it listens once its router has started. */
    public TcpInput(TcpInputConfig config) {
        this.config = config;
        this.budget = new BufferBudget(config.maxBufferedBytes(), connections);
    }

    /**
     * The address that it listens on, with the port that was taken for port 0.
     *
     * @throws IllegalStateException before its router has started
     */
    public InetSocketAddress boundAddress() {
        Channel bound = server;
        if (bound == null) {
            throw new IllegalStateException("the input is not bound (expected: after the router's start)");
        }
        return (InetSocketAddress) bound.localAddress();
    }

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
        context().gauge("connections", open::get);
        context().gauge("buffered_bytes", budget::usedBytes);
        Map<EventLoop, LoopIntake> perLoop = new LinkedHashMap<>();
        for (EventLoopHome home : loops().homes()) {
            perLoop.put(
                    home.loop(),
                    new LoopIntake(new Emitters(
                            outbox.emitter(home), config.protocol() == null ? null : undecodable.emitter(home))));
        }
        intakes = Map.copyOf(perLoop);
        Pending binding = context().begin("binding " + config.address() + ":" + config.port());
        loops().resolve(config.address()).whenComplete((addresses, failure) -> {
            if (failure != null) {
                binding.failed(explain(failure));
                return;
            }
            try {
                bind(addresses[0], binding);
            } catch (RuntimeException e) {
                binding.failed(explain(e));
            }
        });
    }

    private void bind(InetAddress address, Pending binding) {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops().group())
                .channel(loops().transport().serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .bind(address, config.port());
        bound.addListener(done -> {
            if (done.isSuccess()) {
                server = bound.channel();
                if (closed) {
                    bound.channel().close();
                }
                log().info("listening on {} ({})", boundAddress(), loops().transport());
                binding.done();
            } else {
                binding.failed(explain(done.cause()));
            }
        });
    }

    private Throwable explain(Throwable failure) {
        return BindErrors.explain(config.address(), config.port(), failure);
    }

    private void accept(Channel channel) {
        if (draining) {
            channel.close();
            return;
        }
        LoopIntake intake = intakes.get(channel.eventLoop());
        if (intake == null) {
            throw new IllegalStateException("a connection came on an event loop that is not this input's");
        }
        Header header = headerFor(channel);
        if (open.incrementAndGet() > config.maxConnections()) {
            open.decrementAndGet();
            refuse(channel);
            return;
        }
        context().counter("connections_total").increment();
        GatedReceiveBuffers buffers =
                new GatedReceiveBuffers(intake.emitter()::isOpen, loops().transport() == Transport.EPOLL);
        channel.config().setRecvByteBufAllocator(buffers);
        TcpConnection connection = new TcpConnection(this, intake, channel, header, buffers);
        connections.add(connection);
        channel.pipeline().addLast("wishbone-frames", connection);
        if (draining) {
            // The stop may have missed it.
            connection.drain();
        }
    }

    private void refuse(Channel channel) {
        context().counter("connections_refused_total").increment();
        if (refusedWarnings.permits(System.nanoTime())) {
            log().warn(
                            "refused {}: {} connections are open, as many as max_connections allows",
                            channel.remoteAddress(),
                            config.maxConnections());
        }
        channel.close();
    }

    private Header headerFor(Channel channel) {
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        InetSocketAddress local = (InetSocketAddress) channel.localAddress();
        Map<String, Object> entries = new LinkedHashMap<>();
        entries.put("remote_address", remote.getAddress().getHostAddress());
        entries.put("remote_port", remote.getPort());
        entries.put("local_port", local.getPort());
        entries.put("transport", "tcp");
        return Header.of(context().name(), entries);
    }

    @Override
    public void onDrain() {
        closing = context().begin("closing connections");
        draining = true;
        closeDoor();
        connections.forEach(TcpConnection::drain);
        endDrainIfEmpty();
    }

    private void closeDoor() {
        Channel bound = server;
        if (bound != null) {
            Pending door = context().begin("closing the listening socket");
            bound.close().addListener(done -> door.done());
        }
    }

    private void endDrainIfEmpty() {
        Pending ending = closing;
        if (draining && ending != null && connections.isEmpty()) {
            ending.done();
        }
    }

    @Override
    public void onClose() {
        draining = true;
        closed = true;
        Channel bound = server;
        if (bound != null) {
            bound.close();
        }
        connections.forEach(TcpConnection::abandon);
    }

    // ---- what connections tell; any event loop ----

    TcpInputConfig config() {
        return config;
    }

    BufferBudget budget() {
        return budget;
    }

    Logger log() {
        return context().log();
    }

    void ended(TcpConnection connection) {
        connections.remove(connection);
        open.decrementAndGet();
        endDrainIfEmpty();
    }

    void countOversize(Channel channel) {
        context().counter("dropped_oversize_total").increment();
        if (oversizeWarnings.permits(System.nanoTime())) {
            log().warn(
                            "{} sent a message longer than {} bytes ({}); raise max_frame if such messages are meant",
                            channel.remoteAddress(),
                            config.maxFrameBytes(),
                            config.onOversize());
        }
    }

    void countMalformed(Channel channel, String what) {
        context().counter("closed_malformed_total").increment();
        if (malformedWarnings.permits(System.nanoTime())) {
            log().warn("closed {}: {}; the framing is {}", channel.remoteAddress(), what, config.framing());
        }
    }

    /** What decodes the messages of a connection; null if nothing does. */
    @Nullable Decoding newDecoding(LoopIntake intake, Channel channel) {
        Protocol protocol = config.protocol();
        return protocol == null
                ? null
                : intake.emitter()
                        .decoding(
                                protocol.newDecoder(ProtocolContext.of(context())),
                                cause -> countUndecodable(channel, cause));
    }

    private void countUndecodable(Channel channel, Throwable cause) {
        context().counter("undecodable_total").increment();
        if (undecodableWarnings.permits(System.nanoTime())) {
            log().warn(
                            "{} sent what is no {}: {} (such messages go to \"{}.failed\")",
                            channel.remoteAddress(),
                            config.protocol(),
                            String.valueOf(cause.getMessage()),
                            context().name());
        }
    }

    void countPartial() {
        context().counter("dropped_partial_total").increment();
    }

    void countAbandoned(Channel channel, long bytes) {
        context().counter("abandoned_bytes_total").add(bytes);
        log().warn(
                        "{} bytes from {} were received and not passed on before the stop's deadline",
                        bytes,
                        channel.remoteAddress());
    }

    void countIdleClose(Channel channel) {
        context().counter("closed_idle_total").increment();
        log().info("closed {}: nothing came for {}", channel.remoteAddress(), config.idleTimeout());
    }

    void countMemoryClose(Channel channel, long bytes) {
        context().counter("closed_memory_total").increment();
        log().warn(
                        "closed {}: it kept {} bytes that were not decoded, most of all, and together they passed max_buffered ({})",
                        channel.remoteAddress(),
                        bytes,
                        config.maxBufferedBytes());
    }
}
