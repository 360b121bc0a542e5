package io.wishbone.netty.framing;

import io.wishbone.module.ArgumentException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads delimiters as bootstrap files say them: text with escapes for what cannot be typed. */
final class DelimiterText {
    static final String EXPECTED =
            "1 to 64 bytes of text, in which \\n, \\r, \\t, \\0, \\\\ and \\x with two hexadecimal digits are escapes";

    private static final int HEX_DIGITS = 2;
    private static final int HEX_BASE = 16;

    private DelimiterText() {}

    /**
     * The bytes that a text stands for.
     *
     * @throws ArgumentException if it is empty or too long, or has an escape that there is not
     */
    static byte[] read(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (point == '\\') {
                at = readEscape(text, at + 1, bytes);
            } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(point);
            }
        }
        if (bytes.size() == 0 || bytes.size() > Framing.LONGEST_DELIMITER) {
            throw new ArgumentException(EXPECTED);
        }
        return bytes.toByteArray();
    }

    /** Reads what follows a backslash; gives the index behind it. */
    private static int readEscape(String text, int at, ByteArrayOutputStream bytes) {
        char kind = at < text.length() ? text.charAt(at) : ' ';
        if (kind == 'x') {
            bytes.write(hex(text, at + 1));
            return at + 1 + HEX_DIGITS;
        }
        bytes.write(
                switch (kind) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    case '0' -> 0;
                    case '\\' -> '\\';
                    default -> throw new ArgumentException(EXPECTED);
                });
        return at + 1;
    }

    private static int hex(String text, int at) {
        int value = 0;
        for (int i = at; i < at + HEX_DIGITS; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), HEX_BASE) : -1;
            if (digit < 0) {
                throw new ArgumentException(EXPECTED);
            }
            value = value * HEX_BASE + digit;
        }
        return value;
    }
}
