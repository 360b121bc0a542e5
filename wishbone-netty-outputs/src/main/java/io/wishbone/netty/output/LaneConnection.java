package io.wishbone.netty.output;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelProgressivePromise;
import io.wishbone.actor.ModuleContext;
import io.wishbone.netty.output.ReplayWindow.Flushed;
import java.io.IOException;
import java.time.Duration;
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
    private final StreamOutputHandler handler;
    private final Target target;
    private final int rank;
    private final ReplayWindow window;
    private final Deque<Flushed> toResend = new ArrayDeque<>();
    private final ArrayDeque<WrittenBatch> inFlight = new ArrayDeque<>();
    private final ProgressWatch writes;
    private final ProgressWatch acks;
    private @Nullable CodecWrites codecWrites;
    private long acknowledged;
    private boolean served;

    /**
     * Makes one for a channel that is connected.
     *
     * @param rank which of the lane's endpoints it leads to, from 0
     */
    LaneConnection(
            Lane lane,
            Channel channel,
            StreamOutputHandler handler,
            Target target,
            int rank,
            StreamOutputConfig config,
            ModuleContext context) {
        this.lane = lane;
        this.channel = channel;
        this.handler = handler;
        this.target = target;
        this.rank = rank;
        this.window = new ReplayWindow(config.replay().bytes(), config.replay().age());
        this.writes = new ProgressWatch(
                context, config.writeTimeout(), () -> late("nothing could be flushed", config.writeTimeout()));
        this.acks = new ProgressWatch(
                context, config.ackTimeout(), () -> late("nothing was acknowledged", config.ackTimeout()));
    }

    /** Ends the connection, since something does not go on. */
    private void late(String what, Duration timeout) {
        handler.note(new IOException(what + " for " + timeout.toMillis() + " ms"));
        channel.close();
    }

    Channel channel() {
        return channel;
    }

    /** Whether the peer has ended its side, if it has ended, without an error. */
    boolean isInOrder() {
        return handler.isInOrder();
    }

    Target target() {
        return target;
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
        writes.begins();
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
        writes.went(!inFlight.isEmpty());
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

    /** Something is to be flushed that a codec writes. */
    void awaitFlush() {
        writes.begins();
    }

    /** Some of what a codec writes was flushed or refused, and more is to be or not. */
    void wentOn(boolean more) {
        writes.went(more);
    }

    /** How many of its messages the peer has acknowledged. */
    long acknowledged() {
        return acknowledged;
    }

    /** The peer has acknowledged so many messages, and is to acknowledge more or not. */
    void acknowledged(long count, boolean more) {
        acknowledged = count;
        acks.went(more);
    }

    /** The peer is to acknowledge something. */
    void awaitAck() {
        acks.begins();
    }

    /** Something was delivered. */
    void served() {
        served = true;
    }

    /** Whether something was. */
    boolean hasServed() {
        return served;
    }

    /** Nothing more is waited for. Idempotent. */
    void close() {
        writes.close();
        acks.close();
    }

    /** Nothing has to be sent again. Idempotent. */
    void release() {
        takeUnconfirmed().forEach(messages -> messages.buffer().release());
    }
}
