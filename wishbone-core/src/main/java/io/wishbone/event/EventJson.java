package io.wishbone.event;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The write-only JSON form of events and of values in them (RFC 8259), on one line. */
public sealed class EventJson permits ExactJson {
    private static final int MAX_DEPTH = 64;
    private static final String HEX = "0123456789abcdef";

    final StringBuilder out = new StringBuilder(256);
    private final int maxDepth;

    /** Writes values that are nested to a depth. */
    EventJson(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    static String write(Event event) {
        EventJson json = new EventJson(MAX_DEPTH);
        json.out.append("{\"header\":");
        json.object(event.header().asMap(), 1);
        json.out.append(",\"data\":");
        json.value(event.data(), 1);
        return json.out.append('}').toString();
    }

    /** A value as JSON, in the form that {@link Event#toJson} gives it. */
    public static String ofValue(@Nullable Object value) {
        EventJson json = new EventJson(MAX_DEPTH);
        json.value(value, 1);
        return json.out.toString();
    }

    /**
     * The event as one line of JSON that loses nothing: the protocol {@code wishbone} makes the same event of it. Bytes
     * are {@code {"$utf8":"..."}} if they are valid UTF-8, else {@code {"$bytes":"..."}} in Base64; times, durations
     * and numbers that JSON does not have keep their kind. An object that is neither data of JSON nor one of these, nor
     * {@link Structured}, is written as its {@code toString()}.
     *
     * @param notes what to say of the event between {@code "wishbone":1} and its header, which that protocol passes
     *     over
     * @throws IllegalArgumentException if the data or the header is nested deeper than 100 levels
     */
    public static String exactly(Event event, Map<String, ?> notes) {
        return ExactJson.write(event, notes);
    }

    void value(@Nullable Object value, int depth) {
        if (value == null) {
            out.append("null");
        } else if (value instanceof byte[] bytes) {
            bytes(bytes);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Boolean) {
            out.append(value);
        } else if (depth >= maxDepth) {
            tooDeep(maxDepth);
        } else if (value instanceof Structured structured) {
            object(structured.toMap(), depth + 1);
        } else if (value instanceof Map<?, ?> map) {
            object(map, depth + 1);
        } else if (value instanceof Collection<?> items) {
            array(items, depth + 1);
        } else {
            string(value.toString());
        }
    }

    /** What is nested too deeply is cut. */
    void tooDeep(int levels) {
        string("(nested deeper than " + levels + " levels)");
    }

    void number(Number number) {
        boolean isDecimal = number instanceof Double || number instanceof Float;
        if (isDecimal ? Double.isFinite(number.doubleValue()) : isPlain(number)) {
            out.append(number);
        } else {
            string(number.toString());
        }
    }

    /** Whether its string form is a JSON number, which of subclasses that anybody may write nobody knows. */
    private static boolean isPlain(Number number) {
        return number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte
                || number instanceof AtomicLong
                || number instanceof AtomicInteger
                || number instanceof LongAdder
                || number.getClass() == BigInteger.class
                || number.getClass() == BigDecimal.class;
    }

    void bytes(byte[] bytes) {
        try {
            string(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
        } catch (CharacterCodingException notText) {
            out.append("{\"base64\":\"")
                    .append(Base64.getEncoder().encodeToString(bytes))
                    .append("\"}");
        }
    }

    void object(Map<?, ?> map, int depth) {
        char separator = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            string(String.valueOf(entry.getKey()));
            out.append(':');
            value(entry.getValue(), depth);
            separator = ',';
        }
        out.append(separator == '{' ? "{}" : "}");
    }

    private void array(Collection<?> items, int depth) {
        char separator = '[';
        for (Object item : items) {
            out.append(separator);
            value(item, depth);
            separator = ',';
        }
        out.append(separator == '[' ? "[]" : "]");
    }

    final void string(CharSequence text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i), text, i);
        }
        out.append('"');
    }

    private void character(char c, CharSequence text, int index) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || c == '\u2028' || c == '\u2029' || isLoneSurrogate(c, text, index)) {
                    escape(c);
                } else {
                    out.append(c);
                }
            }
        }
    }

    private static boolean isLoneSurrogate(char c, CharSequence text, int index) {
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }

    private void escape(char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt(c >> shift & 0xf));
        }
    }
}
