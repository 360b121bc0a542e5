package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;

/** Makes a message of each piece of the stream as it came. <em>Confined to the channel's event loop.</em> */
final class PieceCutter implements FrameCutter {
    private final PartialFrame frame;

    PieceCutter(PartialFrame frame) {
        this.frame = frame;
    }

    @Override
    public boolean next(ByteBuf input) {
        int bytes = Math.min(input.readableBytes(), frame.maxBytes());
        return frame.emit(input, bytes, bytes);
    }

    @Override
    public boolean isBetweenFrames() {
        return true;
    }

    @Override
    public boolean finish(boolean emit) {
        return false;
    }
}
