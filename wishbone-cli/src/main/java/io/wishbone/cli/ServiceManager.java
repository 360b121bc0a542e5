package io.wishbone.cli;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whoever runs this process as a service and wants to know how it is, such as systemd. <em>Thread-safe.</em> Notices
 * are datagrams to a Unix socket, as sd_notify(3) describes. A notice that cannot be sent ends in the log: events
 * matter more.
 */
final class ServiceManager {
    /** The variable that names the socket. */
    static final String VARIABLE = "NOTIFY_SOCKET";

    private static final Logger LOG = LoggerFactory.getLogger("wishbone");
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Optional<String> socket;

    private ServiceManager(Optional<String> socket) {
        this.socket = socket;
    }

    /** Who the environment says. */
    static ServiceManager current() {
        return of(System.getenv().getOrDefault(VARIABLE, ""));
    }

    /**
     * Whoever reads from a socket.
     *
     * @param socket a path, or {@code @} and an abstract name; empty for nobody
     */
    static ServiceManager of(String socket) {
        return new ServiceManager(Optional.of(socket).filter(path -> !path.isEmpty()));
    }

    /** The server runs. */
    void ready(String status) {
        send("READY=1\n" + status(status));
    }

    /** The server reads its bootstrap file anew; {@link #ready} ends that. */
    void reloading() {
        // The time is for Type=notify-reload; on Linux it is CLOCK_MONOTONIC, as wanted there.
        send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()) + "\n"
                + status("reloading"));
    }

    /** The server ends, at the latest after a time, and is not to be killed before. */
    void stopping(Duration atMost) {
        send("STOPPING=1\nEXTEND_TIMEOUT_USEC=" + TimeUnit.MILLISECONDS.toMicros(atMost.toMillis()) + "\n"
                + status("stopping"));
    }

    private static String status(String status) {
        return "STATUS=" + status.replace('\n', ' ');
    }

    private void send(String notice) {
        socket.ifPresent(path -> {
            try {
                send(path, notice);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                LOG.warn("{}: cannot notify {}: {}", VARIABLE, path, e.getMessage());
            }
        });
    }

    /** The JDK has no Unix sockets for datagrams. Notices are rare, so nothing stays open between them. */
    private static void send(String path, String notice) throws IOException, InterruptedException {
        if (!Epoll.isAvailable()) {
            throw new IOException("Netty's epoll transport is not available here");
        }
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("wishbone-notify", true), EpollIoHandler.newFactory());
        try {
            ChannelFuture connected = new Bootstrap()
                    .group(group)
                    .channel(EpollDomainDatagramChannel.class)
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(new DomainSocketAddress(path.startsWith("@") ? "\0" + path.substring(1) : path));
            await(connected);
            await(connected.channel().writeAndFlush(Unpooled.copiedBuffer(notice, StandardCharsets.UTF_8)));
        } finally {
            group.shutdownGracefully(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void await(ChannelFuture future) throws IOException, InterruptedException {
        if (!future.await(PATIENCE.toMillis())) {
            throw new IOException("no answer within " + PATIENCE.toMillis() + " ms");
        }
        Throwable cause = future.cause();
        if (cause != null) {
            throw new IOException(cause);
        }
    }
}
