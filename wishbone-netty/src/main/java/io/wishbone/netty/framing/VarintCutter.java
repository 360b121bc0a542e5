package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;

/**
 * Cuts messages whose length comes before them as a variable-length integer, as Protocol Buffers write it: seven bits a
 * byte, the lowest first, the highest bit set in all but the last. <em>Confined to the channel's event loop.</em>
 */
final class VarintCutter extends CountedCutter {
    private static final int MOST_BYTES = 5;
    private static final int MOST_IN_LAST = 0x07;

    private long value;
    private int read;

    VarintCutter(PartialFrame frame) {
        super(frame);
    }

    @Override
    long readLength(ByteBuf input) {
        while (input.isReadable()) {
            int next = input.readUnsignedByte();
            if (read == MOST_BYTES - 1 && next > MOST_IN_LAST) {
                frame.malformed("a varint begins with " + Long.toHexString(value | ((next & 0x7FL) << (7 * read)))
                        + " hex and is longer than 31 bits (expected: 0 to 2^31 - 1 in at most 5 bytes)");
                return MALFORMED;
            }
            value |= (next & 0x7FL) << (7 * read++);
            if (next < 0x80) {
                long length = value;
                value = 0;
                read = 0;
                return length;
            }
        }
        return INCOMPLETE;
    }

    @Override
    boolean hasPartOfLength() {
        return read > 0;
    }
}
