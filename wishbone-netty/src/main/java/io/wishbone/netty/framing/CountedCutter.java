package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;

/**
 * Cuts messages whose length comes before them.
 *
 * <p><em>Confined to the channel's event loop.</em> What is too long is skipped without being kept; memory for the rest
 * grows with what comes, not with the length that a peer claims.
 */
abstract class CountedCutter implements FrameCutter {
    /** That the length has not come whole. */
    static final long INCOMPLETE = -1;

    /** That there is no such length; it was reported. */
    static final long MALFORMED = -2;

    private static final int NONE = -1;

    /** The message; before its length has come whole it may have bytes that came before the length. */
    final PartialFrame frame;

    private int missing = NONE;
    private long toSkip;

    CountedCutter(PartialFrame frame) {
        this.frame = frame;
    }

    /**
     * Reads what comes before the message, as far as it came: its length, {@link #INCOMPLETE} or {@link #MALFORMED}.
     */
    abstract long readLength(ByteBuf input);

    /** Whether {@link #readLength} has read something and not all. */
    abstract boolean hasPartOfLength();

    @Override
    public final boolean next(ByteBuf input) {
        if (missing >= 0) {
            return readBody(input);
        }
        if (toSkip > 0) {
            int skipped = (int) Math.min(toSkip, input.readableBytes());
            input.skipBytes(skipped);
            toSkip -= skipped;
            return true;
        }
        long bodyBytes = readLength(input);
        return bodyBytes < 0 ? bodyBytes == INCOMPLETE : begin(bodyBytes, input);
    }

    private boolean begin(long bodyBytes, ByteBuf input) {
        long room = (long) frame.maxBytes() - frame.length();
        if (bodyBytes <= room) {
            missing = (int) bodyBytes;
            return readBody(input);
        }
        if (!frame.reportOversize()) {
            return false;
        }
        if (!frame.truncates()) {
            frame.drop();
            toSkip = bodyBytes;
            return true;
        }
        missing = (int) Math.max(0, room);
        toSkip = bodyBytes - missing;
        return readBody(input);
    }

    private boolean readBody(ByteBuf input) {
        int bytes = input.readableBytes();
        int total = Math.min(frame.length() + missing, frame.maxBytes());
        if (bytes < missing) {
            frame.append(input, bytes, total);
            missing -= bytes;
            return true;
        }
        int taken = missing;
        missing = NONE;
        return frame.emit(input, total, taken);
    }

    private boolean hasPart() {
        return missing >= 0 || hasPartOfLength();
    }

    @Override
    public final boolean isBetweenFrames() {
        return toSkip == 0 && !hasPart();
    }

    /** Never emits: of an unfinished message bytes are missing. */
    @Override
    public final boolean finish(boolean emit) {
        return hasPart();
    }
}
