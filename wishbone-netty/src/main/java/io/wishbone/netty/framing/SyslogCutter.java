package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;

/**
 * Cuts messages as RFC 6587 has them in either of its ways: one that begins with a digit from 1 to 9 has its length
 * before it, any other is a line. <em>Confined to the channel's event loop.</em>
 */
final class SyslogCutter implements FrameCutter {
    private final FrameCutter counted;
    private final FrameCutter lines;
    private FrameCutter current;

    SyslogCutter(PartialFrame frame) {
        this.counted = new OctetCountCutter(frame);
        this.lines = new LineCutter(frame);
        this.current = lines;
    }

    @Override
    public boolean next(ByteBuf input) {
        if (current.isBetweenFrames()) {
            current = OctetCountCutter.isFirstDigit(input.getByte(input.readerIndex())) ? counted : lines;
        }
        return current.next(input);
    }

    @Override
    public boolean isBetweenFrames() {
        return current.isBetweenFrames();
    }

    @Override
    public boolean finish(boolean emit) {
        return current.finish(emit);
    }
}
