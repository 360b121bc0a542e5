package io.wishbone.netty.input;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Pending;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.netty.EventLoopHome;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Listens on a UDP port and makes an event of each datagram.
 *
 * <p>Data is {@code byte[]}, byte for byte, and an empty datagram is an empty event; or it is what a protocol makes of
 * the datagram, and one that is no such message goes to {@code failed} as it came. The header has, under the module's
 * name, {@code remote_address}, {@code remote_port}, {@code local_port} and {@code transport}. Outlet: {@code outbox}.
 *
 * <p>A peer cannot be made to wait. While the pipeline is full nothing is read: datagrams wait in the kernel's buffer,
 * and when that is full too, the kernel drops new ones and counts them. A datagram that is longer than
 * {@code max_datagram} is dropped and counted, never cut. At a stop, what the kernel has by then is read and passed on.
 *
 * <p>Counters: {@code dropped_oversize_total}, {@code undecodable_total}; gauge, on Linux:
 * {@code kernel_dropped_total}.
 */
public final class UdpInput extends Actor {
    private final UdpInputConfig config;
    private final Outlet outbox = outlet(OUTBOX);
    private final Outlet undecodable = findOutlet(FAILED).orElseThrow();
    private @Nullable EventLoops loops;
    private @Nullable EventLoopHome home;
    private volatile @Nullable UdpReceiver receiver;
    private volatile @Nullable Channel socket;
    private volatile @Nullable KernelDrops drops;
    private volatile boolean closed;

    /** Makes the module; it listens once its router has started. */
    public UdpInput(UdpInputConfig config) {
        this.config = config;
    }

    /**
     * The address that it listens on, with the port that was taken for port 0.
     *
     * @throws IllegalStateException before its router has started
     */
    public InetSocketAddress boundAddress() {
        Channel bound = socket;
        if (bound == null) {
            throw new IllegalStateException("the input is not bound (expected: after the router's start)");
        }
        return (InetSocketAddress) bound.localAddress();
    }

    @Override
    public Placement placement(SharedResources shared) {
        EventLoops serving = EventLoops.orShared(config.eventLoops(), shared);
        EventLoopHome chosen = serving.nextHome();
        loops = serving;
        home = chosen;
        return Placement.across(List.of(chosen));
    }

    @Override
    public void onStart() {
        EventLoops serving = loops;
        EventLoopHome loop = home;
        if (serving == null || loop == null) {
            throw new IllegalStateException("the input was not placed");
        }
        LongAdder oversize = context().counter("dropped_oversize_total");
        Emitters emitters =
                new Emitters(outbox.emitter(loop), config.protocol() == null ? null : undecodable.emitter(loop));
        DatagramBuffers buffers = new DatagramBuffers(
                config.maxDatagramBytes() + 1, serving.transport() == Transport.EPOLL, emitters::isOpen);
        UdpReceiver receiving = new UdpReceiver(this, emitters, buffers, oversize);
        receiver = receiving;
        Pending binding = context().begin("binding " + config.address() + ":" + config.port());
        serving.resolve(config.address()).whenComplete((addresses, failure) -> {
            if (failure != null) {
                binding.failed(BindErrors.explain(config.address(), config.port(), failure));
                return;
            }
            try {
                bind(bootstrap(serving.transport(), loop, receiving, buffers), addresses[0], binding);
            } catch (RuntimeException e) {
                binding.failed(BindErrors.explain(config.address(), config.port(), e));
            }
        });
    }

    private Bootstrap bootstrap(
            Transport transport, EventLoopHome loop, UdpReceiver receiving, DatagramBuffers buffers) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop.loop())
                .channel(transport.datagramChannel())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_RCVBUF, config.receiveBufferBytes())
                .option(ChannelOption.RECVBUF_ALLOCATOR, buffers)
                .handler(receiving);
        if (transport == Transport.EPOLL) {
            // What makes it read many datagrams in one call, each into its own part of the buffer.
            bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, config.maxDatagramBytes() + 1);
        }
        return bootstrap;
    }

    private void bind(Bootstrap bootstrap, InetAddress address, Pending binding) {
        ChannelFuture bound = bootstrap.bind(address, config.port());
        bound.addListener(done -> {
            if (done.isSuccess()) {
                bound(bound.channel());
                binding.done();
            } else {
                binding.failed(BindErrors.explain(config.address(), config.port(), done.cause()));
            }
        });
    }

    private void bound(Channel channel) {
        socket = channel;
        if (closed) {
            channel.close();
            return;
        }
        KernelDrops told = KernelDrops.find(channel);
        if (told != null) {
            drops = told;
            context().gauge("kernel_dropped_total", told::total);
        }
        log().info("listening on {} ({})", boundAddress(), channel.getClass().getSimpleName());
        reportSmallBuffer(channel.config().getOption(ChannelOption.SO_RCVBUF));
    }

    /** The kernel grants less than what it is asked for without an error; Linux then tells twice what it granted. */
    private void reportSmallBuffer(int toldBytes) {
        if (toldBytes < config.receiveBufferBytes()) {
            log().info(
                            "the kernel's receive buffer has {} bytes instead of {}, so it may drop datagrams earlier (on"
                                    + " Linux, raise net.core.rmem_max)",
                            toldBytes,
                            config.receiveBufferBytes());
        }
    }

    @Override
    public void onDrain() {
        Channel bound = socket;
        UdpReceiver receiving = receiver;
        if (bound != null && receiving != null) {
            Pending reading = context().begin("reading what the kernel has");
            bound.closeFuture().addListener(done -> reading.done());
            receiving.drain(bound);
        }
    }

    @Override
    public void onClose() {
        closed = true;
        Channel bound = socket;
        if (bound != null) {
            close(bound);
        }
    }

    /** Closes the socket, after a last look at what the kernel dropped, which nobody can tell later. */
    void close(Channel channel) {
        KernelDrops told = drops;
        if (told != null && channel.isOpen()) {
            told.total();
        }
        channel.close();
    }

    /** What decodes the datagrams; null if nothing does. */
    @Nullable Decoding newDecoding(Emitters emitters, Consumer<Throwable> onUndecodable) {
        Protocol protocol = config.protocol();
        if (protocol == null) {
            return null;
        }
        LongAdder undecodableTotal = context().counter("undecodable_total");
        return emitters.decoding(protocol.newDecoder(ProtocolContext.of(context())), cause -> {
            undecodableTotal.increment();
            onUndecodable.accept(cause);
        });
    }

    String moduleName() {
        return context().name();
    }

    UdpInputConfig config() {
        return config;
    }

    Logger log() {
        return context().log();
    }
}
