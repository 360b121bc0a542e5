package io.wishbone.netty.output;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Watches the socket of a {@link UdpOutput}. <em>Confined to the channel's event loop.</em> It reads all the time, so
 * that errors which the peer's host told are seen; what the peer sends is ignored.
 */
final class UdpOutputHandler extends ChannelInboundHandlerAdapter {
    private final UdpOutput output;
    private @Nullable Throwable cause;

    UdpOutputHandler(UdpOutput output) {
        this.output = output;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            output.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        output.disconnected(ctx.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
        if (cause == null) {
            cause = thrown;
        }
        output.receivedError(thrown);
    }

    /** The first error that was seen here; else another one. */
    Throwable causeOr(Throwable other) {
        return cause == null ? other : cause;
    }
}
