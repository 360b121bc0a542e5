package io.wishbone.netty.output;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandler;
import io.netty.handler.codec.EncoderException;
import io.wishbone.event.Event;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.codec.CodecContext;
import io.wishbone.netty.codec.CodecInitializer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The events that were written to a codec's handlers on one channel, the oldest first. <em>Confined to the channel's
 * event loop.</em> Handlers may tell what became of them in any order, at once or much later; they end in the order in
 * which they were written.
 */
final class CodecWrites {
    private final Channel channel;
    private final Codec codec;
    private final boolean isConnection;
    private final Consumer<CodecWrites> onSettled;
    private final ArrayDeque<Write> unsettled = new ArrayDeque<>();

    /**
     * For one channel.
     *
     * @param isConnection whether an event that was not sent because the channel broke has not ended: its connection
     *     ends instead, and it is kept for the next one
     * @param onSettled called when the oldest may have ended
     */
    CodecWrites(Channel channel, Codec codec, boolean isConnection, Consumer<CodecWrites> onSettled) {
        this.channel = channel;
        this.codec = codec;
        this.isConnection = isConnection;
        this.onSettled = onSettled;
    }

    /** The handler of an output's channel, behind those of its codec if it has one. */
    static ChannelHandler before(ChannelInboundHandler handler, @Nullable Codec codec, CodecContext context) {
        return codec == null ? handler : new CodecInitializer(codec, context, handler);
    }

    /** Writes an event; somebody has to flush. */
    void write(Event event) {
        Write write = new Write();
        unsettled.add(write);
        channel.write(codec.takesEvents() ? event : event.data()).addListener(write);
    }

    /** Whether the oldest has ended. */
    boolean isFirstSettled() {
        Write first = unsettled.peek();
        return first != null && first.settled;
    }

    /** Why the oldest, which has ended, is not sent; null if it is. Forgets it. */
    @Nullable Throwable removeFirst() {
        Throwable cause = unsettled.remove().failure;
        // What an encoder threw tells more than what Netty wraps it in.
        return cause instanceof EncoderException && cause.getCause() != null ? cause.getCause() : cause;
    }

    /** What became of one event. */
    private final class Write implements ChannelFutureListener {
        private boolean settled;
        private @Nullable Throwable failure;

        @Override
        public void operationComplete(ChannelFuture written) {
            failure = written.cause();
            if (failure != null && isConnection && !isRefusal(failure)) {
                endConnection(failure);
                return;
            }
            settled = true;
            onSettled.accept(CodecWrites.this);
        }

        /** Whether the handlers did not want the event; else the connection broke. */
        private boolean isRefusal(Throwable cause) {
            return cause instanceof EncoderException || (channel.isActive() && !(cause instanceof IOException));
        }

        private void endConnection(Throwable cause) {
            if (channel.isOpen()) {
                channel.pipeline().fireExceptionCaught(cause);
                channel.close();
            }
        }
    }
}
