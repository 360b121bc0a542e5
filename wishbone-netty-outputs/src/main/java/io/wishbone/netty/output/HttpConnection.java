package io.wishbone.netty.output;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import io.wishbone.actor.ModuleContext;
import io.wishbone.netty.output.HttpRoute.Field;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A connection of an {@link HttpPool}, with one request at a time. <em>Confined to the channel's event loop</em>, which
 * is its module's thread.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final byte[] NOTHING = {};

    private final HttpPool pool;
    private final HttpOutputConfig config;
    private final ModuleContext context;
    private final Endpoint endpoint;
    private final ProgressWatch patience;
    private final GenericFutureListener<Future<Void>> onWritten = this::written;
    private @Nullable Channel channel;
    private @Nullable HttpDelivery current;
    private @Nullable HttpResponse head;
    private @Nullable ByteArrayOutputStream body;
    private long bodyBytes;
    private boolean opened;
    private boolean reused;
    private long idleSince;
    private @Nullable Throwable cause;
    private @Nullable HttpRoute usual;
    private HttpHeaders usualFields = EmptyHttpHeaders.INSTANCE;
    private boolean condemned;

    HttpConnection(HttpPool pool, HttpOutputConfig config, ModuleContext context, Endpoint endpoint) {
        this.pool = pool;
        this.config = config;
        this.context = context;
        this.endpoint = endpoint;
        this.patience = new ProgressWatch(context, config.timeout(), this::late);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** It is one of the pool's from now on. */
    void opened() {
        opened = true;
    }

    /** Nothing is asked of it for now. */
    void rests() {
        idleSince = context.nanoTime();
    }

    /** Whether it was. */
    boolean wasOpened() {
        return opened;
    }

    /** Since when nothing is asked of it, by the module's clock. */
    long idleSince() {
        return idleSince;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    Channel channel() {
        Channel known = channel;
        if (known == null) {
            throw new IllegalStateException("the connection has no channel yet");
        }
        return known;
    }

    /** Why it ended, as far as it was seen here; else another cause. */
    Throwable causeOr(Throwable other) {
        return cause == null ? other : cause;
    }

    /**
     * Makes a request; nothing else is under way.
     *
     * @param authorization the header's value, or null
     */
    void send(HttpDelivery delivery, @Nullable String authorization) {
        current = delivery;
        head = null;
        body = null;
        bodyBytes = 0;
        patience.begins();
        channel().writeAndFlush(request(delivery, authorization)).addListener(onWritten);
    }

    private void written(Future<Void> done) {
        if (!done.isSuccess()) {
            broken(done.cause());
        }
    }

    private FullHttpRequest request(HttpDelivery delivery, @Nullable String authorization) {
        HttpRoute route = delivery.route();
        HttpHeaders headers = fields(route).copy();
        if (authorization != null && !headers.contains(HttpHeaderNames.AUTHORIZATION)) {
            headers.set(HttpHeaderNames.AUTHORIZATION, authorization);
        }
        headers.set(HttpHeaderNames.CONTENT_LENGTH, delivery.body().length);
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(route.method()),
                route.address().target(),
                Unpooled.wrappedBuffer(delivery.body()),
                headers,
                EmptyHttpHeaders.INSTANCE);
    }

    /** What all requests of a route have in their headers; most requests are of the same one as that before. */
    private HttpHeaders fields(HttpRoute route) {
        if (route.equals(usual)) {
            return usualFields;
        }
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        headers.set(HttpHeaderNames.HOST, route.address().authority())
                .set(HttpHeaderNames.USER_AGENT, "wishbone")
                .set(HttpHeaderNames.ACCEPT_ENCODING, "gzip");
        if (config.gzip()) {
            headers.set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
        }
        for (Field field : route.headers()) {
            headers.set(field.name(), field.value());
        }
        usual = route;
        usualFields = headers;
        return headers;
    }

    // ---- the answer ----

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
                Throwable reason = part.decoderResult().cause();
                end(new IOException("the answer is no HTTP: " + reason.getMessage() + hint(), reason));
            } else if (current == null) {
                end(new IOException("an answer came that nothing was asked for"));
            } else {
                read(message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(Object part) {
        if (part instanceof HttpResponse response) {
            head = response.status().codeClass() == HttpStatusClass.INFORMATIONAL ? null : response;
        }
        HttpResponse answering = head;
        if (answering == null || !(part instanceof HttpContent content)) {
            return;
        }
        keep(content.content());
        if (bodyBytes > config.maxResponseBytes()) {
            context.counter("responses_cut_total").increment();
            answered(answering, false);
        } else if (part instanceof LastHttpContent) {
            answered(answering, HttpUtil.isKeepAlive(answering));
        }
    }

    private void keep(ByteBuf content) {
        if (!content.isReadable()) {
            return;
        }
        ByteArrayOutputStream kept = body == null ? new ByteArrayOutputStream() : body;
        body = kept;
        int room = config.responseBytes() - kept.size();
        if (room > 0) {
            byte[] bytes = new byte[Math.min(room, content.readableBytes())];
            content.getBytes(content.readerIndex(), bytes);
            kept.writeBytes(bytes);
        }
        bodyBytes += content.readableBytes();
    }

    private void answered(HttpResponse answering, boolean keepAlive) {
        HttpDelivery delivery = current;
        if (delivery == null) {
            return;
        }
        HttpAnswer answer = HttpAnswer.of(answering, body == null ? NOTHING : body.toByteArray());
        current = null;
        head = null;
        reused = true;
        patience.went(false);
        context.run(() -> {
            pool.answered(delivery, answer, endpoint);
            if (keepAlive && channel().isActive()) {
                pool.free(this);
            } else {
                channel().close();
            }
        });
    }

    /** What servers that speak TLS do with a request in plain text is like that. */
    private String hint() {
        return reused || pool.isSecure() ? "" : " (does it expect https?)";
    }

    // ---- its end ----

    private void late() {
        end(new IOException("no answer came within " + config.timeout().toMillis() + " ms"));
    }

    /** It is of no use any more. */
    private void end(Throwable why) {
        condemned = true;
        broken(why);
    }

    /** It has ended by itself. */
    private void broken(Throwable why) {
        if (cause == null) {
            cause = why;
        }
        channel().close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
        if (thrown instanceof IOException) {
            broken(thrown);
        } else {
            end(thrown);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        patience.close();
        HttpDelivery delivery = current;
        current = null;
        // A server may close a connection that it keeps alive just when a request comes.
        boolean isStale = reused && head == null && !condemned;
        context.run(() -> pool.ended(
                this,
                delivery,
                causeOr(new IOException("the server closed the connection before it answered" + hint())),
                isStale));
    }
}
