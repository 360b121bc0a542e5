package io.wishbone.netty.input;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.wishbone.actor.Home;
import io.wishbone.actor.ModuleContext;
import io.wishbone.actor.Pending;
import io.wishbone.netty.Backoff;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.ReconnectConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * This side connects to one peer, and again when the connection has ended. <em>Confined to its module's thread.</em> It
 * is open at once: a peer that is not there yet is waited for.
 */
final class DialingDoor implements Door {
    private final TcpInputConfig config;
    private final EventLoops loops;
    private final ModuleContext context;
    private final Consumer<Channel> connected;
    private final Backoff backoff;
    private int addressIndex;
    private boolean closed;
    private Home.@Nullable Timer retry;
    private @Nullable Channel connecting;

    /**
     * Makes one that does not connect yet.
     *
     * @param connected takes each connection, on its event loop
     */
    DialingDoor(TcpInputConfig config, EventLoops loops, ModuleContext context, Consumer<Channel> connected) {
        this.config = config;
        this.loops = loops;
        this.context = context;
        this.connected = connected;
        ReconnectConfig waits = config.reconnect();
        this.backoff = new Backoff(waits.minBackoff(), waits.maxBackoff(), new SplittableRandom());
    }

    @Override
    public void open(Pending opening) {
        connect();
        opening.done();
    }

    private void connect() {
        retry = null;
        if (closed) {
            return;
        }
        loops.resolve(config.address())
                .whenComplete((addresses, failure) -> context.run(() -> {
                    if (failure == null) {
                        connect(addresses[Math.floorMod(addressIndex++, addresses.length)]);
                    } else {
                        again("cannot connect to " + peer() + ": the name cannot be resolved");
                    }
                }));
    }

    private void connect(InetAddress address) {
        if (closed) {
            return;
        }
        Bootstrap bootstrap = new Bootstrap()
                .group(loops.group())
                .channel(loops.transport().channel())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_KEEPALIVE, config.socket().keepAlive())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, config.reconnect().connectTimeoutMillis())
                .handler(new Nothing());
        if (config.socket().receiveBufferBytes() > 0) {
            bootstrap.option(ChannelOption.SO_RCVBUF, config.socket().receiveBufferBytes());
        }
        ChannelFuture attempt = bootstrap.connect(new InetSocketAddress(address, config.port()));
        Channel channel = attempt.channel();
        connecting = channel;
        attempt.addListener(done -> {
            if (done.isSuccess()) {
                connected.accept(channel);
            }
            context.run(() -> connected(channel, done.cause()));
        });
    }

    private void connected(Channel channel, @Nullable Throwable failure) {
        connecting = null;
        if (failure != null) {
            again("cannot connect to " + peer() + ": " + failure.getMessage());
            return;
        }
        if (closed) {
            channel.close();
            return;
        }
        context.log().info("connected to {}", peer());
        channel.closeFuture().addListener(ended -> context.run(() -> again("connection to " + peer() + " ended")));
    }

    /** Messages have come, so that the peer is one to connect to again soon. */
    void served() {
        context.run(backoff::reset);
    }

    private void again(String why) {
        if (closed) {
            return;
        }
        Duration wait = backoff.next();
        context.log().warn("{}; trying again in {} ms", why, wait.toMillis());
        retry = context.schedule(wait, this::connect);
    }

    private String peer() {
        return config.address() + ":" + config.port();
    }

    @Override
    public void close(Runnable whenClosed) {
        closed = true;
        Home.Timer timer = retry;
        if (timer != null) {
            timer.cancel();
        }
        Channel attempt = connecting;
        if (attempt != null) {
            attempt.close();
        }
        whenClosed.run();
    }

    /** Holds the place until the connection has its handlers, since nothing is read before that. */
    @Sharable
    private static final class Nothing extends ChannelHandlerAdapter {}
}
