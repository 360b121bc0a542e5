package io.wishbone.netty.output;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * What was flushed last on a connection, so that it can be sent again if that breaks: a flush says that the kernel has
 * it, not that the peer's application has read it. <em>Confined to the channel's event loop.</em>
 *
 * <p>Bounded by bytes; what is older than the age at the moment of the break is not sent again. Buffers begin and end
 * with a message.
 */
final class ReplayWindow {
    private final long maxBytes;
    private final long maxAgeNanos;
    private final ArrayDeque<Flushed> flushed = new ArrayDeque<>();
    private long bytes;

    /** Some whole messages. */
    record Flushed(ByteBuf buffer, int messages, long at) {}

    /**
     * Makes an empty one.
     *
     * @param maxBytes how many bytes it keeps at least, if they came; 0 keeps nothing
     * @param maxAge what is older is not sent again
     */
    ReplayWindow(long maxBytes, Duration maxAge) {
        this.maxBytes = maxBytes;
        this.maxAgeNanos = maxAge.toNanos();
    }

    /** Whether anything is kept at all. */
    boolean isOn() {
        return maxBytes > 0;
    }

    /** Keeps some messages that were flushed now; takes the buffer over. */
    void add(ByteBuf buffer, int messages, long now) {
        flushed.add(new Flushed(buffer, messages, now));
        bytes += buffer.capacity();
        while (bytes - flushed.element().buffer().capacity() >= maxBytes) {
            dropOldest();
        }
    }

    private void dropOldest() {
        Flushed oldest = flushed.remove();
        bytes -= oldest.buffer().capacity();
        oldest.buffer().release();
    }

    /** Gives up what is kept, oldest first, for the next connection to send; the taker releases it. */
    ArrayDeque<Flushed> take(long now) {
        while (!flushed.isEmpty() && now - flushed.element().at() > maxAgeNanos) {
            dropOldest();
        }
        ArrayDeque<Flushed> taken = new ArrayDeque<>(flushed);
        flushed.clear();
        bytes = 0;
        return taken;
    }

    /** Drops everything. Idempotent. */
    void release() {
        while (!flushed.isEmpty()) {
            dropOldest();
        }
    }
}
