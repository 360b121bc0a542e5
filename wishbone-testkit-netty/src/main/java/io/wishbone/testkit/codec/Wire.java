package io.wishbone.testkit.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * The socket's end of a pipeline: takes bytes when they are flushed, and refuses all else as a socket does.
 * <em>Confined to the test's thread.</em>
 */
final class Wire extends ChannelOutboundHandlerAdapter {
    private record Write(ByteBuf bytes, ChannelPromise promise) {}

    private final Queue<Write> unflushed = new ArrayDeque<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private Runnable reader = () -> isAsked = false;
    private boolean isAsked;

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            unflushed.add(new Write(bytes, promise));
            return;
        }
        ReferenceCountUtil.release(message);
        promise.setFailure(new UnsupportedOperationException(
                "a " + message.getClass().getSimpleName() + " reached the socket (expected: a ByteBuf)"));
    }

    /**
     * Sets what brings bytes: run once for each time that a read was asked for, and never within what asked.
     *
     * @param loop the channel's event loop
     */
    void serve(Executor loop, Runnable read) {
        reader = () -> loop.execute(() -> {
            isAsked = false;
            read.run();
        });
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (!isAsked) {
            isAsked = true;
            reader.run();
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        for (Write write = unflushed.poll(); write != null; write = unflushed.poll()) {
            sent.writeBytes(ByteBufUtil.getBytes(write.bytes()));
            write.bytes().release();
            write.promise().trySuccess();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        for (Write write = unflushed.poll(); write != null; write = unflushed.poll()) {
            write.bytes().release();
            write.promise().tryFailure(new ClosedChannelException());
        }
    }

    byte[] bytes() {
        return sent.toByteArray();
    }
}
