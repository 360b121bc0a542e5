package io.wishbone.netty.output;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.wishbone.actor.Home;
import io.wishbone.actor.ModuleContext;
import io.wishbone.netty.Backoff;
import io.wishbone.netty.EventLoopHome;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.codec.CodecContext;
import java.net.SocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of a {@link DatagramLane}'s peer and connects a socket to it, later each time if that fails.
 * <em>Confined to its module's thread.</em>
 */
final class DatagramConnector {
    private static final WriteBufferWaterMark WATERMARKS = new WriteBufferWaterMark(512 << 10, 1 << 20);

    private final DatagramLane lane;
    private final DatagramPeer peer;
    private final DatagramOutputConfig settings;
    private final ModuleContext context;
    private final EventLoops serving;
    private final EventLoopHome loop;
    private final Backoff backoff;
    private final @Nullable Codec codec;
    private Home.@Nullable Timer timer;
    private @Nullable String reported;
    private boolean isLooking;
    private boolean closed;
    private long lastError;

    DatagramConnector(
            DatagramLane lane,
            DatagramPeer peer,
            DatagramOutputConfig settings,
            ModuleContext context,
            EventLoops serving,
            EventLoopHome loop) {
        this.lane = lane;
        this.peer = peer;
        this.settings = settings;
        this.context = context;
        this.serving = serving;
        this.loop = loop;
        this.backoff = new Backoff(settings.minBackoff(), settings.maxBackoff(), new SplittableRandom());
        this.codec = DatagramLimit.before(settings.codec(), settings.maxDatagramBytes());
        this.lastError = context.nanoTime();
    }

    /** Looks where the peer is, and connects if that is another address than the one that is connected. */
    void look() {
        timer = null;
        if (closed || isLooking) {
            return;
        }
        isLooking = true;
        peer.locate(serving)
                .whenComplete((addresses, failure) -> context.run(() -> {
                    isLooking = false;
                    if (failure == null) {
                        located(addresses);
                    } else {
                        unresolved(failure);
                    }
                }));
    }

    private void unresolved(Throwable failure) {
        Throwable inner = failure.getCause();
        Throwable cause = failure instanceof CompletionException && inner != null ? inner : failure;
        context.counter("resolve_errors_total").increment();
        report(peer + " cannot be resolved: " + cause.getMessage());
        failed(cause);
    }

    private void located(List<SocketAddress> addresses) {
        if (closed) {
            return;
        }
        Channel open = lane.channel();
        if (open != null && addresses.contains(open.remoteAddress())) {
            return;
        }
        if (open != null && !lane.release(open)) {
            lookLater();
            return;
        }
        connect(addresses.get(0));
    }

    private void connect(SocketAddress address) {
        isLooking = true;
        DatagramOutputHandler handler = new DatagramOutputHandler(lane);
        ChannelFuture connecting = new Bootstrap()
                .group(loop.loop())
                .channelFactory(() -> peer.newSocket(serving, address))
                .option(ChannelOption.SO_SNDBUF, settings.sendBufferBytes())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATERMARKS)
                .handler(CodecWrites.before(handler, codec, CodecContext.ofOutput(context, true)))
                .connect(address);
        connecting.addListener(done -> context.run(() -> {
            isLooking = false;
            if (!done.isSuccess()) {
                Throwable reason = peer.explain(handler.causeOr(done.cause()));
                report("cannot send to " + peer + ": " + reason.getMessage());
                failed(reason);
            } else if (closed) {
                connecting.channel().close();
            } else {
                reported = null;
                context.log()
                        .info("sending to {} ({})", peer, connecting.channel().remoteAddress());
                lane.connected(connecting.channel(), codec);
            }
        }));
    }

    /** Warns once of what goes on failing in the same way. */
    private void report(String problem) {
        if (problem.equals(reported)) {
            context.log().debug("{}", problem);
        } else {
            context.log().warn("{}", problem);
        }
        reported = problem;
    }

    private void failed(Throwable cause) {
        if (!closed) {
            context.counter("connections_failed_total").increment();
            lookLater();
            lane.attemptFailed(cause);
        }
    }

    /** Looks again after a wait that grows from one time to the next. */
    void lookLater() {
        if (timer == null && !isLooking && !closed) {
            timer = context.schedule(backoff.next(), this::look);
        }
    }

    /** Looks again because of an error; the first after a long time without one makes the wait short again. */
    void lookAfterError() {
        long now = context.nanoTime();
        if (now - lastError > settings.maxBackoff().toNanos()) {
            backoff.reset();
        }
        lastError = now;
        lookLater();
    }

    void close() {
        closed = true;
        Home.Timer waiting = timer;
        if (waiting != null) {
            waiting.cancel();
        }
    }
}
