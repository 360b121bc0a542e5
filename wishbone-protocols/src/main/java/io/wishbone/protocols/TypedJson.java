package io.wishbone.protocols;

import io.wishbone.event.Structured;
import io.wishbone.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values that JSON has no shape for, as maps of one key that begins with a dollar sign: {@code $bytes}, {@code $time},
 * {@code $duration}, {@code $number}, and {@code $map} for maps of one such key. {@code $utf8} is read, too: bytes that
 * are text, as dead letters have them.
 */
final class TypedJson {
    private static final String BYTES = "$bytes";
    private static final String UTF8 = "$utf8";
    private static final String TIME = "$time";
    private static final String DURATION = "$duration";
    private static final String NUMBER = "$number";
    private static final String MAP = "$map";

    private TypedJson() {}

    /** A value in shapes that JSON has. */
    static @Nullable Object write(@Nullable Object value) throws ProtocolException {
        return write(value, 0);
    }

    private static @Nullable Object write(@Nullable Object value, int depth) throws ProtocolException {
        if (depth > ValueLimits.DEEPEST) {
            throw new ProtocolException("data is nested deeper than " + ValueLimits.DEEPEST + " levels");
        }
        if (value instanceof byte[] bytes) {
            return Map.of(BYTES, Base64.getEncoder().encodeToString(bytes));
        }
        if (value instanceof Instant) {
            return Map.of(TIME, value.toString());
        }
        if (value instanceof Duration) {
            return Map.of(DURATION, value.toString());
        }
        if ((value instanceof Double || value instanceof Float) && !Double.isFinite(((Number) value).doubleValue())) {
            return Map.of(NUMBER, value.toString());
        }
        if (value instanceof Structured structured) {
            return map(structured.toMap(), depth);
        }
        if (value instanceof Map<?, ?> map) {
            return map(map, depth);
        }
        if (value instanceof Collection<?> items) {
            List<@Nullable Object> list = new ArrayList<>();
            for (Object item : items) {
                list.add(write(item, depth + 1));
            }
            return list;
        }
        return value;
    }

    private static Object map(Map<?, ?> map, int depth) throws ProtocolException {
        Map<String, @Nullable Object> written = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            written.put(String.valueOf(entry.getKey()), write(entry.getValue(), depth + 1));
        }
        return isMarked(written) ? Map.of(MAP, written) : written;
    }

    private static boolean isMarked(Map<?, ?> map) {
        return map.size() == 1 && String.valueOf(map.keySet().iterator().next()).startsWith("$");
    }

    /** The value that was written. Its depth is that of the JSON, which was bounded when that was read. */
    static @Nullable Object read(@Nullable Object json) throws ProtocolException {
        if (json instanceof List<?> items) {
            List<@Nullable Object> list = new ArrayList<>();
            for (Object item : items) {
                list.add(read(item));
            }
            return Collections.unmodifiableList(list);
        }
        if (!(json instanceof Map<?, ?> map)) {
            return json;
        }
        if (!isMarked(map)) {
            return plain(map);
        }
        Map.Entry<?, ?> only = map.entrySet().iterator().next();
        return marked(String.valueOf(only.getKey()), only.getValue());
    }

    private static Map<String, @Nullable Object> plain(Map<?, ?> map) throws ProtocolException {
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            read.put(String.valueOf(entry.getKey()), read(entry.getValue()));
        }
        return Collections.unmodifiableMap(read);
    }

    private static Object marked(String mark, @Nullable Object value) throws ProtocolException {
        String text = String.valueOf(value);
        try {
            switch (mark) {
                case BYTES -> {
                    return Base64.getDecoder().decode(text);
                }
                case UTF8 -> {
                    return text.getBytes(StandardCharsets.UTF_8);
                }
                case TIME -> {
                    return Instant.parse(text);
                }
                case DURATION -> {
                    return Duration.parse(text);
                }
                case NUMBER -> {
                    return number(text);
                }
                case MAP -> {
                    if (value instanceof Map<?, ?> map) {
                        return plain(map);
                    }
                }
                default -> {
                    // Refused below.
                }
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new ProtocolException("a bad " + mark + ": " + e.getMessage());
        }
        throw new ProtocolException("\"" + mark + "\" (expected: "
                + String.join(", ", BYTES, UTF8, TIME, DURATION, NUMBER) + " with a text, or " + MAP + " with a map)");
    }

    private static Double number(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new IllegalArgumentException(text + " (expected: NaN, Infinity or -Infinity)");
        };
    }
}
