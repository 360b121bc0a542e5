package io.wishbone.netty.output;

import io.netty.buffer.ByteBuf;
import io.wishbone.actor.HeldEvents;
import io.wishbone.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * The events of a {@link Lane}, oldest first, and how many of them are written on the connection that is open.
 * <em>Confined to its module's thread.</em>
 */
final class LaneEvents {
    private final HeldEvents held;
    private final MessageEncoder encoder;
    private final Patience patience;
    private final int largestWrite;
    private int written;
    private long writtenBytes;
    private boolean blocked;

    /**
     * Makes one whose connection is not open.
     *
     * @param held keeps the events
     * @param largestWrite how many bytes a buffer may have, unless one event alone has more
     */
    LaneEvents(StreamOutput output, HeldEvents held, MessageEncoder encoder, int largestWrite) {
        this.held = held;
        this.encoder = encoder;
        this.largestWrite = largestWrite;
        this.patience = new Patience(
                output.config().retry(), held, output.module(), () -> written > 0, () -> {}, output::pauseOrResume);
    }

    /** Takes an event, behind those that it has. */
    void add(Event event) {
        held.add(event);
        patience.added();
    }

    /** Gives all to another lane's; none is written. */
    void moveTo(LaneEvents other) {
        while (!held.isEmpty()) {
            patience.removedFirst();
            held.moveFirstTo(other.held);
            other.patience.added();
        }
    }

    Patience patience() {
        return patience;
    }

    /** How many there are, written or not. */
    int size() {
        return held.size();
    }

    /** Their size in bytes. */
    long sizeBytes() {
        return held.sizeBytes();
    }

    /** How many are written. */
    int written() {
        return written;
    }

    boolean hasUnwritten() {
        return written < held.size();
    }

    /** The connection has ended, so that none is written; tells how many were. */
    int unwriteAll() {
        int before = written;
        written = 0;
        writtenBytes = 0;
        blocked = false;
        return before;
    }

    /** Takes the next to write it. */
    Event writeNext() {
        Event event = held.get(written++);
        writtenBytes += event.sizeBytes();
        return event;
    }

    /**
     * Writes as many as one buffer takes.
     *
     * @return whether to go on, which is not so while the next event cannot be encoded
     */
    boolean writeTo(LaneConnection connection) {
        int events = held.size() - written;
        long expectedBytes = held.sizeBytes() - writtenBytes + (long) events * encoder.overheadBytes();
        ByteBuf buffer = connection.channel().alloc().directBuffer((int) Math.min(largestWrite, expectedBytes));
        WrittenBatch batch = WrittenBatch.ofEvents(connection);
        boolean goOn = true;
        while (goOn && hasUnwritten() && hasRoom(buffer)) {
            goOn = encodeNext(buffer, batch);
        }
        if (batch.isEmpty()) {
            buffer.release();
            return goOn;
        }
        if (connection.window().isOn()) {
            batch.keep(buffer.retainedDuplicate());
        }
        connection.write(buffer, batch);
        return goOn;
    }

    /** Whether the next event, by the size that is known of it, fits too: a buffer that grows is copied. */
    private boolean hasRoom(ByteBuf buffer) {
        int bytes = buffer.readableBytes();
        return bytes == 0 || bytes + held.get(written).sizeBytes() + encoder.overheadBytes() <= largestWrite;
    }

    private boolean encodeNext(ByteBuf buffer, WrittenBatch batch) {
        int before = buffer.writerIndex();
        try {
            encoder.encode(held.get(written), buffer);
        } catch (Exception | StackOverflowError e) {
            buffer.writerIndex(before);
            return failUnencodable(e);
        }
        writeNext();
        batch.add(buffer.writerIndex() - before);
        return true;
    }

    /** Gives the next event up if it is the oldest; else it waits until those before it have ended. */
    private boolean failUnencodable(Throwable cause) {
        if (written > 0) {
            blocked = true;
            return false;
        }
        patience.removedFirst();
        held.failFirst(cause, 1);
        return true;
    }

    /** Whether an event that cannot be encoded has waited for those before it, which have ended; asked once. */
    boolean takeUnblocked() {
        boolean unblocked = blocked && written == 0;
        blocked &= !unblocked;
        return unblocked;
    }

    /** Some of the oldest, which are written, were delivered. */
    void delivered(int events, String endpoint) {
        for (int i = 0; i < events; i++) {
            removeFirstWritten();
            held.succeedFirst(endpoint);
        }
    }

    /** The oldest, which was written, was delivered or refused. */
    void ended(@Nullable Throwable refusal, String endpoint) {
        if (refusal == null) {
            delivered(1, endpoint);
        } else {
            removeFirstWritten();
            held.failFirst(refusal, 1, endpoint);
        }
    }

    private void removeFirstWritten() {
        writtenBytes -= held.get(0).sizeBytes();
        written--;
        patience.removedFirst();
    }
}
