package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;
import io.wishbone.actor.EventRefusedException;

/** Writes the length as a binary number, then the data. <em>Confined to one thread.</em> */
final class LengthEncoder extends FrameEncoder {
    private final LengthField field;
    private final int prefixBytes;

    LengthEncoder(LengthField field) {
        this.field = field;
        this.prefixBytes = field.keepsPrefix() ? field.offset() : 0;
    }

    @Override
    public int overheadBytes() {
        return field.headerBytes();
    }

    /** Leaves room for the length, which is known once the data is written. */
    @Override
    void begin(ByteBuf out, int dataBytes) {
        out.writeZero(field.headerBytes() - prefixBytes);
    }

    @Override
    void end(ByteBuf out, int start) {
        long bodyBytes = (long) out.writerIndex() - start - field.headerBytes();
        if (bodyBytes < 0) {
            throw new EventRefusedException("the event has " + (bodyBytes + prefixBytes) + " bytes (expected: "
                    + prefixBytes + " or more, which stand before the length)");
        }
        long told = field.includesHeader() ? bodyBytes + field.headerBytes() : bodyBytes;
        if (told > field.most()) {
            throw new EventRefusedException("the event's length is " + told + " (expected: at most " + field.most()
                    + ", which a length of " + field.bytes() + " bytes can tell)");
        }
        for (int i = 0; i < prefixBytes; i++) {
            out.setByte(start + i, out.getByte(start + field.bytes() + i));
        }
        field.set(out, start + field.offset(), told);
    }
}
