package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.util.concurrent.atomic.AtomicLong;

/** Buffers that count how many bytes were searched. */
final class CountingBytes {
    private final AtomicLong looks = new AtomicLong();

    /** A buffer of so many bytes without a line feed. */
    ByteBuf piece(int bytes) {
        ByteBuf piece = new UnpooledHeapByteBuf(UnpooledByteBufAllocator.DEFAULT, bytes, bytes) {
            @Override
            public int indexOf(int from, int to, byte value) {
                looks.addAndGet(to - from);
                return super.indexOf(from, to, value);
            }
        };
        return piece.writeBytes(Unpooled.wrappedBuffer(new byte[bytes]));
    }

    long looks() {
        return looks.get();
    }
}
