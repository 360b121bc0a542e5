package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.util.concurrent.atomic.AtomicLong;

/** Buffers that count how many bytes were searched, and how many were read one by one. */
final class CountingBytes {
    private final AtomicLong looks = new AtomicLong();
    private final AtomicLong reads = new AtomicLong();

    /** A buffer of so many bytes without a line feed. */
    ByteBuf piece(int bytes) {
        return piece(bytes, '\0');
    }

    /** A buffer of so many times a byte. */
    ByteBuf piece(int bytes, char value) {
        ByteBuf piece = new UnpooledHeapByteBuf(UnpooledByteBufAllocator.DEFAULT, bytes, bytes) {
            @Override
            public int indexOf(int from, int to, byte wanted) {
                int found = super.indexOf(from, to, wanted);
                looks.addAndGet((found < 0 ? to : found) - from);
                return found;
            }

            @Override
            public byte getByte(int index) {
                reads.incrementAndGet();
                return super.getByte(index);
            }
        };
        for (int i = 0; i < bytes; i++) {
            piece.writeByte(value);
        }
        return piece;
    }

    long looks() {
        return looks.get();
    }

    long reads() {
        return reads.get();
    }
}
