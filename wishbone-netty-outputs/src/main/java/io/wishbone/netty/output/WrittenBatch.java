package io.wishbone.netty.output;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one write, and how many of them the kernel has taken. <em>Confined to the channel's event loop.</em>
 * A write may be flushed in parts; messages that were flushed whole count as sent even if the rest never goes out.
 */
final class WrittenBatch implements ChannelProgressiveFutureListener {
    private final LaneConnection connection;
    private final boolean isResent;
    private int[] lengths = new int[0];
    private int size;
    private int flushed;
    private int flushedBytes;
    private int reported;
    private boolean done;
    private @Nullable ByteBuf kept;

    private WrittenBatch(LaneConnection connection, boolean isResent) {
        this.connection = connection;
        this.isResent = isResent;
    }

    /** Of events that are written for the first time since they were last held. */
    static WrittenBatch ofEvents(LaneConnection connection) {
        return new WrittenBatch(connection, false);
    }

    /** Of messages that were flushed on a connection that broke. */
    static WrittenBatch ofResent(LaneConnection connection, ByteBuf messages, int count) {
        WrittenBatch batch = new WrittenBatch(connection, true);
        batch.size = count;
        batch.kept = messages;
        return batch;
    }

    void add(int encodedBytes) {
        if (size == lengths.length) {
            lengths = Arrays.copyOf(lengths, Math.max(256, size * 2));
        }
        lengths[size++] = encodedBytes;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Keeps the bytes beyond their flush; takes the reference over. */
    void keep(ByteBuf written) {
        kept = written;
    }

    @Override
    public void operationProgressed(ChannelProgressiveFuture future, long progress, long total) {
        int before = flushed;
        while (!isResent && flushed < size && flushedBytes + lengths[flushed] <= progress) {
            flushedBytes += lengths[flushed++];
        }
        if (flushed > before) {
            connection.settle();
        }
    }

    @Override
    public void operationComplete(ChannelProgressiveFuture future) {
        if (future.isSuccess()) {
            flushed = size;
            done = true;
            connection.settle();
        }
    }

    /** How many events were flushed since this was asked last. */
    int takeFlushedEvents() {
        int more = isResent ? 0 : flushed - reported;
        reported = flushed;
        return more;
    }

    /** Whether everything was flushed. */
    boolean isDone() {
        return done;
    }

    /** How many messages it has. */
    int size() {
        return size;
    }

    /** Gives up the bytes of what has to be sent again if the connection breaks now that it is done. */
    @Nullable ByteBuf takeKept() {
        ByteBuf bytes = kept;
        kept = null;
        return bytes;
    }

    /**
     * Gives up the bytes of what has to be sent again since the connection has broken: all that was sent again, else
     * what was reported as flushed; the rest of the events is written anew.
     */
    ReplayWindow.@Nullable Flushed takeBroken(long now) {
        ByteBuf bytes = takeKept();
        if (bytes == null || isResent) {
            return bytes == null ? null : new ReplayWindow.Flushed(bytes, size, now);
        }
        if (reported == 0) {
            bytes.release();
            return null;
        }
        int length = 0;
        for (int i = 0; i < reported; i++) {
            length += lengths[i];
        }
        bytes.writerIndex(bytes.readerIndex() + length);
        return new ReplayWindow.Flushed(bytes, reported, now);
    }
}
