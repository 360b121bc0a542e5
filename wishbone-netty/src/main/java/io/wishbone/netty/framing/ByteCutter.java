package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;

/** Cuts messages that one byte ends. <em>Confined to the channel's event loop.</em> */
final class ByteCutter extends DelimitedCutter {
    private final byte delimiter;

    ByteCutter(PartialFrame frame, byte delimiter) {
        super(frame);
        this.delimiter = delimiter;
    }

    @Override
    public boolean next(ByteBuf input) {
        int start = input.readerIndex();
        int end = input.indexOf(start, input.writerIndex(), delimiter);
        return end < 0 ? frame.keep(input, 0) : frame.end(input, end - start + 1, 1);
    }
}
