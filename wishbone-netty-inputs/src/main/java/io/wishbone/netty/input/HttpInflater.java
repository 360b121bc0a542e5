package io.wishbone.netty.input;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Decompresses bodies, up to a limit, so that few bytes cannot become very many. */
final class HttpInflater {
    private static final int ZLIB_METHOD = 8;
    private static final int ZLIB_CHECK = 31;
    private static final int BUFFER = 4096;

    /** How a body is compressed. */
    enum Encoding {
        /** Not at all. */
        IDENTITY,
        /** RFC 1952. */
        GZIP,
        /** RFC 1950, or, as some clients have it, RFC 1951. */
        DEFLATE;

        /** That of a Content-Encoding; null if it is unknown. */
        static @Nullable Encoding of(String name) {
            return switch (name.trim().toLowerCase(Locale.ROOT)) {
                case "identity", "" -> IDENTITY;
                case "gzip", "x-gzip" -> GZIP;
                case "deflate" -> DEFLATE;
                default -> null;
            };
        }
    }

    private HttpInflater() {}

    /**
     * What a body was before it was compressed.
     *
     * @throws HttpRefusal if it is longer than the limit, or no such thing
     */
    static byte[] inflate(byte[] body, Encoding encoding, int maxBytes) throws HttpRefusal {
        if (encoding == Encoding.IDENTITY || body.length == 0) {
            return body;
        }
        Inflater inflater = new Inflater(!isZlib(body));
        try (InputStream in = encoding == Encoding.GZIP
                ? new GZIPInputStream(new ByteArrayInputStream(body), BUFFER)
                : new InflaterInputStream(new ByteArrayInputStream(body), inflater, BUFFER)) {
            byte[] inflated = in.readNBytes(maxBytes);
            if (in.read() >= 0) {
                throw HttpRefusal.tooLarge("the body has more bytes once decompressed", maxBytes);
            }
            return inflated;
        } catch (EOFException e) {
            throw HttpRefusal.badRequest(
                    "the body is no whole " + encoding.name().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            throw HttpRefusal.badRequest(
                    "the body is no " + encoding.name().toLowerCase(Locale.ROOT) + ": " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    private static boolean isZlib(byte[] body) {
        return body.length >= 2
                && (body[0] & 0x0f) == ZLIB_METHOD
                && ((body[0] & 0xff) * 256 + (body[1] & 0xff)) % ZLIB_CHECK == 0;
    }
}
