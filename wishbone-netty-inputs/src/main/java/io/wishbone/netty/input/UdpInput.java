package io.wishbone.netty.input;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

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
 * <p>It may have several sockets on its port, each on an event loop; the kernel gives all datagrams of a sender's port
 * to the same one, so that they keep their order. It may join multicast groups; closing its socket leaves them.
 *
 * <p>Counters: {@code dropped_oversize_total}, {@code undecodable_total}; gauge, on Linux:
 * {@code kernel_dropped_total}, of all its sockets.
 */
public final class UdpInput extends DatagramInput {
    private final UdpInputConfig config;
    private final List<Channel> bound = new CopyOnWriteArrayList<>();
    private volatile @Nullable InetSocketAddress address;
    private volatile @Nullable KernelDrops drops;

    /** Makes the module; it listens once its router has started. */
    public UdpInput(UdpInputConfig config) {
        super(config.settings());
        this.config = config;
    }

    /**
     * The address that it listens on, with the port that was taken for port 0.
     *
     * @throws IllegalStateException before its router has started
     */
    public InetSocketAddress boundAddress() {
        InetSocketAddress known = address;
        if (known == null) {
            throw new IllegalStateException("the input is not bound (expected: after the router's start)");
        }
        return known;
    }

    @Override
    String where() {
        return config.address() + ":" + config.port();
    }

    @Override
    Throwable explain(Throwable failure) {
        return BindErrors.explain(config.address(), config.port(), failure);
    }

    @Override
    CompletableFuture<Void> listen(EventLoops serving) {
        return serving.resolve(config.address())
                .thenCompose(addresses -> bindAll(serving.transport(), addresses[0]))
                .thenCompose(done -> Multicast.join(serving, (DatagramChannel) bound.get(0), config.multicast()))
                .thenRun(() -> listening(serving.transport()));
    }

    /** One after the other, since the first may be the one that finds a free port. */
    private CompletableFuture<Void> bindAll(Transport transport, InetAddress local) {
        if (!config.multicast().isEmpty()) {
            Multicast.check(local, config.multicast());
        }
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (int i = 0; i < config.sockets(); i++) {
            int socket = i;
            all = all.thenCompose(before -> bindOne(transport, local, socket));
        }
        return all;
    }

    private CompletableFuture<Void> bindOne(Transport transport, InetAddress local, int socket) {
        InetSocketAddress first = address;
        int port = first == null ? config.port() : first.getPort();
        return bind(
                        socket,
                        () -> UdpChannels.create(transport, local, config),
                        transport == Transport.EPOLL,
                        new InetSocketAddress(local, port))
                .thenAccept(channel -> {
                    if (address == null) {
                        address = (InetSocketAddress) channel.localAddress();
                    }
                });
    }

    @Override
    void bound(Channel channel) {
        bound.add(channel);
    }

    private void listening(Transport transport) {
        KernelDrops told = KernelDrops.find(bound);
        if (told != null) {
            drops = told;
            context().gauge("kernel_dropped_total", told::total);
        }
        log().info("listening on {} ({}, {} socket(s))", boundAddress(), transport, config.sockets());
        config.multicast().forEach(group -> log().info("joined {}", group));
        reportSmallBuffer(bound.get(0).config().getOption(ChannelOption.SO_RCVBUF));
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

    /** A last look at what the kernel dropped, which nobody can tell later. */
    @Override
    void closing(Channel channel) {
        KernelDrops told = drops;
        if (told != null) {
            told.total();
        }
    }

    @Override
    long kernelHolds(Channel channel) {
        return channel.config().getOption(ChannelOption.SO_RCVBUF);
    }

    @Override
    HeaderSource headersFor(Channel channel) {
        return new SenderHeaders(moduleName(), ((InetSocketAddress) channel.localAddress()).getPort());
    }
}
