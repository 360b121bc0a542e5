package io.wishbone.cli;

import io.wishbone.event.EventJson;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists and scalars as JSON that a person can read, too. */
final class Json {
    private static final String STEP = "  ";

    private final StringBuilder text = new StringBuilder(1024);

    private Json() {}

    /** A map of two entries, in this order, to which more can be added. */
    static Map<String, Object> object(String key, Object value, String otherKey, Object otherValue) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(key, value);
        object.put(otherKey, otherValue);
        return object;
    }

    /** A value as JSON, on lines that are indented by two blanks for each level. */
    static String write(Object value) {
        Json json = new Json();
        json.value(value, "");
        return json.text.toString();
    }

    private void value(@Nullable Object value, String indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            text.append("{\n");
            Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
            while (entries.hasNext()) {
                Map.Entry<?, ?> entry = entries.next();
                text.append(indent).append(STEP);
                text.append(EventJson.ofValue(String.valueOf(entry.getKey()))).append(": ");
                value(entry.getValue(), indent + STEP);
                text.append(entries.hasNext() ? ",\n" : "\n");
            }
            text.append(indent).append('}');
        } else if (value instanceof Collection<?> items && !items.isEmpty()) {
            text.append("[\n");
            Iterator<?> each = items.iterator();
            while (each.hasNext()) {
                text.append(indent).append(STEP);
                value(each.next(), indent + STEP);
                text.append(each.hasNext() ? ",\n" : "\n");
            }
            text.append(indent).append(']');
        } else {
            text.append(EventJson.ofValue(value));
        }
    }
}
