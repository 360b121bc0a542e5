package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultAddressedEnvelope;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A socket of an input of datagrams: reads while the pipeline takes events; the datagrams of one read enter the queue
 * together. <em>Confined to the channel's event loop.</em>
 */
final class DatagramReceiver extends ChannelInboundHandlerAdapter {
    private static final long LOOK_MILLIS = 20;

    /** The least that the kernel counts for a datagram beside its data. */
    static final int OVERHEAD_BYTES = 256;

    private final DatagramInput input;
    private final DatagramLoop loop;
    private final Emitters emitter;
    private final @Nullable Decoding decoding;
    private final DatagramBuffers buffers;
    private final LongAdder oversize;
    private final WarningLimit warnings = new WarningLimit(System.nanoTime());
    private final int maxDatagramBytes;
    private final boolean hasCodec;
    private @Nullable HeaderSource headers;
    private Header header = Header.empty();
    private boolean inBatch;
    private boolean parked;
    private boolean quiet;
    private long mayStillRead = Long.MAX_VALUE;

    DatagramReceiver(DatagramInput input, DatagramLoop loop, DatagramBuffers buffers) {
        this.input = input;
        this.loop = loop;
        this.emitter = loop.emitters();
        this.buffers = buffers;
        this.oversize = input.oversizeTotal();
        this.maxDatagramBytes = input.settings().maxDatagramBytes();
        this.hasCodec = input.settings().codec() != null;
        this.decoding = input.newDecoding(emitter, this::tellUndecodable);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        loop.add(() -> resume(ctx));
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
        // A DatagramPacket or a DomainDatagramPacket.
        DefaultAddressedEnvelope<?, ?> packet = (DefaultAddressedEnvelope<?, ?>) message;
        if (!isAccepted((ByteBuf) packet.content(), packet.sender())) {
            packet.release();
            return;
        }
        header = headers(ctx).of(packet.sender());
        if (hasCodec) {
            ctx.fireChannelRead(packet);
            return;
        }
        try {
            received((ByteBuf) packet.content());
        } finally {
            packet.release();
        }
    }

    /** The header of the datagram that is being read. */
    Header header() {
        return header;
    }

    private boolean isAccepted(ByteBuf content, SocketAddress sender) {
        int length = content.readableBytes();
        quiet = false;
        mayStillRead -= length + OVERHEAD_BYTES;
        if (length > maxDatagramBytes) {
            dropOversize(sender);
        }
        return length <= maxDatagramBytes;
    }

    private void received(ByteBuf content) {
        Event message = Event.of(ByteBufUtil.getBytes(content), header);
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
                            input.settings().protocol(),
                            String.valueOf(cause.getMessage()),
                            input.moduleName());
        }
    }

    private HeaderSource headers(ChannelHandlerContext ctx) {
        HeaderSource known = headers;
        if (known == null) {
            known = input.headersFor(ctx.channel());
            headers = known;
        }
        return known;
    }

    private void dropOversize(SocketAddress sender) {
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
        return warnings.permits(System.nanoTime());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.fireChannelReadComplete();
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
     *
     * @param kernelHolds the most that the kernel can have, in bytes, with {@link #OVERHEAD_BYTES} for each datagram
     */
    void drain(Channel channel, long kernelHolds) {
        assert channel.eventLoop().inEventLoop() : "drain on a thread that is not the channel's";
        mayStillRead = kernelHolds;
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
