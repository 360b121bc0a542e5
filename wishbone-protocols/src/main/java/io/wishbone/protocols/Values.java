package io.wishbone.protocols;

import io.wishbone.event.Structured;
import io.wishbone.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at data that is to be written. */
final class Values {
    private static final double NANOS = 1e9;

    private Values() {}

    /** The fields of data; null if it has none. */
    static @Nullable Map<?, ?> map(Object data) {
        if (data instanceof Structured structured) {
            return structured.toMap();
        }
        return data instanceof Map<?, ?> map ? map : null;
    }

    /**
     * The fields of data.
     *
     * @throws ProtocolException if it has none
     */
    static Map<?, ?> requireMap(Object data, String expected) throws ProtocolException {
        Map<?, ?> map = map(data);
        if (map == null) {
            throw Checks.data(data, expected);
        }
        return map;
    }

    /**
     * Data that is a scalar, as text.
     *
     * @throws ProtocolException if it is something else
     */
    static String text(Object data, String expected) throws ProtocolException {
        if (data instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (data instanceof CharSequence || data instanceof Number || data instanceof Boolean) {
            return data.toString();
        }
        throw Checks.data(data, expected);
    }

    /** Text as it is, and lists and maps as JSON. */
    static String textOrJson(Object value) throws ProtocolException {
        if (value instanceof Map || value instanceof Collection || value instanceof Structured) {
            return new String(JsonWriter.write(value), StandardCharsets.UTF_8);
        }
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value.toString();
    }

    /**
     * A time: an {@link Instant}, seconds since 1970, or text as of ISO 8601.
     *
     * @throws DateTimeException if it is none
     */
    static Instant instant(Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof Long || value instanceof Integer) {
            return Instant.ofEpochSecond(((Number) value).longValue());
        }
        if (value instanceof Number number && Math.abs(number.doubleValue()) < 1e12) {
            double seconds = Math.floor(number.doubleValue());
            return Instant.ofEpochSecond((long) seconds, Math.round((number.doubleValue() - seconds) * NANOS));
        }
        if (value instanceof CharSequence text) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        }
        throw new DateTimeException("no time");
    }
}
