package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.function.Function;

/**
 * Cuts a byte stream into messages, in the way that its {@link Framing} says.
 *
 * <p><em>Confined to the channel's event loop.</em> Any split of the stream gives the same messages, but for
 * {@link Framing#none}. Cost is linear in the stream, and what is kept is bounded: the beginning of one unfinished
 * message, at most the limit and what may be the beginning of a delimiter, and the buffers that came since the sink
 * said stop.
 */
public final class FrameDecoder {
    private final PartialFrame frame;
    private final FrameCutter cutter;
    private final ArrayDeque<ByteBuf> undecoded = new ArrayDeque<>(1);
    private long undecodedCapacity;

    FrameDecoder(PartialFrame frame, Function<PartialFrame, FrameCutter> cutter) {
        this.frame = frame;
        this.cutter = cutter.apply(frame);
    }

    /** Decodes a piece of the stream, as far as the sink takes it. Takes the buffer over. */
    public void decode(ByteBuf piece) {
        if (frame.isStopped()) {
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
        if (frame.isStopped()) {
            release();
        }
    }

    /** Decodes one piece; tells whether to go on with the next. */
    private boolean decodeFrom(ByteBuf input) {
        boolean goOn = true;
        while (goOn && input.isReadable()) {
            goOn = cutter.next(input);
        }
        return goOn;
    }

    private void drop(ByteBuf piece) {
        undecoded.remove();
        undecodedCapacity -= piece.capacity();
        piece.release();
    }

    /**
     * Ends the stream.
     *
     * @param emit whether an unfinished message that only lacks its delimiter becomes a message; one of which it is
     *     known that bytes are missing never does
     * @return whether there was an unfinished one that did not
     */
    public boolean finish(boolean emit) {
        return !frame.isStopped() && cutter.finish(emit);
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
        return frame.capacityBytes() + undecodedCapacity;
    }

    /** Drops and releases everything; what comes after that is dropped too. Idempotent. */
    public void release() {
        frame.stop();
        while (!undecoded.isEmpty()) {
            drop(undecoded.element());
        }
    }
}
