package io.wishbone.netty.output;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.EncoderException;
import io.netty.util.ReferenceCountUtil;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.codec.CodecContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses datagrams that cannot be sent, whatever a codec makes. <em>Confined to the channel's event loop.</em> It
 * stands next to the socket.
 */
final class DatagramLimit extends ChannelOutboundHandlerAdapter {
    private final int maxDatagramBytes;

    DatagramLimit(int maxDatagramBytes) {
        this.maxDatagramBytes = maxDatagramBytes;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        int length = lengthOf(message);
        if (length > 0 && length <= maxDatagramBytes) {
            ctx.write(message, promise);
            return;
        }
        ReferenceCountUtil.release(message);
        promise.setFailure(new EncoderException(
                length < 0
                        ? "the codec wrote a " + message.getClass().getSimpleName()
                                + " (expected: a ByteBuf or a DatagramPacket)"
                        : "a datagram of " + length + " bytes (expected: 1 to max_datagram, " + maxDatagramBytes
                                + ")"));
    }

    /** A codec with such a limit; null if there is none. */
    static @Nullable Codec before(@Nullable Codec codec, int maxDatagramBytes) {
        return codec == null ? null : new Limited(codec, maxDatagramBytes);
    }

    private record Limited(Codec codec, int maxDatagramBytes) implements Codec {
        @Override
        public List<ChannelHandler> newHandlers(CodecContext context) {
            List<ChannelHandler> handlers = new ArrayList<>();
            handlers.add(new DatagramLimit(maxDatagramBytes));
            handlers.addAll(codec.newHandlers(context));
            return handlers;
        }

        @Override
        public boolean takesEvents() {
            return codec.takesEvents();
        }
    }

    private static int lengthOf(Object message) {
        if (message instanceof ByteBuf bytes) {
            return bytes.readableBytes();
        }
        return message instanceof ByteBufHolder packet ? packet.content().readableBytes() : -1;
    }
}
