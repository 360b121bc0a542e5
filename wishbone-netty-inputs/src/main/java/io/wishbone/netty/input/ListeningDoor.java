package io.wishbone.netty.input;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.wishbone.actor.Pending;
import io.wishbone.netty.EventLoops;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Peers connect to a socket that listens. <em>Thread-safe.</em> */
abstract class ListeningDoor implements Door {
    /** How many bytes of replies a peer may leave unread. */
    private static final WriteBufferWaterMark REPLIES = new WriteBufferWaterMark(512 << 10, 1 << 20);

    private final Supplier<CompletableFuture<? extends SocketAddress>> address;
    private final ServerBootstrap bootstrap;
    private volatile @Nullable Channel server;
    private volatile boolean closed;

    /**
     * Makes one that is shut.
     *
     * @param address finds out what to bind to
     * @param accepted initializes each connection
     */
    ListeningDoor(
            Supplier<CompletableFuture<? extends SocketAddress>> address,
            EventLoops loops,
            Class<? extends ServerChannel> type,
            ChannelHandler accepted) {
        this.address = address;
        this.bootstrap = new ServerBootstrap()
                .group(loops.group())
                .channel(type)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, REPLIES)
                .childHandler(accepted);
    }

    /** What to bind with, for further options. */
    final ServerBootstrap bootstrap() {
        return bootstrap;
    }

    /** Says of a failure what to do about it. */
    abstract Throwable explain(Throwable failure);

    /**
     * Called once it listens.
     *
     * @throws IOException if it must not go on, which closes it
     */
    void bound() throws IOException {}

    /** Called before the socket closes. */
    void closing() {}

    /** The address that it listens on; null while it does not. */
    final @Nullable SocketAddress boundAddress() {
        Channel bound = server;
        return bound == null ? null : bound.localAddress();
    }

    @Override
    public final void open(Pending opening) {
        address.get().whenComplete((found, failure) -> {
            if (failure != null) {
                opening.failed(explain(failure));
                return;
            }
            try {
                bind(found, opening);
            } catch (RuntimeException e) {
                opening.failed(explain(e));
            }
        });
    }

    private void bind(SocketAddress found, Pending opening) {
        ChannelFuture bound = bootstrap.bind(found);
        bound.addListener(done -> {
            if (!done.isSuccess()) {
                opening.failed(explain(done.cause()));
                return;
            }
            server = bound.channel();
            try {
                bound();
            } catch (IOException e) {
                bound.channel().close();
                opening.failed(e);
                return;
            }
            if (closed) {
                close(() -> {});
            }
            opening.done();
        });
    }

    @Override
    public final void close(Runnable whenClosed) {
        closed = true;
        Channel bound = server;
        if (bound == null) {
            whenClosed.run();
            return;
        }
        if (bound.isOpen()) {
            closing();
        }
        bound.close().addListener(done -> whenClosed.run());
    }
}
