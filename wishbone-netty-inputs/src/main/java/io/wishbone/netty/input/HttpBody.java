package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The bytes of a body, as far as they have come. <em>Confined to the channel's event loop.</em> They are copied, so
 * that nothing keeps a buffer that is much larger.
 */
final class HttpBody {
    private static final byte[] NOTHING = {};
    private static final int LEAST = 1024;

    private final int maxBytes;
    private byte[] bytes = NOTHING;
    private int size;

    HttpBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Adds what has come.
     *
     * @throws HttpRefusal if that is too much
     */
    void add(ByteBuf piece) throws HttpRefusal {
        int more = piece.readableBytes();
        if (more > maxBytes - size) {
            throw HttpRefusal.tooLarge("the body has more bytes", maxBytes);
        }
        if (size + more > bytes.length) {
            int doubled = Math.max(LEAST, (int) Math.min(maxBytes, 2L * bytes.length));
            bytes = Arrays.copyOf(bytes, size == 0 ? more : Math.max(size + more, doubled));
        }
        piece.readBytes(bytes, size, more);
        size += more;
    }

    /** How much memory it takes. */
    int capacity() {
        return bytes.length;
    }

    /** All of it. */
    byte[] take() {
        byte[] all = bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
        bytes = NOTHING;
        size = 0;
        return all;
    }
}
