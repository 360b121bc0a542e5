package io.wishbone.netty.input;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Pending;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.netty.EventLoopHome;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.StreamAck;
import io.wishbone.netty.Transport;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.codec.CodecContext;
import io.wishbone.netty.codec.CodecInitializer;
import io.wishbone.netty.codec.CodecMessages;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What inputs have in common whose peers send streams: connections, each on its event loop, that read while the
 * pipeline takes events.
 *
 * <p>Outlets: {@code outbox}; {@code connections}, if connected, is told of each connection's begin and end. Inlet:
 * {@code reply}, for events that are written to the connection that {@code header.<module>.connection} names.
 */
abstract class StreamInput extends Actor {
    private final StreamConfig config;
    private final Outlet outbox = outlet(OUTBOX);
    private final Outlet lifecycle = outlet("connections");
    private final Outlet undecodable = findOutlet(FAILED).orElseThrow();
    private final Replies replies;
    private final Map<Long, StreamConnection> connections = new ConcurrentHashMap<>();
    private final Set<StreamConnection> reading = ConcurrentHashMap.newKeySet();
    private final BufferBudget budget;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private Map<EventLoop, LoopIntake> intakes = Map.of();
    private @Nullable StreamReport report;
    private @Nullable EventLoops loops;
    private volatile @Nullable Door door;
    private volatile boolean draining;
    private volatile @Nullable Pending closing;

    StreamInput(StreamConfig config) {
        this.config = config;
        this.budget = new BufferBudget(config.maxBufferedBytes(), reading);
        this.replies = new Replies(this, controlInlet("reply", this::reply));
    }

    // ---- what kinds of inputs differ in ----

    /** Makes what connections come from. */
    abstract Door door(EventLoops serving);

    /** Does what has to be done before the door opens. */
    CompletableFuture<Void> prepare(EventLoops serving) {
        return CompletableFuture.completedFuture(null);
    }

    /** Who is at the other side of a connection. */
    abstract RemotePeer peerOf(Channel channel);

    /**
     * Lets a peer in, or not.
     *
     * @return why not; null if it may go on
     */
    abstract @Nullable String refusal(RemotePeer peer);

    /**
     * Adds what a connection goes through before its messages can be read.
     *
     * @return what these handlers will tell that they have done
     */
    abstract Set<HandshakePhase> addHandshake(Channel channel, RemotePeer peer);

    /**
     * Lets a peer in, or not, once it is known whether it speaks for another.
     *
     * @return why not; null if it may go on
     */
    @Nullable String refusalAfter(ProxyHeaderHandler.Told told, RemotePeer peer) {
        return null;
    }

    /** What is asked of handshakes. */
    final ConnectionHandshake.Rules handshakeRules() {
        return new ConnectionHandshake.Rules(this::refusalAfter, config.handshakeTimeout());
    }

    /** A peer that was let in has left. */
    abstract void left(RemotePeer peer);

    /** The first message of a connection has come. On its event loop. */
    void served() {}

    /** The limit that a peer shares with others; null if there is none. */
    abstract @Nullable RateLimit rateLimitOf(RemotePeer peer);

    // ---- life ----

    @Override
    public Placement placement(SharedResources shared) {
        EventLoops serving = EventLoops.orShared(config.eventLoops(), shared);
        loops = serving;
        return Placement.across(serving.homes());
    }

    @Override
    public void onStart() throws Exception {
        EventLoops serving = loops;
        if (serving == null) {
            throw new IllegalStateException("the input was not placed");
        }
        report = new StreamReport(context(), config);
        context().gauge("connections", open::get);
        context().gauge("buffered_bytes", budget::usedBytes);
        Map<EventLoop, LoopIntake> perLoop = new LinkedHashMap<>();
        for (EventLoopHome home : serving.homes()) {
            Emitters emitters =
                    new Emitters(outbox.emitter(home), config.protocol() == null ? null : undecodable.emitter(home));
            perLoop.put(home.loop(), new LoopIntake(emitters, lifecycle.emitter(home)));
        }
        intakes = Map.copyOf(perLoop);
        replies.start();
        Pending opening = context().begin("opening the door");
        prepare(serving)
                .whenComplete((done, failure) -> context().run(() -> {
                    if (failure == null) {
                        open(serving, opening);
                    } else {
                        Throwable cause = failure.getCause();
                        opening.failed(cause == null ? failure : cause);
                    }
                }));
    }

    private void open(EventLoops serving, Pending opening) {
        if (draining) {
            opening.done();
            return;
        }
        Door opened = door(serving);
        door = opened;
        opened.open(opening);
    }

    @Override
    public void onBatchEnd() {
        replies.flush();
    }

    @Override
    public void onDrain() {
        closing = context().begin("reading what was sent");
        draining = true;
        Door opened = door;
        if (opened != null) {
            Pending shutting = context().begin("closing the door");
            opened.close(shutting::done);
        }
        reading.forEach(StreamConnection::drain);
        endDrainIfRead();
    }

    private void endDrainIfRead() {
        Pending ending = closing;
        if (draining && ending != null && reading.isEmpty()) {
            ending.done();
        }
    }

    @Override
    public void onClose() {
        draining = true;
        Door opened = door;
        if (opened != null) {
            opened.close(() -> {});
        }
        connections.values().forEach(StreamConnection::abandon);
    }

    /** What connections come from; null before the start. */
    final @Nullable Door openDoor() {
        return door;
    }

    private void reply(Event event) throws Exception {
        replies.reply(event, this::hold);
    }

    // ---- connections; on their event loops ----

    /** Initializes connections that peers made. */
    final ChannelHandler acceptor() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                accept(channel);
            }
        };
    }

    /** Takes a connection over that this side has made. */
    final void connected(Channel channel) {
        StreamConnection connection = accept(channel);
        if (connection != null) {
            connection.begin();
        }
    }

    /** Takes a connection over; none if it is refused. */
    private @Nullable StreamConnection accept(Channel channel) {
        LoopIntake intake = intakes.get(channel.eventLoop());
        if (draining || intake == null) {
            channel.close();
            return null;
        }
        RemotePeer peer = peerOf(channel);
        if (open.incrementAndGet() > config.maxConnections()) {
            open.decrementAndGet();
            refuse(channel, peer, config.maxConnections() + " connections are open, as many as max_connections allows");
            return null;
        }
        String refusal = refusal(peer);
        if (refusal != null) {
            open.decrementAndGet();
            refuse(channel, peer, refusal);
            return null;
        }
        report().opened();
        Long number = numbers.incrementAndGet();
        peer.put("connection", number);
        boolean replied = replies.areConnected();
        boolean answers = replied || config.ack() == StreamAck.LINES;
        if (answers) {
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        }
        GatedReceiveBuffers buffers = new GatedReceiveBuffers(intake.emitter()::isOpen, channelIsEpoll());
        channel.config().setRecvByteBufAllocator(buffers);
        Set<HandshakePhase> handshake = addHandshake(channel, peer);
        StreamConnection connection =
                new StreamConnection(this, number, intake, channel, peer, buffers, handshake, replied);
        connections.put(number, connection);
        reading.add(connection);
        if (answers) {
            channel.pipeline()
                    .addLast(new WriteTimeoutHandler(config.replyTimeout().toMillis(), TimeUnit.MILLISECONDS));
        }
        Codec codec = config.codec();
        if (codec == null) {
            channel.pipeline().addLast(CodecInitializer.MODULE, connection);
        } else {
            channel.pipeline().addLast(new CodecInitializer(codec, CodecContext.ofInput(context(), false), connection));
        }
        if (draining) {
            // The stop may have missed it.
            connection.drain();
        }
        return connection;
    }

    private boolean channelIsEpoll() {
        EventLoops serving = loops;
        return serving != null && serving.transport() == Transport.EPOLL;
    }

    private void refuse(Channel channel, RemotePeer peer, String reason) {
        report().refused(peer, reason);
        channel.close();
    }

    /** Nothing more is read from a connection, but it may be written to. */
    final void read(StreamConnection connection) {
        reading.remove(connection);
        endDrainIfRead();
    }

    /** A connection has ended. */
    final void ended(StreamConnection connection, long number, RemotePeer peer) {
        connections.remove(number);
        open.decrementAndGet();
        left(peer);
        read(connection);
    }

    /** The connection of a number; null if it has ended. Any thread. */
    final @Nullable StreamConnection connection(Long number) {
        return connections.get(number);
    }

    final StreamConfig config() {
        return config;
    }

    final BufferBudget budget() {
        return budget;
    }

    final StreamReport report() {
        StreamReport reporting = report;
        if (reporting == null) {
            throw new IllegalStateException("the input was not started");
        }
        return reporting;
    }

    final String moduleName() {
        return context().name();
    }

    /** Whether anybody wants to be told of connections. */
    final boolean tellsOfConnections() {
        return lifecycle.isConnected();
    }

    /** Tells of a connection, on its event loop. */
    final void tell(LoopIntake intake, Map<String, Object> what, Header header) {
        if (!intake.tell(Event.of(what, header))) {
            report().untold();
        }
    }

    /** What decodes the messages of a connection; null if nothing does. */
    final @Nullable Decoding newDecoding(LoopIntake intake, RemotePeer peer) {
        Protocol protocol = config.protocol();
        return protocol == null
                ? null
                : intake.emitter()
                        .decoding(
                                protocol.newDecoder(ProtocolContext.of(context())),
                                cause -> report().undecodable(peer, cause));
    }

    /** What makes events of a codec's messages; null if there is no codec. */
    final @Nullable CodecMessages newCodecMessages(RemotePeer peer) {
        return config.codec() == null
                ? null
                : new CodecMessages(
                        context().name(),
                        context().counter(CodecMessages.REFUSED_TOTAL),
                        what -> report().codecRefused(peer, what));
    }

    /** What encodes replies; null if their data goes as it is. */
    final @Nullable Protocol replyProtocol() {
        Protocol protocol = config.protocol();
        return protocol != null && protocol.canEncode() ? protocol : null;
    }

    /** What the replies have to know of their module. */
    final ProtocolContext protocolContext() {
        return ProtocolContext.of(context());
    }

    /** Runs something on this module's thread. */
    final void onModuleThread(Runnable task) {
        context().run(task);
    }
}
