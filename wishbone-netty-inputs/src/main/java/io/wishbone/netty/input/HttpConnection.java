package io.wishbone.netty.input;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.wishbone.netty.tls.TlsFailures;
import io.wishbone.netty.tls.TlsSession;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One connection of an {@link HttpInput}, from its begin to its end: a {@link ConnectionHandshake}, then HTTP/1.1 or
 * HTTP/2, as ALPN says or as it begins. <em>Confined to the channel's event loop</em>, but for what says otherwise.
 *
 * <p>Order of its handlers: what asks for reads, the header of a proxy, TLS, HTTP, this.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter
        implements ConnectionHandshake.Listener, HttpVersionChooser.Listener {
    private final HttpInput input;
    private final HttpLoop loop;
    private final Channel channel;
    private final RemotePeer peer;
    private final GatedReceiveBuffers buffers;
    private final ConnectionHandshake handshake;
    private @Nullable DemandReads reads;
    private @Nullable HttpSession session;
    private @Nullable Future<?> timer;
    private boolean draining;
    private boolean closed;

    /** Makes one for a channel whose event loop is the current thread; {@link #install} adds it. */
    HttpConnection(HttpInput input, HttpLoop loop, Channel channel, RemotePeer peer, boolean isEpoll) {
        this.input = input;
        this.loop = loop;
        this.channel = channel;
        this.peer = peer;
        this.buffers = new GatedReceiveBuffers(this::isReading, isEpoll);
        channel.config().setRecvByteBufAllocator(buffers);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.pipeline().addLast(new ReadGate());
        Set<HandshakePhase> phases = input.addHandshake(channel, peer);
        this.handshake = new ConnectionHandshake(input.handshakeRules(), channel, peer, phases, this);
    }

    /** Adds it to the channel, behind what the handshake needs. */
    void install() {
        channel.pipeline().addLast(this);
    }

    /** Every read of the channel is one that {@link DemandReads} knows of. */
    private final class ReadGate extends ChannelOutboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            reads = new DemandReads(channel, buffers, channel::close, ctx::read);
        }

        @Override
        public void read(ChannelHandlerContext ctx) {
            DemandReads demands = reads;
            if (demands != null) {
                demands.read();
            }
        }
    }

    private boolean isReading() {
        HttpSession speaking = session;
        return speaking == null || speaking.isReading();
    }

    // ---- its begin ----

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (handshake.isOver()) {
            ready();
        } else {
            arm(input.config().times().handshake(), handshake::late);
        }
        if (session == null) {
            ctx.read();
        }
    }

    @Override
    public void ready() {
        disarm();
        if (draining) {
            channel.close();
            return;
        }
        String protocol = TlsSession.of(channel)
                .map(TlsSession::applicationProtocol)
                .orElse(handshake.isSecured() ? ApplicationProtocolNames.HTTP_1_1 : null);
        if (handshake.isSecured()) {
            if (ApplicationProtocolNames.HTTP_2.equals(protocol)
                    && input.config().http2()) {
                speaksHttp2();
            } else {
                speaksHttp1();
            }
            return;
        }
        arm(input.config().times().header(), () -> {
            input.report().idle(peer);
            channel.close();
        });
        String name = channel.pipeline().context(this).name();
        channel.pipeline()
                .addBefore(name, null, new HttpVersionChooser(input.config().http2(), this));
    }

    @Override
    public void speaksHttp1() {
        speak(new Http1Session(input, loop, channel, peer));
    }

    @Override
    public void speaksHttp2() {
        speak(new Http2Session(input, loop, channel, peer));
    }

    private void speak(HttpSession speaking) {
        disarm();
        session = speaking;
        speaking.begin(channel.pipeline().context(this).name());
    }

    @Override
    public void speaksTls() {
        UnexpectedTls.answer(channel);
        handshake.fail("it speaks TLS, and this input does not (expected: tls, or a client without)");
    }

    @Override
    public void refused(String reason) {
        input.report().refused(peer, reason);
        channel.close();
    }

    @Override
    public void failed(String reason) {
        input.report().handshakeFailed(peer, reason);
        channel.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        handshake.told(event);
        boolean hasEnded = event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent;
        if (hasEnded && !(session instanceof Http1Session)) {
            channel.close();
        }
        ctx.fireUserEventTriggered(event);
    }

    // ---- reading; only until it is known what it speaks ----

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        // Behind what it was closed for.
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (session == null) {
            ctx.read();
        }
    }

    // ---- its end ----

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (closed) {
            return;
        }
        closed = true;
        disarm();
        handshake.closed();
        HttpSession speaking = session;
        if (speaking != null) {
            speaking.closed();
        }
        input.ended(this, peer);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        DemandReads demands = reads;
        if (cause instanceof GatedReceiveBuffers.Refused && demands != null) {
            demands.detach();
            return;
        }
        Throwable first = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (cause instanceof HAProxyProtocolException) {
            handshake.fail("the header of the proxy is malformed: " + ProxyHeaderHandler.explain(cause));
        } else if (first instanceof SSLException && !handshake.isOver()) {
            handshake.fail(TlsFailures.describe(cause));
        } else if (cause instanceof IOException || first instanceof SSLException) {
            input.report().broken(peer, cause);
            channel.close();
        } else if (first instanceof Http2Exception) {
            // Its codec tells the client and closes.
            input.report().misbehaved(peer, first);
        } else {
            input.report().failed(peer, cause);
            channel.close();
        }
    }

    private void arm(Duration after, Runnable task) {
        disarm();
        timer = channel.eventLoop().schedule(task, after.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void disarm() {
        Future<?> running = timer;
        timer = null;
        if (running != null) {
            running.cancel(false);
        }
    }

    // ---- what others ask for; any thread ----

    /** Takes no request any more, and ends once those that it has are answered. Any thread. */
    void drain() {
        channel.eventLoop().execute(() -> {
            draining = true;
            HttpSession speaking = session;
            if (speaking != null) {
                speaking.drain();
            } else {
                channel.close();
            }
        });
    }

    /** Ends at once, but for answers that are on their way. Any thread. */
    void abandon() {
        channel.eventLoop().execute(() -> {
            HttpSession speaking = session;
            if (speaking != null) {
                speaking.abandon();
            } else {
                channel.close();
            }
        });
    }
}
