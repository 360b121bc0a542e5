package io.wishbone.netty.input;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Pending;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.netty.EventLoopHome;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.codec.CodecContext;
import io.wishbone.netty.codec.CodecInitializer;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What inputs of datagrams have in common: sockets that live on event loops, the decoding of what comes, and a stop
 * that reads what the kernel has by then.
 */
abstract class DatagramInput extends Actor {
    private final DatagramSettings settings;
    private final Outlet outbox = outlet(OUTBOX);
    private final Outlet undecodable = findOutlet(FAILED).orElseThrow();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<DatagramLoop> intakes = new ArrayList<>();
    private List<EventLoopHome> homes = List.of();
    private @Nullable EventLoops loops;
    private volatile boolean closed;

    DatagramInput(DatagramSettings settings) {
        this.settings = settings;
    }

    /** Where it listens, for people. */
    abstract String where();

    /** Binds the sockets by {@link #bind}; fails with the reason why it cannot. */
    abstract CompletableFuture<Void> listen(EventLoops serving);

    /** Says of a failure of {@link #listen} what to do about it. */
    abstract Throwable explain(Throwable failure);

    /** What makes the headers of what a socket receives. */
    abstract HeaderSource headersFor(Channel channel);

    /** Told as soon as a socket is bound; if it fails, the socket is closed. */
    abstract void bound(Channel channel) throws IOException;

    /** Told before a socket is closed; perhaps more than once. */
    abstract void closing(Channel channel);

    /** The most that the kernel can have for a socket, in bytes, datagrams counted as {@link DatagramReceiver} does. */
    abstract long kernelHolds(Channel channel);

    @Override
    public Placement placement(SharedResources shared) {
        EventLoops serving = EventLoops.orShared(settings.eventLoops(), shared);
        loops = serving;
        homes = Stream.generate(serving::nextHome).limit(settings.sockets()).toList();
        return Placement.across(homes.stream().distinct().toList());
    }

    @Override
    public void onStart() {
        EventLoops serving = loops;
        if (serving == null) {
            throw new IllegalStateException("the input was not placed");
        }
        Map<EventLoopHome, DatagramLoop> perLoop = new HashMap<>();
        for (EventLoopHome home : homes) {
            intakes.add(perLoop.computeIfAbsent(home, this::newIntake));
        }
        Pending binding = context().begin("binding " + where());
        CompletableFuture.<Void>completedFuture(null)
                .thenCompose(begin -> listen(serving))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        binding.done();
                    } else {
                        binding.failed(explain(failure));
                    }
                });
    }

    private DatagramLoop newIntake(EventLoopHome home) {
        return new DatagramLoop(
                new Emitters(outbox.emitter(home), settings.protocol() == null ? null : undecodable.emitter(home)));
    }

    /**
     * Binds one of the sockets; it reads at once.
     *
     * @param socket which of them, from 0
     * @param channels makes the channel
     * @param batched whether the transport receives many datagrams by one call
     */
    final CompletableFuture<Channel> bind(
            int socket, ChannelFactory<? extends Channel> channels, boolean batched, SocketAddress address) {
        DatagramLoop intake = intakes.get(socket);
        DatagramBuffers buffers =
                new DatagramBuffers(settings.maxDatagramBytes() + 1, batched, intake.emitters()::isOpen);
        DatagramReceiver receiver = new DatagramReceiver(this, intake, buffers);
        CompletableFuture<Channel> result = new CompletableFuture<>();
        ChannelFuture binding = new Bootstrap()
                .group(homes.get(socket).loop())
                .channelFactory(channels)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.RECVBUF_ALLOCATOR, buffers)
                .handler(handlers(receiver, intake.emitters()))
                .bind(address);
        binding.addListener(done -> {
            if (done.isSuccess()) {
                keep(new Socket(binding.channel(), receiver), result);
            } else {
                result.completeExceptionally(done.cause());
            }
        });
        return result;
    }

    private ChannelHandler handlers(DatagramReceiver receiver, Emitters emitters) {
        Codec codec = settings.codec();
        if (codec == null) {
            return receiver;
        }
        DatagramCodecEnd end = new DatagramCodecEnd(receiver, emitters, context());
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(receiver, new CodecInitializer(codec, CodecContext.ofInput(context(), true), end));
            }
        };
    }

    private void keep(Socket socket, CompletableFuture<Channel> result) {
        sockets.add(socket);
        try {
            bound(socket.channel);
        } catch (IOException | RuntimeException e) {
            close(socket.channel);
            result.completeExceptionally(e);
            return;
        }
        if (closed) {
            close(socket.channel);
        }
        result.complete(socket.channel);
    }

    @Override
    public void onDrain() {
        for (Socket socket : sockets) {
            Pending reading = context().begin("reading what the kernel has");
            socket.channel.closeFuture().addListener(done -> reading.done());
            socket.channel
                    .eventLoop()
                    .execute(() -> socket.receiver.drain(socket.channel, kernelHolds(socket.channel)));
        }
    }

    @Override
    public void onClose() {
        closed = true;
        sockets.forEach(socket -> close(socket.channel));
    }

    /** Closes a socket. Any thread. */
    final void close(Channel channel) {
        if (channel.isOpen()) {
            closing(channel);
        }
        channel.close();
    }

    // ---- what receivers ask for ----

    /** What decodes the datagrams of a socket; null if nothing does. */
    final @Nullable Decoding newDecoding(Emitters emitters, Consumer<Throwable> onUndecodable) {
        Protocol protocol = settings.protocol();
        if (protocol == null) {
            return null;
        }
        LongAdder undecodableTotal = context().counter("undecodable_total");
        return emitters.decoding(protocol.newDecoder(ProtocolContext.of(context())), cause -> {
            undecodableTotal.increment();
            onUndecodable.accept(cause);
        });
    }

    final LongAdder oversizeTotal() {
        return context().counter("dropped_oversize_total");
    }

    final DatagramSettings settings() {
        return settings;
    }

    final String moduleName() {
        return context().name();
    }

    final Logger log() {
        return context().log();
    }

    private record Socket(Channel channel, DatagramReceiver receiver) {}
}
