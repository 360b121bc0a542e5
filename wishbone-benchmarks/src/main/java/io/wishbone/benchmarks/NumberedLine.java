package io.wishbone.benchmarks;

import java.nio.ByteBuffer;

/**
 * The lines that the load generator sends: eight hexadecimal digits of a number, eight of the connection, filler, LF.
 * All have the same length, so that one is written and checked with a few instructions.
 */
final class NumberedLine {
    /** In bytes, LF included; 24 or more. Set by {@code -Dbench.line}, for sender and receiver alike. */
    static final int LENGTH = Integer.getInteger("bench.line", 256);

    private static final long NIBBLES = 0x0F0F0F0F0F0F0F0FL;
    private static final long ONES = 0x0101010101010101L;

    private NumberedLine() {}

    /** Eight ASCII digits, the most significant first in the most significant byte. */
    static long toHex(int value) {
        long spread = Integer.toUnsignedLong(value);
        spread = (spread | spread << 16) & 0x0000FFFF0000FFFFL;
        spread = (spread | spread << 8) & 0x00FF00FF00FF00FFL;
        spread = (spread | spread << 4) & NIBBLES;
        long isLetter = (spread + 6 * ONES) >>> 4 & ONES;
        return spread + '0' * ONES + isLetter * ('a' - '0' - 10);
    }

    /** The number of eight digits. */
    static int fromHex(long digits) {
        long packed = (digits & NIBBLES) + (digits >>> 6 & ONES) * 9;
        packed = (packed | packed >>> 4) & 0x00FF00FF00FF00FFL;
        packed = (packed | packed >>> 8) & 0x0000FFFF0000FFFFL;
        return (int) (packed | packed >>> 16);
    }

    /** Fills a buffer with lines of one connection, all but their numbers. */
    static void prepare(ByteBuffer buffer, int connection) {
        for (int at = 0; at < buffer.capacity(); at += LENGTH) {
            buffer.putLong(at + Long.BYTES, toHex(connection));
            for (int i = 2 * Long.BYTES; i < LENGTH - 1; i++) {
                buffer.put(at + i, (byte) '.');
            }
            buffer.put(at + LENGTH - 1, (byte) '\n');
        }
    }
}
