package io.wishbone.testkit.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.codec.CodecContext;
import io.wishbone.netty.codec.CodecInitializer;
import io.wishbone.netty.codec.CodecMessages;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * A channel without a socket, with a codec's handlers in it. <em>Confined to the test's thread.</em> All its buffers
 * are of one allocator, so that what handlers keep is known to the byte.
 */
final class CodecChannel implements AutoCloseable {
    private static final String MODULE = "module";
    private static final int OFFSET = 3;

    /** In what kind of buffer bytes come. */
    enum Memory {
        /** With an array. */
        HEAP,
        /** Without one. */
        DIRECT,
        /** With an array in which the bytes do not begin at 0. */
        SHIFTED
    }

    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false, true);
    private final EmbeddedChannel channel =
            EmbeddedChannel.builder().register(false).build();
    private final Wire wire = new Wire();
    private final List<ByteBuf> pieces = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();
    private final Set<Object> seen = new HashSet<>();
    private boolean onDemand;

    CodecChannel(Codec codec, boolean isInput) {
        channel.config().setAllocator(memory);
        CodecContext context = new CodecContext(MODULE, isInput, false, name -> new LongAdder());
        channel.pipeline().addLast(wire, new CodecInitializer(codec, context, new Module()));
        try {
            channel.register();
        } catch (Exception e) {
            throw new AssertionError("the channel cannot be registered: " + e, e);
        }
    }

    /** What stands behind the codec, as an input has it. */
    private final class Module extends ChannelInboundHandlerAdapter {
        private final CodecMessages messages = new CodecMessages(MODULE, new LongAdder(), refused::add);

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            Event event = messages.event(message, Header.empty());
            if (event != null) {
                events.add(event);
            }
            readOn(ctx);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            errors.add(cause);
            ctx.close();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            seen.add("channelReadComplete");
            readOn(ctx);
        }

        private void readOn(ChannelHandlerContext ctx) {
            if (onDemand) {
                ctx.read();
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            seen.add("channelWritabilityChanged");
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            seen.add("channelInactive");
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            seen.add(event);
        }
    }

    /** Lets bytes come from the peer, some at each read that is asked for, as long as somebody asks. */
    void receiveOnDemand(byte[] stream, int pieceBytes) {
        onDemand = true;
        channel.config().setAutoRead(false);
        wire.serve(channel.eventLoop(), new Runnable() {
            private int from;

            @Override
            public void run() {
                int to = Math.min(stream.length, from + pieceBytes);
                if (from < to) {
                    int start = from;
                    from = to;
                    fireRead(Memory.HEAP, stream, start, to);
                }
            }
        });
        channel.read();
        channel.runPendingTasks();
        onDemand = false;
    }

    /** Lets bytes come from the peer in one read; those that come after the end are gone. */
    void receive(Memory kind, byte[] bytes, int from, int to) {
        if (!channel.isOpen()) {
            return;
        }
        fireRead(kind, bytes, from, to);
        channel.runPendingTasks();
    }

    private void fireRead(Memory kind, byte[] bytes, int from, int to) {
        int length = to - from;
        ByteBuf piece = kind == Memory.DIRECT ? memory.directBuffer(length) : memory.heapBuffer(length + OFFSET);
        if (kind == Memory.SHIFTED) {
            piece.writeZero(OFFSET).skipBytes(OFFSET);
        }
        pieces.add(piece.writeBytes(bytes, from, length));
        channel.pipeline().fireChannelRead(piece);
        channel.pipeline().fireChannelReadComplete();
        pieces.removeIf(sent -> sent.refCnt() == 0);
    }

    void receive(byte... bytes) {
        receive(Memory.HEAP, bytes, 0, bytes.length);
    }

    /** Writes and flushes a message. */
    ChannelFuture send(Object message) {
        ChannelFuture sent = channel.write(message);
        channel.flush();
        channel.runPendingTasks();
        return sent;
    }

    /** Fires what a channel fires, from the socket's side. */
    void fireEvents(Object userEvent, Throwable error) {
        channel.pipeline().fireUserEventTriggered(userEvent);
        channel.pipeline().fireChannelWritabilityChanged();
        channel.pipeline().fireChannelReadComplete();
        channel.pipeline().fireExceptionCaught(error);
        channel.runPendingTasks();
    }

    /** The bytes that went to the peer by now. */
    byte[] sent() {
        return wire.bytes();
    }

    /** What came out of the codec. */
    List<Event> events() {
        return events;
    }

    /** What came out and was refused, with the reasons. */
    List<String> refused() {
        return refused;
    }

    /** What handlers threw. */
    List<Throwable> errors() {
        return errors;
    }

    /** Events of the channel that came through the codec. */
    Set<Object> seen() {
        return seen;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** The memory of all buffers that are not released, in bytes. */
    long heldBytes() {
        return memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory();
    }

    /** How many of the buffers that came from the peer are not released. */
    int heldPieces() {
        return pieces.size();
    }

    @Override
    public void close() {
        channel.close();
        channel.runPendingTasks();
        pieces.removeIf(sent -> sent.refCnt() == 0);
    }
}
