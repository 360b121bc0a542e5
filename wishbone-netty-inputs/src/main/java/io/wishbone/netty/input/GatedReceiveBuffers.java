package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import java.util.function.BooleanSupplier;

/**
 * Sizes receive buffers by what a connection sends, but keeps them small while the pipeline is full: a read that was
 * asked for before the gate closed may still come, on every connection, and what it brings has to be kept.
 */
final class GatedReceiveBuffers implements RecvByteBufAllocator {
    private static final int SMALLEST = 2048;
    private static final int INITIAL = 16 << 10;
    private static final int LARGEST = 256 << 10;

    private final AdaptiveRecvByteBufAllocator adaptive = new AdaptiveRecvByteBufAllocator(SMALLEST, INITIAL, LARGEST);
    private final BooleanSupplier isOpen;

    GatedReceiveBuffers(BooleanSupplier isOpen) {
        this.isOpen = isOpen;
    }

    @Override
    @SuppressWarnings("deprecation") // channels take nothing but the extended handle
    public Handle newHandle() {
        return new GatedHandle((ExtendedHandle) adaptive.newHandle(), isOpen);
    }

    @SuppressWarnings("deprecation")
    private static final class GatedHandle extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle delegate;
        private final BooleanSupplier isOpen;

        GatedHandle(ExtendedHandle delegate, BooleanSupplier isOpen) {
            super(delegate);
            this.delegate = delegate;
            this.isOpen = isOpen;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return isOpen.getAsBoolean() ? super.allocate(allocator) : allocator.ioBuffer(SMALLEST);
        }

        @Override
        public int guess() {
            return isOpen.getAsBoolean() ? super.guess() : SMALLEST;
        }

        @Override
        public boolean continueReading(io.netty.util.UncheckedBooleanSupplier maybeMoreData) {
            return delegate.continueReading(maybeMoreData);
        }
    }
}
