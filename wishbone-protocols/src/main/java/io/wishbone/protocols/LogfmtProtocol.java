package io.wishbone.protocols;

import io.wishbone.event.Event;
import io.wishbone.protocol.Decoder;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The protocol {@code logfmt}: a message is a line such as {@code level=info msg="hello world" ok}.
 *
 * <p>Read, it becomes a map of texts; a key without a value is {@code true}, and of a key that stands twice the last
 * value counts. Written, lists and maps within the map are JSON.
 */
public final class LogfmtProtocol {
    static final String NAME = "logfmt";
    private static final int LONGEST = 16 << 20;
    private static final String ESCAPED = "\"\\\n\r\t";
    private static final String ESCAPES = "\"\\nrt";

    private LogfmtProtocol() {}

    /** The protocol. */
    public static Protocol create() {
        Decoder decoder = (event, out) -> out.accept(event.withData(read((byte[]) event.data())));
        return Protocol.of(NAME, context -> decoder, context -> LogfmtProtocol::write);
    }

    private static Map<String, Object> read(byte[] message) throws ProtocolException {
        Checks.length(message, LONGEST);
        Cursor text = new Cursor(Utf8.text(message));
        Map<String, Object> fields = new LinkedHashMap<>();
        skipBlanks(text);
        while (!text.isAtEnd()) {
            String key = bare(text);
            if (key.isEmpty()) {
                throw text.problem("no key (expected: such as level=info)");
            }
            if (!text.skip('=')) {
                fields.put(key, true);
            } else {
                fields.put(key, text.skip('"') ? quoted(text) : bare(text));
            }
            if (!text.isAtEnd() && !isBlank(text.peek())) {
                throw text.problem("no space before the next key");
            }
            skipBlanks(text);
        }
        if (fields.isEmpty()) {
            throw new ProtocolException("the message is empty (expected: such as level=info)");
        }
        return Collections.unmodifiableMap(fields);
    }

    private static boolean isBlank(char c) {
        return c <= ' ';
    }

    private static void skipBlanks(Cursor text) {
        while (!text.isAtEnd() && isBlank(text.peek())) {
            text.skip(text.peek());
        }
    }

    private static String bare(Cursor text) {
        int begin = text.at();
        while (!text.isAtEnd() && !isBlank(text.peek()) && text.peek() != '=' && text.peek() != '"') {
            text.skip(text.peek());
        }
        return text.from(begin);
    }

    private static String quoted(Cursor text) throws ProtocolException {
        StringBuilder value = new StringBuilder();
        while (!text.skip('"')) {
            if (text.isAtEnd()) {
                throw text.problem("a value is not closed (expected: a quote)");
            }
            char c = text.peek();
            text.skip(c);
            value.append(c == '\\' ? escaped(text) : c);
        }
        return value.toString();
    }

    private static char escaped(Cursor text) throws ProtocolException {
        if (text.skip('u')) {
            int unit = 0;
            for (int i = 0; i < 4; i++) {
                int digit = Character.digit(text.peek(), 16);
                if (digit < 0) {
                    throw text.problem("four hexadecimal digits must follow \\u");
                }
                text.skip(text.peek());
                unit = unit << 4 | digit;
            }
            return (char) unit;
        }
        int known = text.isAtEnd() ? -1 : ESCAPES.indexOf(text.peek());
        if (known < 0) {
            throw text.problem("an unknown escape (expected: \\\", \\\\, \\n, \\r, \\t or \\u)");
        }
        text.skip(text.peek());
        return ESCAPED.charAt(known);
    }

    private static byte[] write(Event event) throws ProtocolException {
        Map<?, ?> fields = Values.requireMap(event.data(), "a map");
        if (fields.isEmpty()) {
            throw new ProtocolException("data is an empty map (expected: at least one field)");
        }
        StringBuilder out = new StringBuilder(128);
        for (Map.Entry<?, ?> entry : fields.entrySet()) {
            if (out.length() > 0) {
                out.append(' ');
            }
            out.append(key(String.valueOf(entry.getKey())));
            Object value = entry.getValue();
            if (!Boolean.TRUE.equals(value)) {
                out.append('=');
                append(out, value == null ? "" : Values.textOrJson(value));
            }
        }
        return Utf8.bytes(out.toString());
    }

    private static String key(String key) throws ProtocolException {
        // What is read as a key; unlike a value, it may have a backslash.
        if (key.isEmpty() || key.chars().anyMatch(c -> c <= ' ' || c == '=' || c == '"')) {
            throw new ProtocolException(
                    "the key \"" + key + "\" cannot be written (expected: no spaces, control characters, quotes or =)");
        }
        return key;
    }

    private static boolean isBare(String text) {
        return text.chars().noneMatch(c -> c <= ' ' || c == '=' || c == '"' || c == '\\' || c == 0x7f);
    }

    private static void append(StringBuilder out, String value) {
        if (isBare(value)) {
            out.append(value);
            return;
        }
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            int known = ESCAPED.indexOf(c);
            if (known >= 0) {
                out.append('\\').append(ESCAPES.charAt(known));
            } else if (c < ' ') {
                out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
