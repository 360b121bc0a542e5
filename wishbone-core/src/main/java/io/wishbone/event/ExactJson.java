package io.wishbone.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events as JSON that loses nothing: values that JSON has no shape for are maps of one key that begins with a dollar
 * sign, as the protocol {@code wishbone} reads them. <em>Confined to the thread that writes.</em>
 */
final class ExactJson extends EventJson {
    private static final int MAX_DEPTH = 100;

    private ExactJson() {
        super(MAX_DEPTH);
    }

    static String write(Event event, Map<String, ?> notes) {
        ExactJson json = new ExactJson();
        json.out.append("{\"wishbone\":1");
        notes.forEach((name, note) -> {
            json.out.append(',');
            json.string(name);
            json.out.append(':');
            json.value(note, 1);
        });
        json.out.append(",\"header\":");
        json.header(event.header());
        json.out.append(",\"data\":");
        json.value(event.data(), 1);
        return json.out.append('}').toString();
    }

    /** Its two levels are always maps, so that no name in them can be taken for a mark. */
    private void header(Header header) {
        String separator = "{";
        for (Map.Entry<String, Map<String, Object>> module : header.asMap().entrySet()) {
            out.append(separator);
            string(module.getKey());
            out.append(':');
            super.object(module.getValue(), 2);
            separator = ",";
        }
        out.append(separator.equals("{") ? "{}" : "}");
    }

    @Override
    void value(@Nullable Object value, int depth) {
        if (value instanceof Instant) {
            marked("$time", value.toString());
        } else if (value instanceof Duration) {
            marked("$duration", value.toString());
        } else {
            super.value(value, depth);
        }
    }

    @Override
    void number(Number number) {
        boolean isDecimal = number instanceof Double || number instanceof Float;
        if (isDecimal && !Double.isFinite(number.doubleValue())) {
            marked("$number", number.toString());
        } else {
            super.number(number);
        }
    }

    @Override
    void bytes(byte[] bytes) {
        CharSequence text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException notText) {
            marked("$bytes", Base64.getEncoder().encodeToString(bytes));
            return;
        }
        marked("$utf8", text);
    }

    @Override
    void object(Map<?, ?> map, int depth) {
        boolean looksMarked = map.size() == 1
                && String.valueOf(map.keySet().iterator().next()).startsWith("$");
        if (looksMarked) {
            out.append("{\"$map\":");
            super.object(map, depth);
            out.append('}');
        } else {
            super.object(map, depth);
        }
    }

    private void marked(String mark, CharSequence text) {
        out.append("{\"").append(mark).append("\":");
        string(text);
        out.append('}');
    }

    @Override
    void tooDeep(int levels) {
        throw new IllegalArgumentException("the event is nested deeper than " + levels + " levels");
    }
}
