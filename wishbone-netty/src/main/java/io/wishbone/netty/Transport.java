package io.wishbone.netty;

import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueDomainDatagramChannel;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainDatagramChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How sockets are served. <em>Immutable.</em>
 *
 * <p>They differ in what is seen of a peer while an input does not read because its pipeline is full: epoll and kqueue
 * see both a close (FIN) and a reset (RST) at once; NIO sees neither and io_uring may miss the reset until reading goes
 * on.
 */
public enum Transport {
    /** Linux, by native code. The best there. */
    EPOLL(
            Epoll::isAvailable,
            EpollIoHandler::newFactory,
            EpollIoHandler.class,
            new Internet(
                    EpollServerSocketChannel.class,
                    EpollSocketChannel.class,
                    EpollDatagramChannel.class,
                    EpollDatagramChannel::new),
            new Unix(
                    EpollServerDomainSocketChannel.class,
                    EpollDomainSocketChannel.class,
                    EpollDomainDatagramChannel.class)),
    /** macOS and BSD, by native code. The best there. */
    KQUEUE(
            KQueue::isAvailable,
            KQueueIoHandler::newFactory,
            KQueueIoHandler.class,
            new Internet(
                    KQueueServerSocketChannel.class,
                    KQueueSocketChannel.class,
                    KQueueDatagramChannel.class,
                    KQueueDatagramChannel::new),
            new Unix(
                    KQueueServerDomainSocketChannel.class,
                    KQueueDomainSocketChannel.class,
                    KQueueDomainDatagramChannel.class)),
    /** Linux 5.14 and later, by native code. Only on request: a reset may go unnoticed while an input does not read. */
    IO_URING(
            IoUring::isAvailable,
            IoUringIoHandler::newFactory,
            IoUringIoHandler.class,
            new Internet(
                    IoUringServerSocketChannel.class,
                    IoUringSocketChannel.class,
                    IoUringDatagramChannel.class,
                    IoUringDatagramChannel::new),
            new Unix(IoUringServerDomainSocketChannel.class, IoUringDomainSocketChannel.class, null)),
    /** Anywhere, by the JDK. A peer's close is not noticed while an input does not read. */
    NIO(
            () -> true,
            NioIoHandler::newFactory,
            NioIoHandler.class,
            new Internet(
                    NioServerSocketChannel.class,
                    NioSocketChannel.class,
                    NioDatagramChannel.class,
                    NioDatagramChannel::new),
            new Unix(NioServerDomainSocketChannel.class, NioDomainSocketChannel.class, null));

    @SuppressWarnings("ImmutableEnumChecker") // method references without state
    private final BooleanSupplier available;

    @SuppressWarnings("ImmutableEnumChecker") // method references without state
    private final Supplier<IoHandlerFactory> handlers;

    private final Class<? extends IoHandler> handlerType;

    @SuppressWarnings("ImmutableEnumChecker") // a record of classes and a constructor
    private final Internet internet;

    @SuppressWarnings("ImmutableEnumChecker") // a record of classes
    private final Unix unix;

    Transport(
            BooleanSupplier available,
            Supplier<IoHandlerFactory> handlers,
            Class<? extends IoHandler> handlerType,
            Internet internet,
            Unix unix) {
        this.available = available;
        this.handlers = handlers;
        this.handlerType = handlerType;
        this.internet = internet;
        this.unix = unix;
    }

    /** The best of epoll, kqueue and NIO that works here. */
    public static Transport best() {
        if (EPOLL.isAvailable()) {
            return EPOLL;
        }
        return KQUEUE.isAvailable() ? KQUEUE : NIO;
    }

    /** Whether it works on this machine. */
    public boolean isAvailable() {
        return available.getAsBoolean();
    }

    /** The class of listening TCP channels. */
    public Class<? extends ServerSocketChannel> serverChannel() {
        return internet.server;
    }

    /** The class of TCP channels. */
    public Class<? extends SocketChannel> channel() {
        return internet.stream;
    }

    /** The class of UDP channels. */
    public Class<? extends DatagramChannel> datagramChannel() {
        return internet.datagram;
    }

    /** A new UDP channel of the family of an address: an IPv4 one, or an IPv6 one that takes IPv4 as well. */
    public DatagramChannel newDatagramChannel(InetAddress local) {
        return internet.newDatagram.apply(
                local instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6);
    }

    /** The class of listening Unix stream channels; every transport has them. */
    public Class<? extends ServerChannel> unixServerChannel() {
        return unix.server;
    }

    /** The class of Unix stream channels; every transport has them. */
    public Class<? extends DuplexChannel> unixChannel() {
        return unix.stream;
    }

    /**
     * The class of Unix datagram channels.
     *
     * @throws IllegalStateException if the transport has none, as NIO and io_uring
     */
    public Class<? extends DomainDatagramChannel> unixDatagramChannel() {
        Class<? extends DomainDatagramChannel> datagram = unix.datagram;
        if (datagram == null) {
            throw new IllegalStateException(
                    "transport " + this + " has no Unix datagram sockets (expected: EPOLL or KQUEUE)");
        }
        return datagram;
    }

    /**
     * The address of a Unix socket, of the type that this transport's channels take.
     *
     * @param path the path of its file; or {@code @} and a name of Linux's abstract namespace, which has no file
     * @throws IllegalStateException if the name is abstract and the transport knows none, as NIO and kqueue
     */
    public SocketAddress unixAddress(String path) {
        if (path.startsWith("@")) {
            if (this != EPOLL && this != IO_URING) {
                throw new IllegalStateException("transport " + this + " has no abstract Unix sockets such as \"" + path
                        + "\" (expected: a path, or EPOLL or IO_URING)");
            }
            return new DomainSocketAddress("\0" + path.substring(1));
        }
        return this == NIO ? UnixDomainSocketAddress.of(path) : new DomainSocketAddress(path);
    }

    IoHandlerFactory newHandlerFactory() {
        return handlers.get();
    }

    Class<? extends IoHandler> handlerType() {
        return handlerType;
    }

    private record Internet(
            Class<? extends ServerSocketChannel> server,
            Class<? extends SocketChannel> stream,
            Class<? extends DatagramChannel> datagram,
            Function<SocketProtocolFamily, DatagramChannel> newDatagram) {}

    private record Unix(
            Class<? extends ServerChannel> server,
            Class<? extends DuplexChannel> stream,
            @Nullable Class<? extends DomainDatagramChannel> datagram) {}
}
