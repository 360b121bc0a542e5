package io.wishbone.protocols;

import io.wishbone.protocol.ProtocolException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Expands what was compressed, up to a size and a ratio: a few bytes can become very many. <em>Immutable.</em>
 *
 * @param maxBytes the most that comes out, in bytes
 * @param maxRatio the most that comes out for each byte that goes in; what is small in any case, 64 KiB, may have more
 */
record Expansion(int maxBytes, int maxRatio) {
    private static final int PIECE = 8 << 10;
    private static final int SMALL = 64 << 10;

    /** Opens a stream that expands. */
    @FunctionalInterface
    interface Opener {
        InputStream open(InputStream compressed) throws IOException;
    }

    byte[] gzip(byte[] message) throws ProtocolException {
        return expand("gzip", message, GZIPInputStream::new);
    }

    byte[] zlib(byte[] message) throws ProtocolException {
        return expand("zlib", message, InflaterInputStream::new);
    }

    /**
     * Expands a message.
     *
     * @throws ProtocolException if it is not so compressed, cut, or becomes more than it may
     */
    byte[] expand(String name, byte[] message, Opener opener) throws ProtocolException {
        long most = Math.min(maxBytes, Math.max(SMALL, (long) maxRatio * message.length));
        ByteArrayOutputStream out = new ByteArrayOutputStream(PIECE);
        byte[] piece = new byte[PIECE];
        try (InputStream in = opener.open(new ByteArrayInputStream(message))) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                out.write(piece, 0, read);
                if (out.size() > most) {
                    throw new ProtocolException("more than " + most + " bytes come of " + message.length
                            + " bytes of " + name + " (expected: max_bytes, " + maxBytes + ", and max_ratio, "
                            + maxRatio
                            + ", for each byte, or less)");
                }
            }
        } catch (IOException e) {
            throw new ProtocolException("not " + name + ": " + e.getMessage());
        }
        return out.toByteArray();
    }

    static boolean isGzip(byte[] message) {
        return message.length > 2 && message[0] == 0x1f && message[1] == (byte) 0x8b;
    }

    /** Whether a message begins as RFC 1950 says: deflate, and a check sum of the first two bytes. */
    static boolean isZlib(byte[] message) {
        return message.length > 2
                && (message[0] & 0x0f) == 8
                && ((message[0] & 0xff) << 8 | (message[1] & 0xff)) % 31 == 0;
    }

    static byte[] toGzip(byte[] message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(64, message.length / 4));
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(message);
        }
        return out.toByteArray();
    }

    static byte[] toZlib(byte[] message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(64, message.length / 4));
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
            zlib.write(message);
        }
        return out.toByteArray();
    }

    /** The bytes from an index on. */
    static byte[] from(int index, byte[] message) {
        return Arrays.copyOfRange(message, index, message.length);
    }
}
