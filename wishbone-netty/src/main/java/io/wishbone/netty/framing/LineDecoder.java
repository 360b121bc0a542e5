package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Cuts a byte stream into lines that end in LF or CRLF; the ending is not part of the line.
 *
 * <p><em>Confined to the channel's event loop.</em> Any split of the stream gives the same lines. Cost is linear in the
 * stream, and what is kept is bounded: the beginning of one unfinished line, at most the limit and one byte, and the
 * buffers that came since the sink said stop.
 */
public final class LineDecoder {
    private static final byte LF = '\n';
    private static final byte CR = '\r';
    private static final byte[] NONE = {};
    private static final int SMALLEST_TAIL = 256;

    private final int maxFrameBytes;
    private final OversizePolicy onOversize;
    private final FrameSink sink;
    private final ArrayDeque<ByteBuf> undecoded = new ArrayDeque<>(1);
    private byte[] tail = NONE;
    private int tailLength;
    private boolean skipping;
    private boolean stopped;
    private long undecodedCapacity;

    /**
     * Makes a decoder.
     *
     * @param maxFrameBytes the longest line, its ending not counted, 1 or more
     * @param onOversize what becomes of a longer one
     * @param sink what takes the lines
     */
    public LineDecoder(int maxFrameBytes, OversizePolicy onOversize, FrameSink sink) {
        this.maxFrameBytes = maxFrameBytes;
        this.onOversize = onOversize;
        this.sink = sink;
    }

    /** Decodes a piece of the stream, as far as the sink takes it. Takes the buffer over. */
    public void decode(ByteBuf piece) {
        if (stopped) {
            piece.release();
            return;
        }
        undecoded.add(piece);
        undecodedCapacity += piece.capacity();
        if (undecoded.size() == 1) {
            resume();
        }
    }

    /** Goes on with what is undecoded, after the sink had said stop. */
    public void resume() {
        boolean goOn = true;
        while (goOn) {
            ByteBuf piece = undecoded.peek();
            goOn = piece != null && decodeFrom(piece);
            if (piece != null && !piece.isReadable()) {
                drop(piece);
            }
        }
        if (stopped) {
            release();
        }
    }

    /** Decodes one piece; tells whether to go on with the next. */
    private boolean decodeFrom(ByteBuf input) {
        boolean goOn = true;
        while (goOn && input.isReadable()) {
            int start = input.readerIndex();
            int end = input.indexOf(start, input.writerIndex(), LF);
            if (end < 0) {
                goOn = keepTail(input);
            } else {
                goOn = line(input, end - start);
                input.readerIndex(end + 1);
            }
        }
        return goOn;
    }

    private void drop(ByteBuf piece) {
        undecoded.remove();
        undecodedCapacity -= piece.capacity();
        piece.release();
    }

    /** Ends the line whose last {@code length} bytes are next in the buffer. */
    private boolean line(ByteBuf input, int length) {
        if (skipping) {
            skipping = false;
            return true;
        }
        int total = tailLength + length;
        if (total > 0 && lastByte(input, length) == CR) {
            total--;
        }
        if (total > maxFrameBytes) {
            return oversizeLine(input);
        }
        byte[] frame = new byte[total];
        assemble(input, frame);
        return sink.frame(frame);
    }

    private byte lastByte(ByteBuf input, int length) {
        return length > 0 ? input.getByte(input.readerIndex() + length - 1) : tail[tailLength - 1];
    }

    private void assemble(ByteBuf input, byte[] frame) {
        int fromTail = Math.min(tailLength, frame.length);
        System.arraycopy(tail, 0, frame, 0, fromTail);
        input.getBytes(input.readerIndex(), frame, fromTail, frame.length - fromTail);
        dropTail();
    }

    private boolean oversizeLine(ByteBuf input) {
        if (!reportOversize()) {
            return false;
        }
        if (onOversize == OversizePolicy.TRUNCATE) {
            byte[] frame = new byte[maxFrameBytes];
            assemble(input, frame);
            return sink.frame(frame);
        }
        dropTail();
        return true;
    }

    private boolean reportOversize() {
        boolean goOn = sink.oversize() && onOversize != OversizePolicy.CLOSE;
        if (!goOn) {
            stopped = true;
            dropTail();
        }
        return goOn;
    }

    /** Keeps the beginning of a line whose end has not come. */
    private boolean keepTail(ByteBuf input) {
        int length = input.readableBytes();
        if (skipping) {
            input.skipBytes(length);
            return true;
        }
        int most = maxFrameBytes + 1;
        int taken = Math.min(length, most - tailLength);
        ensureTail(tailLength + taken);
        input.readBytes(tail, tailLength, taken);
        tailLength += taken;
        boolean mayStillFit = tailLength < most || (tail[tailLength - 1] == CR && taken == length);
        return mayStillFit || oversizeTail(input);
    }

    private boolean oversizeTail(ByteBuf input) {
        if (!reportOversize()) {
            return false;
        }
        skipping = true;
        input.skipBytes(input.readableBytes());
        byte[] beginning = onOversize == OversizePolicy.TRUNCATE ? Arrays.copyOf(tail, maxFrameBytes) : NONE;
        dropTail();
        return onOversize != OversizePolicy.TRUNCATE || sink.frame(beginning);
    }

    private void ensureTail(int length) {
        if (length > tail.length) {
            long doubled = Math.min(maxFrameBytes + 1L, Math.max(SMALLEST_TAIL, tail.length * 2L));
            tail = Arrays.copyOf(tail, (int) Math.max(length, doubled));
        }
    }

    private void dropTail() {
        tailLength = 0;
        if (tail.length > SMALLEST_TAIL) {
            tail = NONE;
        }
    }

    /**
     * Ends the stream.
     *
     * @param emit whether an unfinished line becomes a message
     * @return whether there was one that did not
     */
    public boolean finish(boolean emit) {
        int length = tailLength;
        byte[] last = Arrays.copyOf(tail, length);
        dropTail();
        if (length == 0 || stopped) {
            return false;
        }
        if (!emit) {
            return true;
        }
        if (length > maxFrameBytes) {
            if (!sink.oversize() || onOversize != OversizePolicy.TRUNCATE) {
                return false;
            }
            last = Arrays.copyOf(last, maxFrameBytes);
        }
        sink.frame(last);
        return false;
    }

    /** Whether the sink said stop before everything was decoded. */
    public boolean hasUndecoded() {
        return !undecoded.isEmpty();
    }

    /** How many bytes of the stream wait since the sink said stop. */
    public long undecodedBytes() {
        long total = 0;
        for (ByteBuf piece : undecoded) {
            total += piece.readableBytes();
        }
        return total;
    }

    /** How much memory the decoder keeps for this stream, in bytes. */
    public long bufferedBytes() {
        return tail.length + undecodedCapacity;
    }

    /** Drops and releases everything; what comes after that is dropped too. Idempotent. */
    public void release() {
        stopped = true;
        tail = NONE;
        tailLength = 0;
        while (!undecoded.isEmpty()) {
            drop(undecoded.element());
        }
    }
}
