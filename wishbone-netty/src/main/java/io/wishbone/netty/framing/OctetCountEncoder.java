package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;
import io.wishbone.actor.EventRefusedException;

/** Writes the length in decimal digits, a space, then the data, as RFC 6587 says. <em>Confined to one thread.</em> */
final class OctetCountEncoder extends FrameEncoder {
    private static final int USUAL_BYTES = 6;

    @Override
    public int overheadBytes() {
        return USUAL_BYTES;
    }

    @Override
    boolean needsLength() {
        return true;
    }

    @Override
    void begin(ByteBuf out, int dataBytes) {
        if (dataBytes == 0) {
            throw new EventRefusedException(
                    "the event is empty (expected: 1 byte or more, since an octet count does not begin with 0)");
        }
        int divisor = 1;
        while (dataBytes / divisor >= 10) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            out.writeByte('0' + dataBytes / divisor % 10);
        }
        out.writeByte(' ');
    }
}
