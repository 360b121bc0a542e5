package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The message that is being decoded: what of it came in earlier buffers, its limit, and what takes it.
 *
 * <p><em>Confined to the channel's event loop.</em> It keeps at most the limit, and what may turn out to be the
 * beginning of a delimiter.
 */
final class PartialFrame {
    private static final byte[] NONE = {};
    private static final int SMALLEST = 256;

    private final int maxBytes;
    private final OversizePolicy onOversize;
    private final FrameSink sink;
    private byte[] kept = NONE;
    private int length;
    private boolean skipping;
    private boolean stopped;

    PartialFrame(int maxBytes, OversizePolicy onOversize, FrameSink sink) {
        this.maxBytes = maxBytes;
        this.onOversize = onOversize;
        this.sink = sink;
    }

    int maxBytes() {
        return maxBytes;
    }

    /** How many bytes are kept. */
    int length() {
        return length;
    }

    byte lastByte() {
        return kept[length - 1];
    }

    /** How much memory is kept, in bytes. */
    int capacityBytes() {
        return kept.length;
    }

    /** Whether nothing has come of the next message. */
    boolean isEmpty() {
        return length == 0 && !skipping;
    }

    /** Whether nothing more is decoded. */
    boolean isStopped() {
        return stopped;
    }

    /** Stops for good and drops everything. */
    void stop() {
        stopped = true;
        kept = NONE;
        length = 0;
    }

    /** Stops for good, since the stream says what cannot be; tells not to go on. */
    boolean malformed(String what) {
        stop();
        sink.malformed(what);
        return false;
    }

    boolean truncates() {
        return onOversize == OversizePolicy.TRUNCATE;
    }

    /** Reports that the message is longer than the limit; tells whether to go on. */
    boolean reportOversize() {
        boolean goOn = sink.oversize() && onOversize != OversizePolicy.CLOSE;
        if (!goOn) {
            stop();
        }
        return goOn;
    }

    /** Drops what is kept. */
    void drop() {
        length = 0;
        if (kept.length > SMALLEST) {
            kept = NONE;
        }
    }

    /**
     * Gives the sink a message: what is kept, then the next bytes of the buffer.
     *
     * @param totalBytes its length
     * @param takenBytes how much of the buffer it ends, delimiters and dropped bytes included
     * @return whether to go on
     */
    boolean emit(ByteBuf input, int totalBytes, int takenBytes) {
        byte[] frame = new byte[totalBytes];
        int fromKept = Math.min(length, totalBytes);
        System.arraycopy(kept, 0, frame, 0, fromKept);
        int start = input.readerIndex();
        input.getBytes(start, frame, fromKept, totalBytes - fromKept);
        input.readerIndex(start + takenBytes);
        drop();
        return sink.frame(frame);
    }

    /**
     * Keeps the next bytes of the buffer.
     *
     * @param mostBytes how many may be kept in the end
     */
    void append(ByteBuf input, int bytes, int mostBytes) {
        int needed = length + bytes;
        if (needed > kept.length) {
            long doubled = Math.min(mostBytes, Math.max(SMALLEST, kept.length * 2L));
            kept = Arrays.copyOf(kept, (int) Math.max(needed, doubled));
        }
        input.readBytes(kept, length, bytes);
        length = needed;
    }

    // ---- messages that a delimiter ends ----

    /**
     * Ends the message after the next bytes of the buffer.
     *
     * @param bytes how many, its delimiter included
     * @param delimiterBytes how long the delimiter is; it may have begun in what is kept
     * @return whether to go on
     */
    boolean end(ByteBuf input, int bytes, int delimiterBytes) {
        if (skipping) {
            skipping = false;
            input.skipBytes(bytes);
            return true;
        }
        long total = (long) length + bytes - delimiterBytes;
        return total <= maxBytes ? emit(input, (int) total, bytes) : cut(input, bytes);
    }

    /**
     * Keeps all of the buffer, since the message's end has not come.
     *
     * @param undecidedBytes how many of the last bytes may turn out to be the beginning of its delimiter
     * @return whether to go on
     */
    boolean keep(ByteBuf input, int undecidedBytes) {
        int bytes = input.readableBytes();
        if (skipping) {
            input.skipBytes(bytes);
            return true;
        }
        if ((long) length + bytes - undecidedBytes > maxBytes) {
            skipping = true;
            return cut(input, bytes);
        }
        append(input, bytes, maxBytes + undecidedBytes);
        return true;
    }

    private boolean cut(ByteBuf input, int bytes) {
        if (!reportOversize()) {
            return false;
        }
        if (truncates()) {
            return emit(input, maxBytes, bytes);
        }
        drop();
        input.skipBytes(bytes);
        return true;
    }

    /** Ends the stream, as {@link FrameDecoder#finish} says. */
    boolean finish(boolean emit) {
        byte[] last = Arrays.copyOf(kept, length);
        drop();
        if (last.length == 0 || !emit) {
            return last.length > 0;
        }
        if (last.length > maxBytes) {
            if (!sink.oversize() || onOversize != OversizePolicy.TRUNCATE) {
                return false;
            }
            last = Arrays.copyOf(last, maxBytes);
        }
        sink.frame(last);
        return false;
    }
}
