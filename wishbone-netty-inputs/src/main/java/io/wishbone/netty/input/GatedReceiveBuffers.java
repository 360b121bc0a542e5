package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.function.BooleanSupplier;

/**
 * Sizes the receive buffers of one connection by what it sends, but keeps them small and few while the pipeline is
 * full. <em>Confined to the channel's event loop.</em>
 *
 * <p>A read that was asked for before the gate closed may still come, and what it brings has to be kept. And once a
 * peer has closed (EPOLLRDHUP), Netty's epoll transport reads everything that the kernel has, megabytes of it, whether
 * or not anybody asked and with autoRead off. To leave that in the kernel, only two such reads get a buffer, so that a
 * close behind little or no data is seen at once; the next is refused with {@link Refused}, which ends Netty's read
 * loop. The connection then leaves its event loop until it may read again, since epoll would go on to report what
 * nobody reads.
 */
final class GatedReceiveBuffers implements RecvByteBufAllocator {
    private static final int SMALLEST = 2048;
    private static final int INITIAL = 16 << 10;
    private static final int LARGEST = 256 << 10;

    private static final int UNASKED_READS = 2;

    private final AdaptiveRecvByteBufAllocator adaptive = new AdaptiveRecvByteBufAllocator(SMALLEST, INITIAL, LARGEST);
    private final BooleanSupplier isOpen;
    private final boolean mayRefuse;
    private boolean isAsked;
    private int unasked;

    /**
     * Makes the buffers of a connection.
     *
     * @param isOpen whether the pipeline takes more
     * @param mayRefuse whether the transport's read loop is one that survives a refusal; epoll's is
     */
    GatedReceiveBuffers(BooleanSupplier isOpen, boolean mayRefuse) {
        this.isOpen = isOpen;
        this.mayRefuse = mayRefuse;
    }

    /** The connection is about to ask for a read. */
    void asked() {
        isAsked = true;
        unasked = 0;
    }

    @Override
    @SuppressWarnings("deprecation") // channels take nothing but the extended handle
    public Handle newHandle() {
        return new GatedHandle((ExtendedHandle) adaptive.newHandle());
    }

    private boolean isRefused() {
        boolean wasAsked = isAsked;
        isAsked = false;
        if (!mayRefuse || wasAsked || isOpen.getAsBoolean()) {
            return false;
        }
        return ++unasked > UNASKED_READS;
    }

    /** Tells that nobody asked for a read and the pipeline is full. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace
        private static final Refused INSTANCE = new Refused();

        private Refused() {
            super("nobody asked for a read and the pipeline is full", null, false, false);
        }
    }

    @SuppressWarnings("deprecation")
    private final class GatedHandle extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle delegate;

        GatedHandle(ExtendedHandle delegate) {
            super(delegate);
            this.delegate = delegate;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            if (isRefused()) {
                throw Refused.INSTANCE;
            }
            return isOpen.getAsBoolean() ? super.allocate(allocator) : allocator.ioBuffer(SMALLEST);
        }

        @Override
        public int guess() {
            return isOpen.getAsBoolean() ? super.guess() : SMALLEST;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return delegate.continueReading(maybeMoreData);
        }
    }
}
