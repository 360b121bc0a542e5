package io.wishbone.module.output;

import io.wishbone.actor.HeldEvents;
import io.wishbone.event.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gathers events as lines and writes them in whole. <em>Confined to its module's thread.</em> Events are held until
 * they are written: then those whose line went out succeed, and after an error the others fail. A line that an error
 * cut is ended before the next one is written, so that two events never share a line.
 */
final class LineWriter {
    private static final int FULL_BYTES = 64 << 10;
    private static final byte LF = '\n';

    /** Where lines go. */
    @FunctionalInterface
    interface Sink {
        /**
         * Writes all bytes and flushes them.
         *
         * @param bytes what to write; after an error, its position tells what is known to be written
         */
        void write(ByteBuffer bytes) throws IOException;
    }

    private final HeldEvents held;
    private final Sink sink;
    private byte[] bytes = new byte[8 << 10];
    private int length;
    private int[] ends = new int[256];
    private boolean torn;

    LineWriter(HeldEvents held, Sink sink) {
        this.held = held;
        this.sink = sink;
    }

    /** Tells whether what is written to ends in the middle of a line; not while something is gathered. */
    void torn(boolean isTorn) {
        torn = isTorn;
    }

    /** Whether what is written to ends, as far as is known, in the middle of a line. */
    boolean isTorn() {
        return torn;
    }

    /** How many bytes are gathered, or would be before the next event. */
    int size() {
        return torn && length == 0 ? 1 : length;
    }

    /** Adds an event as a line; its parts are written one after the other, then LF. */
    void add(Event event, byte[] prefix, byte[] content) {
        if (torn && length == 0) {
            append(LF);
        }
        append(prefix);
        append(content);
        append(LF);
        if (held.size() == ends.length) {
            ends = Arrays.copyOf(ends, ends.length * 2);
        }
        ends[held.size()] = length;
        held.add(event);
    }

    private void append(byte... more) {
        if (bytes.length - length < more.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more.length)));
        }
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    /** Whether so much is gathered that it should be written before more is added. */
    boolean isFull() {
        return length >= FULL_BYTES;
    }

    /** Whether there is nothing to write. */
    boolean isEmpty() {
        return held.isEmpty();
    }

    /** Writes what is gathered and settles its events; returns the error if there was one. */
    @Nullable IOException write() {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        IOException error = null;
        try {
            sink.write(buffer);
        } catch (IOException e) {
            error = e;
        }
        settle(error, buffer.position());
        length = 0;
        if (bytes.length > 2 * FULL_BYTES) {
            bytes = new byte[FULL_BYTES];
        }
        return error;
    }

    private void settle(@Nullable IOException error, int written) {
        int events = held.size();
        int whole = 0;
        while (whole < events && (error == null || ends[whole] <= written)) {
            whole++;
            held.succeedFirst();
        }
        if (error != null) {
            torn = written == 0 ? torn : bytes[written - 1] != LF;
            for (int i = whole; i < events; i++) {
                held.failFirst(error, 1);
            }
        } else {
            torn = false;
        }
    }
}
