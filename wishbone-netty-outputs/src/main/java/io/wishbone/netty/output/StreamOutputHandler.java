package io.wishbone.netty.output;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Watches the connection of a {@link StreamOutput}. <em>Confined to the channel's event loop.</em> It reads all the
 * time, so that the peer's close or reset is seen at once.
 */
final class StreamOutputHandler extends ChannelInboundHandlerAdapter {
    private static final byte ALERT = 0x15;
    private static final byte TLS_MAJOR = 0x03;

    private final Lane lane;
    private final Target target;
    private @Nullable PeerBytes peerBytes;
    private @Nullable Throwable cause;
    private boolean awaitsAlert;

    /**
     * Makes one for a channel that leads to a target.
     *
     * @param isPlain whether the connection is without TLS, so that a peer that answers by TLS is worth a word
     */
    StreamOutputHandler(Lane lane, Target target, boolean isPlain) {
        this.lane = lane;
        this.target = target;
        this.awaitsAlert = isPlain;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (awaitsAlert && message instanceof ByteBuf first && isAlert(first)) {
            cause = new IOException(
                    "the peer answered with an alert of TLS, so it seems to expect TLS (expected: tls)");
        }
        awaitsAlert = false;
        if (cause == null) {
            peerBytes(ctx).read(message);
        } else {
            PeerBytes.IGNORED.read(message);
        }
    }

    private PeerBytes peerBytes(ChannelHandlerContext ctx) {
        PeerBytes reader = peerBytes;
        if (reader == null) {
            reader = lane.peerBytes(ctx.channel(), target, this);
            peerBytes = reader;
        }
        return reader;
    }

    private static boolean isAlert(ByteBuf first) {
        return first.readableBytes() >= 2
                && first.getByte(first.readerIndex()) == ALERT
                && first.getByte(first.readerIndex() + 1) == TLS_MAJOR;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            lane.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        PeerBytes reader = peerBytes;
        if (reader != null) {
            reader.ended();
        }
        lane.disconnected(ctx.channel(), cause);
    }

    /** Whether nothing has gone wrong. */
    boolean isInOrder() {
        return cause == null;
    }

    /** What ended the connection, as far as it was seen here; else another cause. */
    Throwable causeOr(Throwable other) {
        return cause == null ? other : cause;
    }

    /** Notes why the connection is about to be ended from this side; the first note stays. */
    void note(Throwable why) {
        if (cause == null) {
            cause = why;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
        note(thrown);
        ctx.close();
    }
}
