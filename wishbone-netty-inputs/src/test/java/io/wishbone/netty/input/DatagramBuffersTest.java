package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DatagramBuffersTest {
    private static final int BYTES = 101;

    private boolean open = true;

    @Nested
    @SuppressWarnings("deprecation") // channels take nothing but the extended handle
    class Batched {
        private final DatagramBuffers buffers = new DatagramBuffers(BYTES, true, () -> open);
        private final RecvByteBufAllocator.Handle handle = buffers.newHandle();

        @AfterEach
        void release() {
            buffers.release();
        }

        private ByteBuf allocate() {
            return handle.allocate(ByteBufAllocator.DEFAULT);
        }

        @Test
        void haveRoomForABatch() {
            ByteBuf buffer = allocate();

            assertThat(buffer.writableBytes() / BYTES).isEqualTo(64);
            assertThat(buffer.isDirect()).isTrue();
            buffer.release();
        }

        @Test
        void useTheSameMemoryAgain() {
            ByteBuf first = allocate().writeByte(1);
            long address = first.memoryAddress();
            first.release();

            ByteBuf second = allocate();

            assertThat(second.memoryAddress()).isEqualTo(address);
            assertThat(second.readableBytes()).isZero();
            second.release();
        }

        @Test
        void useOtherMemoryWhileSomebodyReadsTheLastBatch() {
            ByteBuf first = allocate();
            ByteBuf second = allocate();

            assertThat(second.memoryAddress()).isNotEqualTo(first.memoryAddress());
            first.release();
            second.release();
        }

        @Test
        void giveTheMemoryBackOnceItIsRead() {
            ByteBuf buffer = allocate();

            buffers.release();

            assertThat(buffer.release()).isTrue();
        }

        @Test
        void goOnAfterAFullBatchOnly() {
            handle.attemptedBytesRead(64 * BYTES);
            handle.incMessagesRead(64);
            handle.lastBytesRead(64 * BYTES);
            assertThat(handle.continueReading()).isTrue();

            handle.lastBytesRead(63 * BYTES);
            assertThat(handle.continueReading()).isFalse();
        }

        @Test
        void stopWhenThePipelineIsFull() {
            open = false;

            assertThat(handle.continueReading()).isFalse();
        }

        @Test
        void stopAfterSomeBatchesSoThatOthersAreServed() {
            handle.attemptedBytesRead(64 * BYTES);
            handle.lastBytesRead(64 * BYTES);
            handle.incMessagesRead(4 * 64);

            assertThat(handle.continueReading()).isFalse();
        }
    }

    @Nested
    @SuppressWarnings("deprecation") // channels take nothing but the extended handle
    class Single {
        private final RecvByteBufAllocator.Handle handle = new DatagramBuffers(BYTES, false, () -> open).newHandle();

        @Test
        void haveRoomForOneDatagram() {
            ByteBuf buffer = handle.allocate(ByteBufAllocator.DEFAULT);

            assertThat(buffer.writableBytes()).isGreaterThanOrEqualTo(BYTES);
            buffer.release();
        }

        @Test
        void goOnForSomeDatagrams() {
            handle.incMessagesRead(1);
            assertThat(handle.continueReading()).isTrue();

            handle.incMessagesRead(15);
            assertThat(handle.continueReading()).isFalse();
        }
    }
}
