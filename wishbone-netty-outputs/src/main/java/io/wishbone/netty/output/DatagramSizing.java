package io.wishbone.netty.output;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of messages that are longer than a datagram may be. <em>Immutable.</em>
 *
 * @param maxDatagramBytes the longest datagram
 * @param policy what becomes of longer messages
 */
record DatagramSizing(int maxDatagramBytes, OversizeDatagrams policy) {
    private static final int LONGEST_CHARACTER = 4;

    boolean isOversize(byte[] message) {
        return message.length > maxDatagramBytes;
    }

    /** The chunks of messages that are too long; null if they are not sent in chunks. */
    @Nullable GelfChunking chunking() {
        return policy == OversizeDatagrams.CHUNK_GELF ? new GelfChunking(maxDatagramBytes) : null;
    }

    /**
     * What to send of a message.
     *
     * @throws IOException if it cannot be sent
     */
    byte[] fit(byte[] message) throws IOException {
        if (message.length == 0) {
            throw new IOException("an empty datagram cannot be sent");
        }
        if (!isOversize(message)) {
            return message;
        }
        return switch (policy) {
            case FAIL ->
                throw new IOException("a datagram of " + message.length + " bytes (expected: max_datagram, "
                        + maxDatagramBytes + ", or less)");
            case TRUNCATE -> Arrays.copyOf(message, cut(message));
            case CHUNK_GELF -> {
                new GelfChunking(maxDatagramBytes).check(message.length);
                yield message;
            }
        };
    }

    /** Where to cut: not within a character if this is UTF-8, else at the limit. */
    private int cut(byte[] message) {
        for (int begin = maxDatagramBytes; begin > 0 && begin > maxDatagramBytes - LONGEST_CHARACTER; begin--) {
            if (!isContinuation(message[begin])) {
                return begin + lengthOf(message[begin]) > maxDatagramBytes ? begin : maxDatagramBytes;
            }
        }
        return maxDatagramBytes;
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }

    /** How many bytes the character has that begins so; 0 if none does. */
    private static int lengthOf(byte lead) {
        if (lead >= 0) {
            return 1;
        }
        int bits = Integer.numberOfLeadingZeros(~((lead & 0xff) << 24));
        return bits >= 2 && bits <= LONGEST_CHARACTER ? bits : 0;
    }
}
