package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The receive buffers of one datagram channel. <em>Confined to the channel's event loop.</em>
 *
 * <p>Where the transport receives many datagrams by one call, they share one large buffer, each with its own part. That
 * buffer is kept for the next call, since datagrams are copied out of it at once; of the memory that it spans only what
 * datagrams were written to is ever touched.
 */
final class DatagramBuffers implements RecvByteBufAllocator {
    private static final int BATCH = 64;
    private static final int MOST_BATCHES = 4;
    private static final int MOST_SINGLES = 16;

    private final int datagramBytes;
    private final boolean batched;
    private final BooleanSupplier isOpen;
    private @Nullable ByteBuf kept;
    private boolean released;

    /**
     * Makes the buffers of a channel.
     *
     * @param datagramBytes how much of a datagram is received
     * @param batched whether the transport receives many by one call
     * @param isOpen whether the pipeline takes more
     */
    DatagramBuffers(int datagramBytes, boolean batched, BooleanSupplier isOpen) {
        this.datagramBytes = datagramBytes;
        this.batched = batched;
        this.isOpen = isOpen;
    }

    private ByteBuf allocate(ByteBufAllocator allocator) {
        if (!batched) {
            return allocator.ioBuffer(datagramBytes);
        }
        ByteBuf buffer = kept;
        if (buffer == null && !released) {
            buffer = allocator.directBuffer(BATCH * datagramBytes);
            kept = buffer;
        }
        // Somebody who still reads the last batch has its memory; then this one needs its own.
        return buffer != null && buffer.refCnt() == 1
                ? buffer.retainedDuplicate()
                : allocator.directBuffer(BATCH * datagramBytes);
    }

    /** Gives the buffer that is kept back. Idempotent. */
    void release() {
        released = true;
        ByteBuf buffer = kept;
        kept = null;
        if (buffer != null) {
            buffer.release();
        }
    }

    @Override
    @SuppressWarnings("deprecation") // channels take nothing but the extended handle
    public Handle newHandle() {
        return new DatagramHandle();
    }

    @SuppressWarnings("deprecation")
    private final class DatagramHandle implements ExtendedHandle {
        private int messages;
        private int lastBytes;
        private int attemptedBytes;

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return DatagramBuffers.this.allocate(allocator);
        }

        @Override
        public int guess() {
            return batched ? BATCH * datagramBytes : datagramBytes;
        }

        @Override
        public void reset(ChannelConfig config) {
            messages = 0;
        }

        @Override
        public void incMessagesRead(int count) {
            messages += count;
        }

        @Override
        public void lastBytesRead(int bytes) {
            lastBytes = bytes;
        }

        @Override
        public int lastBytesRead() {
            return lastBytes;
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            attemptedBytes = bytes;
        }

        @Override
        public int attemptedBytesRead() {
            return attemptedBytes;
        }

        @Override
        public boolean continueReading() {
            if (!isOpen.getAsBoolean()) {
                return false;
            }
            // A batch that is not full has emptied the socket; asking again would be a call for nothing.
            return batched ? lastBytes == attemptedBytes && messages < MOST_BATCHES * BATCH : messages < MOST_SINGLES;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return continueReading();
        }

        @Override
        public void readComplete() {}
    }
}
