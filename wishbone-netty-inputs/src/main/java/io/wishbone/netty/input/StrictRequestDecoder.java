package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes requests of HTTP/1.1, each when it is asked for, and refuses what another server on the way might read
 * differently (RFC 9112, 11.2). <em>Confined to the channel's event loop.</em>
 *
 * <p>What is not asked for stays in bytes, so that a client that sends many requests at once costs no more than those
 * bytes.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {
    private static final int LONGEST_CHUNK = 64 << 10;
    private static final byte LF = '\n';

    private final Runnable onHeadBegins;
    private final Runnable onEnd;
    private @Nullable ChannelHandlerContext context;
    private boolean demanded;
    private boolean decoding;
    private boolean ended;
    private boolean awaitsHead = true;
    private boolean inHead;
    private boolean folded;
    private boolean endedLine;

    /**
     * Makes one.
     *
     * @param maxHeaderBytes the longest header, and the longest first line
     * @param onHeadBegins run at the first byte of each request
     * @param onEnd run if something is asked for and the client has ended its side
     */
    StrictRequestDecoder(int maxHeaderBytes, Runnable onHeadBegins, Runnable onEnd) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(maxHeaderBytes)
                .setMaxHeaderSize(maxHeaderBytes)
                .setMaxChunkSize(LONGEST_CHUNK)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setAllowDuplicateContentLengths(false));
        this.onHeadBegins = onHeadBegins;
        this.onEnd = onEnd;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        context = ctx;
    }

    /** Asks for the next piece of a body, unless all of it was handed on together with its header. */
    void demandBody() {
        if (!awaitsHead) {
            demand();
        }
    }

    /** Asks for what comes next: the header of a request, or a piece of its body. */
    void demand() {
        demanded = true;
        ChannelHandlerContext ctx = context;
        if (decoding || ctx == null) {
            return;
        }
        if (actualReadableBytes() > 0) {
            goOn(ctx);
        }
        readOrEnd(ctx);
    }

    private void readOrEnd(ChannelHandlerContext ctx) {
        if (demanded && ended) {
            onEnd.run();
        } else if (demanded) {
            ctx.read();
        }
    }

    private void goOn(ChannelHandlerContext ctx) {
        try {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
        } catch (Exception e) {
            ctx.fireExceptionCaught(e);
        }
    }

    /** Whether something was asked for that has not come. */
    boolean isDemanded() {
        return demanded;
    }

    /** Whether a part of a header has come. */
    boolean isInHead() {
        return inHead || (awaitsHead && actualReadableBytes() > 0);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        boolean outer = !decoding;
        decoding = true;
        try {
            super.channelRead(ctx, message);
        } finally {
            decoding = !outer;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        discardSomeReadBytes();
        ctx.fireChannelReadComplete();
        readOrEnd(ctx);
    }

    /** The client may end its side and wait for answers to all that it has sent. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            ended = true;
            ctx.fireUserEventTriggered(event);
            readOrEnd(ctx);
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (!demanded || !in.isReadable()) {
            return;
        }
        if (awaitsHead) {
            awaitsHead = false;
            inHead = true;
            folded = false;
            endedLine = false;
            onHeadBegins.run();
        }
        int from = in.readerIndex();
        int before = out.size();
        super.decode(ctx, in, out);
        if (inHead) {
            lookForFolding(in, from);
        }
        if (out.size() > before) {
            demanded = false;
            emitted(out, before);
        }
    }

    /** A line that begins with a space goes on the one before (RFC 9112, 5.2), which not all servers see alike. */
    private void lookForFolding(ByteBuf in, int from) {
        int end = in.readerIndex();
        if (from == end) {
            return;
        }
        folded |= endedLine && isSpace(in.getByte(from));
        for (int i = in.indexOf(from, end - 1, LF); i >= 0; i = in.indexOf(i + 1, end - 1, LF)) {
            folded |= isSpace(in.getByte(i + 1));
        }
        endedLine = in.getByte(end - 1) == LF;
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\t';
    }

    private void emitted(List<Object> out, int from) {
        for (int i = from; i < out.size(); i++) {
            if (out.get(i) instanceof HttpMessage message) {
                inHead = false;
                if (folded && message.decoderResult().isSuccess()) {
                    message.setDecoderResult(
                            DecoderResult.failure(new IllegalArgumentException("a header is folded over lines")));
                }
            }
            if (out.get(i) instanceof LastHttpContent) {
                awaitsHead = true;
            }
        }
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
