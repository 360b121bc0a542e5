package io.wishbone.netty.output;

import io.netty.channel.Channel;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import java.util.Arrays;

/**
 * The events of one write, and how many of them the kernel has taken. <em>Confined to the channel's event loop.</em> A
 * write may be flushed in parts; events that were flushed whole count as sent even if the rest never goes out.
 */
final class WrittenBatch implements ChannelProgressiveFutureListener {
    private final TcpOutput output;
    private final Channel channel;
    private int[] lengths = new int[256];
    private int size;
    private int reported;
    private long reportedBytes;

    WrittenBatch(TcpOutput output, Channel channel) {
        this.output = output;
        this.channel = channel;
    }

    void add(int encodedBytes) {
        if (size == lengths.length) {
            lengths = Arrays.copyOf(lengths, size * 2);
        }
        lengths[size++] = encodedBytes;
    }

    boolean isEmpty() {
        return size == 0;
    }

    @Override
    public void operationProgressed(ChannelProgressiveFuture future, long progress, long total) {
        int before = reported;
        while (reported < size && reportedBytes + lengths[reported] <= progress) {
            reportedBytes += lengths[reported++];
        }
        if (reported > before) {
            output.flushed(channel, reported - before);
        }
    }

    @Override
    public void operationComplete(ChannelProgressiveFuture future) {
        if (future.isSuccess() && reported < size) {
            int rest = size - reported;
            reported = size;
            output.flushed(channel, rest);
        }
    }
}
