package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;

/** Finds where messages end. <em>Confined to the channel's event loop.</em> */
interface FrameCutter {
    /**
     * Decodes the next message, or keeps what has come of it. It takes all of the buffer, but for what follows a whole
     * message.
     *
     * @param input has at least one byte
     * @return whether to go on
     */
    boolean next(ByteBuf input);

    /** Whether what comes next is the first byte of a message. */
    boolean isBetweenFrames();

    /** Ends the stream, as {@link FrameDecoder#finish} says. */
    boolean finish(boolean emit);
}
