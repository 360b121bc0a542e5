package io.wishbone.netty.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a client's handshake to end, and later tells in plain words what goes wrong with TLS. <em>Confined to the
 * channel's event loop.</em> It stands behind the {@link SslHandler}.
 */
final class ClientHandshake extends ChannelInboundHandlerAdapter {
    /** How long to wait for a server's first message after a handshake of TLS 1.3. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final SslHandler tls;
    private final Promise<Channel> outcome;
    private boolean hasShakenHands;
    private boolean isSameRead;
    private @Nullable Future<?> timer;

    private ClientHandshake(SslHandler tls, Promise<Channel> outcome) {
        this.tls = tls;
        this.outcome = outcome;
    }

    /** The failure of a handshake on a channel that has ended. */
    static IOException ended() {
        return readable(new ClosedChannelException());
    }

    /** Begins on a channel that is active. */
    static Future<Channel> start(Channel channel, SslHandler tls, Duration timeout) {
        assert channel.eventLoop().inEventLoop();
        ClientHandshake handshake = new ClientHandshake(tls, channel.eventLoop().newPromise());
        handshake.timer = channel.eventLoop()
                .schedule(() -> handshake.timeOut(channel, timeout), timeout.toMillis(), TimeUnit.MILLISECONDS);
        channel.pipeline().addFirst("tls-handshake", handshake).addFirst("tls", tls);
        return handshake.outcome;
    }

    private void timeOut(Channel channel, Duration timeout) {
        fail(
                channel,
                new IOException("no answer to the TLS handshake within " + timeout.toMillis()
                        + " ms (does the peer speak TLS on this port?)"));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                shakenHands(ctx);
            } else {
                fail(ctx.channel(), readable(done.cause()));
            }
        } else if (event instanceof SslCloseCompletionEvent) {
            // The peer has ended the stream; without TLS that would be the end of the connection, too.
            ctx.close();
        }
        ctx.fireUserEventTriggered(event);
    }

    private void shakenHands(ChannelHandlerContext ctx) {
        hasShakenHands = true;
        isSameRead = true;
        stopTimer();
        if (!tls.engine().getSession().getProtocol().equals(TlsVersion.TLS_1_3.protocol())) {
            outcome.trySuccess(ctx.channel());
            return;
        }
        timer = ctx.executor()
                .schedule(() -> outcome.trySuccess(ctx.channel()), SILENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What was read after the handshake was decoded, and was no alert. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (hasShakenHands && !isSameRead && !outcome.isDone()) {
            stopTimer();
            outcome.trySuccess(ctx.channel());
        }
        isSameRead = false;
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx.channel(), ended());
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (outcome.isSuccess()) {
            ctx.fireExceptionCaught(readable(cause));
        } else {
            // Does nothing if the handshake has failed: then this is the same once more.
            fail(ctx.channel(), readable(cause));
        }
    }

    private static IOException readable(Throwable cause) {
        return new IOException(TlsFailures.describe(cause), cause);
    }

    private void fail(Channel channel, IOException cause) {
        stopTimer();
        if (outcome.tryFailure(cause)) {
            channel.close();
        }
    }

    private void stopTimer() {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
    }
}
