package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;

/** Cuts lines that end in LF or CRLF. <em>Confined to the channel's event loop.</em> */
final class LineCutter extends DelimitedCutter {
    private static final byte LF = '\n';
    private static final byte CR = '\r';

    LineCutter(PartialFrame frame) {
        super(frame);
    }

    @Override
    public boolean next(ByteBuf input) {
        int start = input.readerIndex();
        int end = input.indexOf(start, input.writerIndex(), LF);
        if (end < 0) {
            return frame.keep(input, endsInReturn(input, input.readableBytes()) ? 1 : 0);
        }
        int bytes = end - start;
        return frame.end(input, bytes + 1, endsInReturn(input, bytes) ? 2 : 1);
    }

    /** Whether the line as far as the next bytes of the buffer ends in CR, which may stand in what is kept. */
    private boolean endsInReturn(ByteBuf input, int bytes) {
        if (bytes > 0) {
            return input.getByte(input.readerIndex() + bytes - 1) == CR;
        }
        return frame.length() > 0 && frame.lastByte() == CR;
    }
}
