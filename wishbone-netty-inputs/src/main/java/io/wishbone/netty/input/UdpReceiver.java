package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramPacket;
import io.wishbone.event.Event;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a {@link UdpInput}: reads while the pipeline takes events; the datagrams of one read enter the queue
 * together. <em>Confined to the channel's event loop.</em>
 */
final class UdpReceiver extends ChannelInboundHandlerAdapter {
    private static final long LOOK_MILLIS = 20;
    private static final long WARNING_NANOS = 1_000_000_000L;

    /** The least that the kernel counts for a datagram beside its data. */
    private static final int OVERHEAD_BYTES = 256;

    private final UdpInput input;
    private final Emitters emitter;
    private final @Nullable Decoding decoding;
    private final DatagramBuffers buffers;
    private final LongAdder oversize;
    private final int maxDatagramBytes;
    private @Nullable SenderHeaders headers;
    private boolean inBatch;
    private boolean parked;
    private boolean quiet;
    private long mayStillRead = Long.MAX_VALUE;
    private long nextWarning = System.nanoTime();

    UdpReceiver(UdpInput input, Emitters emitter, DatagramBuffers buffers, LongAdder oversize) {
        this.input = input;
        this.emitter = emitter;
        this.buffers = buffers;
        this.oversize = oversize;
        this.maxDatagramBytes = input.config().maxDatagramBytes();
        this.decoding = input.newDecoding(emitter, this::tellUndecodable);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        emitter.onOpen(() -> resume(ctx));
        readOrPark(ctx);
    }

    private void readOrPark(ChannelHandlerContext ctx) {
        if (emitter.isOpen()) {
            ctx.read();
        } else {
            parked = true;
        }
    }

    private void resume(ChannelHandlerContext ctx) {
        if (parked) {
            parked = false;
            quiet = false;
            readOrPark(ctx);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!inBatch) {
            inBatch = true;
            emitter.begin();
        }
        DatagramPacket packet = (DatagramPacket) message;
        try {
            received(ctx, packet.content(), packet.sender());
        } finally {
            packet.release();
        }
    }

    private void received(ChannelHandlerContext ctx, ByteBuf content, InetSocketAddress sender) {
        int length = content.readableBytes();
        quiet = false;
        mayStillRead -= length + OVERHEAD_BYTES;
        if (length > maxDatagramBytes) {
            dropOversize(sender);
            return;
        }
        Event message = Event.of(ByteBufUtil.getBytes(content), headers(ctx).of(sender));
        if (decoding == null) {
            emitter.submit(message);
        } else {
            decoding.submit(message);
        }
    }

    private void tellUndecodable(Throwable cause) {
        if (mayWarn()) {
            input.log()
                    .warn(
                            "a datagram is no {}: {} (such datagrams go to \"{}.failed\")",
                            input.config().protocol(),
                            String.valueOf(cause.getMessage()),
                            input.moduleName());
        }
    }

    private SenderHeaders headers(ChannelHandlerContext ctx) {
        SenderHeaders known = headers;
        if (known == null) {
            InetSocketAddress local = (InetSocketAddress) ctx.channel().localAddress();
            known = new SenderHeaders(input.moduleName(), local.getPort());
            headers = known;
        }
        return known;
    }

    private void dropOversize(InetSocketAddress sender) {
        oversize.increment();
        if (mayWarn()) {
            input.log()
                    .warn(
                            "dropped a datagram from {} that is longer than {} bytes; raise max_datagram if such datagrams"
                                    + " are meant",
                            sender,
                            maxDatagramBytes);
        }
    }

    private boolean mayWarn() {
        long now = System.nanoTime();
        boolean may = now - nextWarning >= 0;
        if (may) {
            nextWarning = now + WARNING_NANOS;
        }
        return may;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        endBatch();
        if (mayStillRead <= 0) {
            input.close(ctx.channel());
        } else {
            readOrPark(ctx);
        }
    }

    private void endBatch() {
        if (inBatch) {
            inBatch = false;
            emitter.end();
        }
    }

    /**
     * Reads what the kernel has by now, then closes the socket: when so much came as the kernel can have had, or when
     * nothing comes any more.
     */
    void drain(Channel channel) {
        assert channel.eventLoop().inEventLoop() : "drain on a thread that is not the channel's";
        mayStillRead = channel.config().getOption(ChannelOption.SO_RCVBUF);
        quiet = true;
        lookLater(channel);
    }

    private void lookLater(Channel channel) {
        channel.eventLoop().schedule(() -> closeIfQuiet(channel), LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void closeIfQuiet(Channel channel) {
        if (!channel.isOpen()) {
            return;
        }
        if (quiet && !parked) {
            input.close(channel);
        } else {
            quiet = true;
            lookLater(channel);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        endBatch();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        buffers.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (mayWarn()) {
            input.log().warn("an error while receiving datagrams; receiving goes on", cause);
        }
    }
}
