package io.wishbone.netty.output;

import io.netty.buffer.ByteBuf;
import java.io.IOException;

/**
 * Cuts messages into the chunks of GELF: two magic bytes, eight of an id that all chunks of a message share, the
 * chunk's number from 0, and how many there are (Graylog's documentation, "GELF via UDP"). <em>Immutable.</em>
 *
 * @param maxDatagramBytes the longest chunk, its header included
 */
record GelfChunking(int maxDatagramBytes) {
    static final int HEADER_BYTES = 12;
    private static final int MAGIC = 0x1e0f;
    private static final int MOST = 128;

    /** How many chunks a message of a length makes. */
    int count(int bytes) {
        int perChunk = maxDatagramBytes - HEADER_BYTES;
        return (bytes + perChunk - 1) / perChunk;
    }

    /**
     * Checks that a message can be sent.
     *
     * @throws IOException if it would make more than 128 chunks
     */
    void check(int bytes) throws IOException {
        if (count(bytes) > MOST) {
            throw new IOException("a message of " + bytes + " bytes, " + count(bytes)
                    + " chunks (expected: at most 128, each of max_datagram, " + maxDatagramBytes + ", with "
                    + HEADER_BYTES + " for its header)");
        }
    }

    /** How many bytes all chunks of a message have together. */
    int totalBytes(int bytes) {
        return bytes + count(bytes) * HEADER_BYTES;
    }

    /**
     * Writes one chunk.
     *
     * @param id the same for all chunks of a message, another one for each message
     * @param number which chunk, from 0
     */
    void write(byte[] message, long id, int number, ByteBuf to) {
        int perChunk = maxDatagramBytes - HEADER_BYTES;
        int begin = number * perChunk;
        to.writeShort(MAGIC).writeLong(id).writeByte(number).writeByte(count(message.length));
        to.writeBytes(message, begin, Math.min(perChunk, message.length - begin));
    }
}
