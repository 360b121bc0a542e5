package io.wishbone.netty.output;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.Future;
import io.wishbone.actor.Home;
import io.wishbone.actor.ModuleContext;
import io.wishbone.netty.Backoff;
import io.wishbone.netty.EventLoopHome;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.codec.CodecContext;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Connects a lane in the background: to the first of its endpoints that can be connected to, in their order; if none
 * can, to all again after a wait that grows. <em>Confined to its module's thread.</em>
 */
final class LaneConnector {
    private static final WriteBufferWaterMark WATERMARKS = new WriteBufferWaterMark(512 << 10, 1 << 20);

    private final Lane lane;
    private final List<Target> targets;
    private final StreamOutputConfig config;
    private final ModuleContext context;
    private final EventLoops loops;
    private final EventLoopHome home;
    private final OutputTls tls;
    private final Backoff backoff;
    private int rank;
    private int addressIndex;
    private boolean busy;
    private boolean closed;
    private Home.@Nullable Timer retry;
    private @Nullable Channel connecting;

    LaneConnector(
            Lane lane,
            List<Target> targets,
            StreamOutputConfig config,
            ModuleContext context,
            EventLoops loops,
            EventLoopHome home,
            OutputTls tls) {
        this.lane = lane;
        this.targets = targets;
        this.config = config;
        this.context = context;
        this.loops = loops;
        this.home = home;
        this.tls = tls;
        this.backoff =
                new Backoff(config.reconnect().minBackoff(), config.reconnect().maxBackoff(), new SplittableRandom());
    }

    /** Begins to connect, to the first endpoint first; nothing if it does so already. */
    void connect() {
        if (!busy && !closed) {
            busy = true;
            rank = 0;
            tryNext();
        }
    }

    /** A connection has ended that could be written to, or none could be made: waits, then connects. */
    Duration connectLater() {
        Duration wait = backoff.next();
        busy = true;
        retry = context.schedule(wait, () -> {
            busy = false;
            connect();
        });
        return wait;
    }

    /** Something was flushed, so that the peer is one to connect to again soon. */
    void served() {
        backoff.reset();
    }

    private void tryNext() {
        if (closed) {
            return;
        }
        Target target = targets.get(rank);
        target.resolve(loops)
                .whenComplete((addresses, failure) -> context.run(() -> {
                    if (failure == null) {
                        connect(target, addresses[Math.floorMod(addressIndex++, addresses.length)]);
                    } else {
                        failed(target, new IOException("the name cannot be resolved", failure));
                    }
                }));
    }

    private void connect(Target target, SocketAddress address) {
        if (closed) {
            return;
        }
        StreamOutputHandler handler = new StreamOutputHandler(lane, target, !tls.isWanted());
        Bootstrap bootstrap = new Bootstrap()
                .group(home.loop())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, config.reconnect().connectTimeoutMillis())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATERMARKS)
                .handler(CodecWrites.before(handler, config.codec(), CodecContext.ofOutput(context, false)));
        target.configure(bootstrap, loops);
        ChannelFuture attempt = bootstrap.connect(address);
        connecting = attempt.channel();
        attempt.addListener(done -> context.run(() -> {
            if (done.isSuccess() && !closed) {
                target.secure(
                        attempt.channel(),
                        tls,
                        secured -> context.run(() -> attempted(target, handler, attempt.channel(), secured)));
            } else {
                attempted(target, handler, attempt.channel(), done);
            }
        }));
    }

    private void attempted(Target target, StreamOutputHandler handler, Channel channel, Future<?> done) {
        connecting = null;
        if (!done.isSuccess()) {
            failed(target, handler.causeOr(done.cause()));
        } else if (closed) {
            channel.close();
        } else if (!channel.isActive()) {
            failed(target, handler.causeOr(new IOException("the peer closed at once")));
        } else {
            busy = false;
            lane.connected(channel, handler, target, rank);
        }
    }

    private void failed(Target target, Throwable cause) {
        if (closed) {
            return;
        }
        String message = "cannot connect to " + target + ": " + cause.getMessage();
        lane.connectFailed(target, new IOException(message, cause));
        if (++rank < targets.size()) {
            context.log().warn("{}; trying {}", message, targets.get(rank));
            tryNext();
        } else {
            lane.unreachable(message, connectLater());
        }
    }

    void close() {
        closed = true;
        Home.Timer timer = retry;
        if (timer != null) {
            timer.cancel();
        }
        Channel attempt = connecting;
        if (attempt != null) {
            attempt.close();
        }
    }
}
