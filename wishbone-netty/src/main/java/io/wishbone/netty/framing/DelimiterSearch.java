package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;

/**
 * Looks for a delimiter of several bytes in a stream, by the method of Knuth, Morris and Pratt: no byte is read again
 * however much of the delimiter came before a byte that does not fit.
 *
 * <p><em>Confined to one thread.</em>
 */
final class DelimiterSearch {
    private static final int MISSING = -1;

    private final byte[] delimiter;
    private final int[] borders;
    private int matched;

    DelimiterSearch(byte[] delimiter) {
        this.delimiter = delimiter.clone();
        this.borders = new int[delimiter.length];
        for (int i = 1; i < delimiter.length; i++) {
            borders[i] = step(borders[i - 1], delimiter[i]);
        }
    }

    int delimiterBytes() {
        return delimiter.length;
    }

    /** How many bytes of the delimiter the stream ends in, so far. */
    int matchedBytes() {
        return matched;
    }

    /** Forgets what came. */
    void reset() {
        matched = 0;
    }

    /**
     * Looks for the end of the delimiter, which may have begun in what was searched before.
     *
     * @return the index behind the delimiter, after which the search begins anew; or -1
     */
    int find(ByteBuf input, int from, int to) {
        int at = from;
        while (at < to) {
            if (matched == 0) {
                at = input.indexOf(at, to, delimiter[0]);
                if (at < 0) {
                    return MISSING;
                }
            }
            matched = step(matched, input.getByte(at++));
            if (matched == delimiter.length) {
                matched = 0;
                return at;
            }
        }
        return MISSING;
    }

    private int step(int before, byte next) {
        int now = before;
        while (now > 0 && delimiter[now] != next) {
            now = borders[now - 1];
        }
        return delimiter[now] == next ? now + 1 : 0;
    }
}
