package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.wishbone.netty.framing.Framing;
import java.util.List;

/**
 * Looks whether a connection without TLS begins with what every connection of HTTP/2 begins with (RFC 9113, 3.3).
 * <em>Confined to the channel's event loop.</em> It tells once and leaves the pipeline.
 */
final class HttpVersionChooser extends ByteToMessageDecoder {
    /** Told what a connection speaks. */
    interface Listener {
        void speaksHttp1();

        void speaksHttp2();

        void speaksTls();
    }

    private final boolean mayBeHttp2;
    private final Listener listener;

    HttpVersionChooser(boolean mayBeHttp2, Listener listener) {
        this.mayBeHttp2 = mayBeHttp2;
        this.listener = listener;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
        try {
            int length = Math.min(preface.readableBytes(), in.readableBytes());
            boolean mayBe = mayBeHttp2 && isSame(in, preface, length);
            if (mayBe && length < preface.readableBytes()) {
                return;
            }
            if (mayBe) {
                listener.speaksHttp2();
            } else if (UnexpectedTls.begins(in, Framing.lines())) {
                in.skipBytes(in.readableBytes());
                listener.speaksTls();
                return;
            } else {
                listener.speaksHttp1();
            }
            ctx.pipeline().remove(this);
        } finally {
            preface.release();
        }
    }

    private static boolean isSame(ByteBuf in, ByteBuf preface, int length) {
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != preface.getByte(i)) {
                return false;
            }
        }
        return true;
    }
}
