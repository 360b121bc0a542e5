package io.wishbone.netty;

import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

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
            EpollServerSocketChannel.class,
            EpollSocketChannel.class,
            EpollDatagramChannel.class),
    /** macOS and BSD, by native code. The best there. */
    KQUEUE(
            KQueue::isAvailable,
            KQueueIoHandler::newFactory,
            KQueueIoHandler.class,
            KQueueServerSocketChannel.class,
            KQueueSocketChannel.class,
            KQueueDatagramChannel.class),
    /** Linux 5.14 and later, by native code. Only on request: a reset may go unnoticed while an input does not read. */
    IO_URING(
            IoUring::isAvailable,
            IoUringIoHandler::newFactory,
            IoUringIoHandler.class,
            IoUringServerSocketChannel.class,
            IoUringSocketChannel.class,
            IoUringDatagramChannel.class),
    /** Anywhere, by the JDK. A peer's close is not noticed while an input does not read. */
    NIO(
            () -> true,
            NioIoHandler::newFactory,
            NioIoHandler.class,
            NioServerSocketChannel.class,
            NioSocketChannel.class,
            NioDatagramChannel.class);

    @SuppressWarnings("ImmutableEnumChecker") // method references without state
    private final BooleanSupplier available;

    @SuppressWarnings("ImmutableEnumChecker") // method references without state
    private final Supplier<IoHandlerFactory> handlers;

    private final Class<? extends IoHandler> handlerType;
    private final Class<? extends ServerSocketChannel> serverChannel;
    private final Class<? extends SocketChannel> channel;
    private final Class<? extends DatagramChannel> datagramChannel;

    Transport(
            BooleanSupplier available,
            Supplier<IoHandlerFactory> handlers,
            Class<? extends IoHandler> handlerType,
            Class<? extends ServerSocketChannel> serverChannel,
            Class<? extends SocketChannel> channel,
            Class<? extends DatagramChannel> datagramChannel) {
        this.available = available;
        this.handlers = handlers;
        this.handlerType = handlerType;
        this.serverChannel = serverChannel;
        this.channel = channel;
        this.datagramChannel = datagramChannel;
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
        return serverChannel;
    }

    /** The class of TCP channels. */
    public Class<? extends SocketChannel> channel() {
        return channel;
    }

    /** The class of UDP channels. */
    public Class<? extends DatagramChannel> datagramChannel() {
        return datagramChannel;
    }

    IoHandlerFactory newHandlerFactory() {
        return handlers.get();
    }

    Class<? extends IoHandler> handlerType() {
        return handlerType;
    }
}
