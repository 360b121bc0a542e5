package io.wishbone.protocols;

import io.wishbone.protocol.ProtocolContext;
import io.wishbone.protocol.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the chunks of GELF messages together. <em>Confined to the thread that decodes.</em> What waits is bounded in
 * messages, bytes and time; beyond, the oldest are dropped and their chunks counted as {@code dropped_chunks_total}.
 */
final class GelfChunks {
    private static final int HEADER = 12;
    private static final int MOST = 128;

    /** What a chunk is counted for beside its bytes: what keeps them takes memory too. */
    private static final int OVERHEAD = 32;

    private final GelfConfig config;
    private final ProtocolContext context;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private long pendingBytes;

    GelfChunks(GelfConfig config, ProtocolContext context) {
        this.config = config;
        this.context = context;
    }

    /** A message of which some chunks have come. */
    private static final class Pending {
        final byte[] @Nullable [] parts;
        final long began;
        int missing;
        long bytes;

        Pending(int count, long began) {
            this.parts = new byte[count][];
            this.missing = count;
            this.began = began;
            this.bytes = (long) count * OVERHEAD;
        }

        byte[] whole() {
            ByteArrayOutputStream whole = new ByteArrayOutputStream((int) bytes);
            for (byte[] part : parts) {
                if (part != null) {
                    whole.write(part, 0, part.length);
                }
            }
            return whole.toByteArray();
        }
    }

    static boolean isChunk(byte[] message) {
        return message.length > 1 && message[0] == 0x1e && message[1] == 0x0f;
    }

    /** How many messages wait for chunks. */
    int size() {
        return pending.size();
    }

    /**
     * Takes a chunk.
     *
     * @return the message if this was its last missing chunk; else null
     * @throws ProtocolException if it is no chunk, or does not go with those that came before it
     */
    byte @Nullable [] add(byte[] chunk) throws ProtocolException {
        expire();
        if (chunk.length < HEADER) {
            throw ProtocolException.at(chunk.length, "the chunk ends in its header (expected: 12 bytes)");
        }
        long id = ByteBuffer.wrap(chunk, 2, Long.BYTES).getLong();
        int number = chunk[10] & 0xff;
        int count = chunk[11] & 0xff;
        if (count < 1 || count > MOST || number >= count) {
            throw ProtocolException.at(10, "chunk " + number + " of " + count + " (expected: 0 to 127, of 1 to 128)");
        }
        Pending message = pending.get(id);
        if (message == null) {
            message = new Pending(count, context.nanoTime().getAsLong());
            pending.put(id, message);
            pendingBytes += message.bytes;
        } else if (message.parts.length != count) {
            throw ProtocolException.at(
                    11,
                    "a chunk of " + count + " (expected: of " + message.parts.length
                            + ", as the one before of the same message)");
        }
        return add(id, message, number, Expansion.from(HEADER, chunk));
    }

    private byte @Nullable [] add(long id, Pending message, int number, byte[] part) {
        if (message.parts[number] != null) {
            // Datagrams may come twice.
            return null;
        }
        message.parts[number] = part;
        message.bytes += part.length;
        pendingBytes += part.length;
        if (--message.missing == 0) {
            pending.remove(id);
            pendingBytes -= message.bytes;
            return message.whole();
        }
        dropBeyond(config.maxPending(), config.maxPendingBytes());
        return null;
    }

    private void expire() {
        long now = context.nanoTime().getAsLong();
        Iterator<Pending> oldest = pending.values().iterator();
        while (oldest.hasNext()) {
            Pending message = oldest.next();
            if (now - message.began < config.chunkTimeout().toNanos()) {
                return;
            }
            oldest.remove();
            dropped(message);
        }
    }

    private void dropBeyond(int messages, long bytes) {
        Iterator<Pending> oldest = pending.values().iterator();
        while (oldest.hasNext() && (pending.size() > messages || pendingBytes > bytes)) {
            Pending message = oldest.next();
            oldest.remove();
            dropped(message);
        }
    }

    private void dropped(Pending message) {
        pendingBytes -= message.bytes;
        context.counter("dropped_chunks_total").add(message.parts.length - message.missing);
    }
}
