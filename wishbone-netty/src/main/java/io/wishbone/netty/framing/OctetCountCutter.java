package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;
import java.util.Locale;

/**
 * Cuts messages whose length comes before them in decimal digits and a space. <em>Confined to the channel's event
 * loop.</em>
 */
final class OctetCountCutter extends CountedCutter {
    private static final int MOST_DIGITS = 10;

    private long value;
    private int digits;

    OctetCountCutter(PartialFrame frame) {
        super(frame);
    }

    /** Whether a message that begins with this byte is a counted one. */
    static boolean isFirstDigit(byte next) {
        return next >= '1' && next <= '9';
    }

    @Override
    long readLength(ByteBuf input) {
        while (input.isReadable()) {
            byte next = input.readByte();
            if (next == ' ') {
                long length = value;
                value = 0;
                digits = 0;
                return length;
            }
            if (next < '0' || next > '9' || digits == MOST_DIGITS) {
                frame.malformed("an octet count begins with " + value + " and goes on with " + name(next)
                        + " (expected: at most " + MOST_DIGITS + " digits, then a space)");
                return MALFORMED;
            }
            value = value * 10 + (next - '0');
            digits++;
        }
        return INCOMPLETE;
    }

    private static String name(byte next) {
        return next > ' ' && next < 0x7F ? "\"" + (char) next + "\"" : String.format(Locale.ROOT, "byte 0x%02x", next);
    }

    @Override
    boolean hasPartOfLength() {
        return digits > 0;
    }
}
