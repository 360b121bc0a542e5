package io.wishbone.netty.output;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Watches the connection of a {@link TcpOutput}. <em>Confined to the channel's event loop.</em> It reads all the time,
 * so that the peer's close or reset is seen at once; what the peer sends, or a codec makes of it, is ignored.
 */
final class TcpOutputHandler extends ChannelInboundHandlerAdapter {
    private final TcpOutput output;
    private @Nullable Throwable cause;

    TcpOutputHandler(TcpOutput output) {
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
        output.disconnected(ctx.channel(), cause);
    }

    /** What ended the connection, as far as it was seen here; else another cause. */
    Throwable causeOr(Throwable other) {
        return cause == null ? other : cause;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
        if (cause == null) {
            cause = thrown;
        }
        ctx.close();
    }
}
