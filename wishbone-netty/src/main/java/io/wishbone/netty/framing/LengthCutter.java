package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;

/** Cuts messages whose length comes before them as a binary number. <em>Confined to the channel's event loop.</em> */
final class LengthCutter extends CountedCutter {
    private final LengthField field;
    private final int headerBytes;
    private final boolean keepsPrefix;
    private int read;
    private long value;

    LengthCutter(PartialFrame frame, LengthField field) {
        super(frame);
        this.field = field;
        this.headerBytes = field.headerBytes();
        this.keepsPrefix = field.keepsPrefix() && field.offset() > 0;
    }

    @Override
    long readLength(ByteBuf input) {
        if (read > 0 || keepsPrefix || input.readableBytes() < headerBytes) {
            return readSlowly(input);
        }
        int start = input.readerIndex();
        long whole = field.get(input, start + field.offset());
        input.readerIndex(start + headerBytes);
        return bodyBytes(whole);
    }

    private long readSlowly(ByteBuf input) {
        while (read < headerBytes && input.isReadable()) {
            if (read >= field.offset()) {
                value = field.with(value, read - field.offset(), input.readUnsignedByte());
            } else if (keepsPrefix) {
                frame.append(input, 1, field.offset());
            } else {
                input.skipBytes(1);
            }
            read++;
        }
        if (read < headerBytes) {
            return INCOMPLETE;
        }
        long whole = value;
        value = 0;
        read = 0;
        return bodyBytes(whole);
    }

    private long bodyBytes(long told) {
        long least = field.includesHeader() ? headerBytes : 0;
        if (told < least) {
            frame.malformed("a length is " + Long.toUnsignedString(told) + " (expected: " + least + " to "
                    + field.most() + ")");
            return MALFORMED;
        }
        return told - least;
    }

    @Override
    boolean hasPartOfLength() {
        return read > 0;
    }
}
