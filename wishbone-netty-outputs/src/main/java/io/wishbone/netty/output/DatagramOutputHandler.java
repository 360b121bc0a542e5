package io.wishbone.netty.output;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Watches a socket of a {@link DatagramOutput}. <em>Confined to the channel's event loop.</em> It reads all the time,
 * so that errors which the peer's host told are seen; what the peer sends is ignored.
 */
final class DatagramOutputHandler extends ChannelInboundHandlerAdapter {
    private final DatagramLane lane;
    private @Nullable Throwable cause;

    DatagramOutputHandler(DatagramLane lane) {
        this.lane = lane;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            lane.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lane.disconnected(ctx.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
        if (cause == null) {
            cause = thrown;
        }
        lane.receivedError(thrown);
    }

    /** The first error that was seen here; else another one. */
    Throwable causeOr(Throwable other) {
        return cause == null ? other : cause;
    }
}
