package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;

/** Writes the length as a variable-length integer, then the data. <em>Confined to one thread.</em> */
final class VarintEncoder extends FrameEncoder {
    private static final int MOST_BYTES = 5;

    @Override
    public int overheadBytes() {
        return MOST_BYTES;
    }

    @Override
    boolean needsLength() {
        return true;
    }

    @Override
    void begin(ByteBuf out, int dataBytes) {
        int rest = dataBytes;
        while (rest > 0x7F) {
            out.writeByte((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }
}
