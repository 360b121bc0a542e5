package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;

/** Cuts messages that one byte ends. <em>Confined to the channel's event loop.</em> */
final class ByteCutter implements FrameCutter {
    private final PartialFrame frame;
    private final byte delimiter;

    ByteCutter(PartialFrame frame, byte delimiter) {
        this.frame = frame;
        this.delimiter = delimiter;
    }

    @Override
    public boolean next(ByteBuf input) {
        int start = input.readerIndex();
        int end = input.indexOf(start, input.writerIndex(), delimiter);
        return end < 0 ? frame.keep(input, 0) : frame.end(input, end - start + 1, 1);
    }

    @Override
    public boolean isBetweenFrames() {
        return frame.isEmpty();
    }

    @Override
    public boolean finish(boolean emit) {
        return frame.finish(emit);
    }
}
