package io.wishbone.netty.input;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests, one after the other, each after the one before is answered, and writes what they are answered: those
 * of a connection of HTTP/1.1, or the only one of a stream of HTTP/2. <em>Confined to the channel's event loop</em>,
 * but for what says otherwise.
 */
final class HttpRequestHandler extends ChannelInboundHandlerAdapter
        implements HttpExchange.Listener, BufferBudget.Holder {
    private enum Phase {
        /** Between requests. */
        IDLE,
        /** The header of a request comes. */
        HEAD,
        /** A request is being read or worked on. */
        REQUEST,
        /** The answer is being written. */
        ANSWER,
        /** No request comes any more. */
        END
    }

    private final HttpInput input;
    private final HttpLoop loop;
    private final Channel channel;
    private final RemotePeer peer;
    private final HttpTransport transport;
    private final HttpRequestFacts.Headers headers;
    private final HttpTimer timer;
    private final AtomicBoolean closingForMemory = new AtomicBoolean();
    private volatile long bufferedBytes;
    private Phase phase = Phase.IDLE;
    private boolean firstHead = true;
    private boolean reading;
    private boolean isHead;
    private boolean endsWithHead;
    private boolean keepAlive;
    private boolean staysOpen;
    private boolean draining;
    private @Nullable HttpExchange exchange;
    private @Nullable HttpSender client;

    HttpRequestHandler(
            HttpInput input,
            HttpLoop loop,
            Channel channel,
            RemotePeer peer,
            HttpTransport transport,
            HttpRequestFacts.Headers headers) {
        this.input = input;
        this.loop = loop;
        this.channel = channel;
        this.peer = peer;
        this.transport = transport;
        this.headers = headers;
        this.timer = new HttpTimer(channel.eventLoop());
    }

    // ---- reading ----

    /** Reads the next request, or the first. */
    void begin() {
        if (firstHead) {
            input.opened(this);
        }
        phase = Phase.IDLE;
        if (draining) {
            end();
            return;
        }
        HttpInputConfig.Times times = input.config().times();
        if (transport.isInHead()) {
            headBegins();
        } else {
            timer.set(firstHead ? times.header() : times.idle(), this::idle);
        }
        transport.read();
    }

    /** The first bytes of a header have come. */
    void headBegins() {
        if (phase == Phase.IDLE) {
            phase = Phase.HEAD;
            timer.set(input.config().times().header(), () -> late("the header"));
        }
    }

    private void idle() {
        input.report().idle(peer);
        end();
    }

    private void late(String what) {
        refuse(HttpRefusal.of(HttpResponseStatus.REQUEST_TIMEOUT, what + " took too long"));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpObject object && phase != Phase.END && phase != Phase.ANSWER) {
                read(object);
            } else if (phase == Phase.END || (phase == Phase.ANSWER && !staysOpen)) {
                // What comes behind what was refused.
                transport.read();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(HttpObject object) {
        try {
            if (object.decoderResult().isFailure()) {
                throw HttpRefusal.malformed(object.decoderResult().cause());
            }
            if (object instanceof HttpRequest request) {
                readHead(request);
            }
            if (object instanceof HttpContent content && phase == Phase.REQUEST) {
                readBody(content);
            }
        } catch (HttpRefusal refusal) {
            refuse(refusal);
        }
    }

    private void readHead(HttpRequest request) throws HttpRefusal {
        phase = Phase.REQUEST;
        firstHead = false;
        isHead = request.method().name().equals("HEAD");
        keepAlive = false;
        input.report().requested();
        if (!reading) {
            reading = true;
            input.began();
        }
        HttpRequestHead head = HttpRequestHead.read(request, transport.isStream());
        endsWithHead = !transport.isStream() && !head.announcesBody();
        keepAlive = head.isKeepAlive();
        if (input.isDraining()) {
            throw HttpRefusal.unavailable("the server stops");
        }
        HttpSender sender = new HttpSender(input, peer, transport.version(), head);
        client = sender;
        sender.take();
        HttpResource resource = input.resource(head.path());
        if (resource == null) {
            throw HttpRefusal.of(HttpResponseStatus.NOT_FOUND, "there is no such resource");
        }
        head.check(resource, input.config().limits().maxBodyBytes());
        HttpExchange begun = new HttpExchange(input, loop, channel.eventLoop(), sender, headers, head, resource, this);
        exchange = begun;
        timer.clear();
        begun.authorize(() -> readOn(begun));
    }

    /** The body of a request may come. */
    private void readOn(HttpExchange begun) {
        if (begun.head().expectsContinue() && begun.head().length() != 0) {
            channel.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
        timer.set(input.config().times().body(), () -> late("the body"));
        transport.readBody();
    }

    private void readBody(HttpContent content) throws HttpRefusal {
        HttpExchange current = exchange;
        if (current == null) {
            return;
        }
        current.add(content.content());
        account(current.bufferedBytes());
        if (content instanceof LastHttpContent) {
            timer.clear();
            current.complete();
        } else if (phase == Phase.REQUEST) {
            transport.readBody();
        }
    }

    private void account(long now) {
        long delta = now - bufferedBytes;
        if (delta != 0) {
            bufferedBytes = now;
            input.budget().change(delta);
        }
    }

    // ---- answering ----

    @Override
    public void refuse(HttpRefusal refusal) {
        if (phase == Phase.ANSWER || phase == Phase.END) {
            return;
        }
        input.report().refusedRequest(peer, refusal.status(), String.valueOf(refusal.getMessage()));
        HttpExchange current = exchange;
        // Else what comes next would be taken for a request.
        keepAlive = keepAlive && (endsWithHead || (current != null && current.isWhole()));
        forget();
        answer(refusal.answer());
    }

    @Override
    public void keeps(int bytes) {
        account(bytes);
    }

    @Override
    public void submitted() {
        account(0);
        if (reading) {
            reading = false;
            input.submitted();
        }
    }

    /** The request keeps nothing more. */
    private void forget() {
        HttpExchange current = exchange;
        if (current != null) {
            current.abandon();
        }
        submitted();
    }

    @Override
    public void answer(HttpAnswer answer) {
        if (phase == Phase.END) {
            return;
        }
        FullHttpResponse response = answer.response(isHead);
        HttpExchange current = exchange;
        boolean isWhole = current != null && current.isWhole();
        phase = Phase.ANSWER;
        exchange = null;
        leave();
        staysOpen = keepAlive && !draining && !input.isDraining();
        if (!transport.isStream()) {
            response.headers()
                    .set(HttpHeaderNames.CONNECTION, staysOpen ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        }
        timer.clear();
        ChannelFuture written = channel.writeAndFlush(response);
        if (written.isDone()) {
            answered(written.isSuccess(), isWhole);
        } else {
            Duration patience = input.config().times().reply();
            timer.set(patience, () -> {
                input.report().untaken(peer, patience);
                transport.kill();
            });
            written.addListener(done -> answered(done.isSuccess(), isWhole));
        }
    }

    private void answered(boolean isWritten, boolean isWhole) {
        timer.clear();
        if (phase == Phase.END) {
            return;
        }
        if (!isWritten) {
            input.report().unheard();
            end();
        } else if (staysOpen && !transport.isStream()) {
            begin();
        } else {
            phase = Phase.END;
            transport.finish(isWhole);
        }
    }

    // ---- its end ----

    /** Ends at once, as when the client has ended its side and what was asked for will not come. */
    void end() {
        phase = Phase.END;
        timer.close();
        transport.kill();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        timer.close();
        HttpExchange current = exchange;
        exchange = null;
        if (current != null) {
            if (!current.isWhole()) {
                input.report().partial();
            } else {
                input.report().unheard();
            }
            current.abandon();
        }
        submitted();
        input.closed(this);
        leave();
        phase = Phase.END;
        ctx.fireChannelInactive();
    }

    private void leave() {
        HttpSender sender = client;
        client = null;
        if (sender != null) {
            sender.left();
        }
    }

    /** Takes no request any more; one that is worked on is answered. */
    void drain() {
        draining = true;
        HttpExchange current = exchange;
        if (phase == Phase.IDLE) {
            end();
        } else if (phase == Phase.HEAD || (phase == Phase.REQUEST && (current == null || !current.isWhole()))) {
            refuse(HttpRefusal.unavailable("the server stops"));
        }
    }

    /** Ends at once, but for an answer that is on its way. */
    void abandon() {
        draining = true;
        if (phase != Phase.ANSWER) {
            end();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!transport.isStream()) {
            ctx.fireExceptionCaught(cause);
            return;
        }
        if (cause instanceof IOException) {
            input.report().broken(peer, cause);
        } else if (cause instanceof Http2Exception || cause instanceof Http2FrameStreamException) {
            input.report().misbehaved(peer, cause);
        } else {
            input.report().failed(peer, cause);
        }
        end();
    }

    // ---- what others ask for; any thread ----

    @Override
    public long bufferedBytes() {
        return bufferedBytes;
    }

    @Override
    public boolean isClosingForMemory() {
        return closingForMemory.get();
    }

    @Override
    public void closeForMemory() {
        if (closingForMemory.compareAndSet(false, true)) {
            channel.eventLoop().execute(() -> {
                if (bufferedBytes > 0) {
                    refuse(HttpRefusal.unavailable("too much is kept of unfinished requests"));
                }
                closingForMemory.set(false);
            });
        }
    }
}
