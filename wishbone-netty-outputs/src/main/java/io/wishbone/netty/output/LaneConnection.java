package io.wishbone.netty.output;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelProgressivePromise;
import io.wishbone.netty.output.ReplayWindow.Flushed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a {@link Lane} writes to, or has written to: what of it has to be sent again if it breaks.
 * <em>Confined to the channel's event loop.</em>
 */
final class LaneConnection {
    private final Lane lane;
    private final Channel channel;
    private final TcpOutputHandler handler;
    private final Endpoint endpoint;
    private final int rank;
    private final ReplayWindow window;
    private final Deque<Flushed> toResend = new ArrayDeque<>();
    private final ArrayDeque<WrittenBatch> inFlight = new ArrayDeque<>();
    private @Nullable CodecWrites codecWrites;

    /**
     * Makes one for a channel that is connected.
     *
     * @param rank which of the lane's endpoints it leads to, from 0
     */
    LaneConnection(
            Lane lane, Channel channel, TcpOutputHandler handler, Endpoint endpoint, int rank, ReplayWindow window) {
        this.lane = lane;
        this.channel = channel;
        this.handler = handler;
        this.endpoint = endpoint;
        this.rank = rank;
        this.window = window;
    }

    Channel channel() {
        return channel;
    }

    /** Whether the peer has ended its side, if it has ended, without an error. */
    boolean isInOrder() {
        return handler.isInOrder();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    int rank() {
        return rank;
    }

    ReplayWindow window() {
        return window;
    }

    @Nullable CodecWrites codecWrites() {
        return codecWrites;
    }

    void codecWrites(CodecWrites writes) {
        codecWrites = writes;
    }

    /** Has messages sent before all others, since a connection broke on which they were flushed. */
    void resendFirst(Deque<Flushed> messages) {
        Iterator<Flushed> lastFirst = messages.descendingIterator();
        while (lastFirst.hasNext()) {
            toResend.addFirst(lastFirst.next());
        }
    }

    /** Whether something is to be sent again or not flushed. */
    boolean isBusy() {
        return !toResend.isEmpty() || !inFlight.isEmpty();
    }

    boolean hasToResend() {
        return !toResend.isEmpty();
    }

    /**
     * Writes what is next to be sent again; somebody has to flush.
     *
     * @return how many messages that is
     */
    int resendNext() {
        Flushed next = toResend.remove();
        write(next.buffer().retainedDuplicate(), WrittenBatch.ofResent(this, next.buffer(), next.messages()));
        return next.messages();
    }

    /** Writes a batch; somebody has to flush. */
    void write(ByteBuf bytes, WrittenBatch batch) {
        inFlight.add(batch);
        ChannelProgressivePromise promise = channel.newProgressivePromise();
        promise.addListener(batch);
        channel.write(bytes, promise);
    }

    /**
     * Something of a batch was flushed: reports what was, the oldest batch first. Netty may tell of a later one before
     * an earlier one, when promises are done within promises.
     */
    void settle() {
        WrittenBatch oldest = inFlight.peek();
        while (oldest != null) {
            int events = oldest.takeFlushedEvents();
            boolean isDone = oldest.isDone();
            if (isDone) {
                inFlight.remove();
                ByteBuf bytes = oldest.takeKept();
                if (bytes != null) {
                    window.add(bytes, oldest.size(), System.nanoTime());
                }
            }
            if (events > 0) {
                lane.flushed(this, events);
            }
            oldest = isDone ? inFlight.peek() : null;
        }
        lane.retireIfFlushed();
    }

    /** The connection has broken: gives up what the next one has to send again, in order. */
    ArrayDeque<Flushed> takeUnconfirmed() {
        long now = System.nanoTime();
        ArrayDeque<Flushed> all = window.take(now);
        for (WrittenBatch batch : inFlight) {
            Flushed part = batch.takeBroken(now);
            if (part != null) {
                all.add(part);
            }
        }
        all.addAll(toResend);
        inFlight.clear();
        toResend.clear();
        return all;
    }

    /** Nothing has to be sent again. Idempotent. */
    void release() {
        takeUnconfirmed().forEach(messages -> messages.buffer().release());
    }
}
