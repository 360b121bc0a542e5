package io.wishbone.testkit.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.EncoderException;
import io.netty.handler.codec.MessageToByteEncoder;
import io.netty.handler.codec.TooLongFrameException;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.codec.CodecContext;
import java.util.List;

/** Texts of at most 100 bytes with their length before them in a byte: a codec that is right. */
final class Texts implements Codec {
    static final int LONGEST = 100;

    @Override
    public List<ChannelHandler> newHandlers(CodecContext context) {
        return List.of(new Decoder(), new Encoder());
    }

    /** The decoder. */
    static final class Decoder extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            int length = in.getUnsignedByte(in.readerIndex());
            if (length > LONGEST) {
                throw new TooLongFrameException(length + " bytes (expected: 100 or less)");
            }
            if (in.readableBytes() > length) {
                out.add(in.skipBytes(1).readCharSequence(length, UTF_8).toString());
            }
        }
    }

    /** The encoder. */
    static final class Encoder extends MessageToByteEncoder<CharSequence> {
        @Override
        protected void encode(ChannelHandlerContext ctx, CharSequence text, ByteBuf out) {
            byte[] bytes = text.toString().getBytes(UTF_8);
            if (bytes.length > LONGEST) {
                throw new EncoderException(bytes.length + " bytes (expected: 100 or less)");
            }
            out.writeByte(bytes.length).writeBytes(bytes);
        }
    }
}
