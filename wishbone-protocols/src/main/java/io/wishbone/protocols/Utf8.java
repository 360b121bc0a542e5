package io.wishbone.protocols;

import io.wishbone.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Reads UTF-8 without forgiving anything (RFC 3629): no byte that means nothing, no surrogates, nothing overlong. */
final class Utf8 {
    private Utf8() {}

    /**
     * The text of bytes.
     *
     * @throws ProtocolException if they are not UTF-8; it tells where
     */
    static String text(byte[] bytes) throws ProtocolException {
        return text(bytes, 0, bytes.length);
    }

    /**
     * The text of a part of bytes.
     *
     * @throws ProtocolException if it is not UTF-8; it tells where
     */
    static String text(byte[] bytes, int offset, int length) throws ProtocolException {
        if (isAscii(bytes, offset, length)) {
            return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        CharBuffer out = CharBuffer.allocate(length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        if (result.isError()) {
            throw ProtocolException.at(in.position(), "not UTF-8");
        }
        return out.flip().toString();
    }

    /**
     * Makes sure that bytes are UTF-8.
     *
     * @throws ProtocolException if they are not; it tells where
     */
    static void check(byte[] bytes) throws ProtocolException {
        if (!isAscii(bytes, 0, bytes.length)) {
            text(bytes);
        }
    }

    private static boolean isAscii(byte[] bytes, int offset, int length) {
        int bits = 0;
        for (int i = offset; i < offset + length; i++) {
            bits |= bytes[i];
        }
        return bits >= 0;
    }

    /** The bytes of a text; what is no character in it, such as half a surrogate pair, becomes a question mark. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
