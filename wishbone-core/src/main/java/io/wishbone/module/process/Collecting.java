package io.wishbone.module.process;

import io.wishbone.event.Event;
import io.wishbone.expression.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The operations that make lists and maps, or make something of them. What they were made of stays as it is. */
final class Collecting {
    private Collecting() {}

    static Event append(Field field, Event event, @Nullable Object value) {
        Object old = field.find(event);
        List<@Nullable Object> list = new ArrayList<>();
        if (old instanceof Collection<?> items) {
            list.addAll(items);
        } else if (old != null) {
            throw field.refuse(old, "a list");
        }
        list.add(value);
        return field.with(event, list);
    }

    static Event extracted(Field source, Field target, Event event, Map<String, ?> found) {
        Object old = source.toString().equals(target.toString()) ? null : target.find(event);
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        if (old != null) {
            map.putAll(mapOf(target, old, "a map"));
        }
        map.putAll(found);
        return target.with(event, map);
    }

    static String joined(Field field, Event event, String separator) {
        Object value = field.read(event);
        if (!(value instanceof Collection<?> items)) {
            throw field.refuse(value, "a list");
        }
        StringJoiner text = new StringJoiner(separator);
        for (Object item : items) {
            text.add(Template.textOf(item));
        }
        return text.toString();
    }

    static Object merged(List<Field> fields, Event event) {
        Object first = fields.get(0).read(event);
        return first instanceof Collection ? listOf(fields, event) : mapOf(fields, event);
    }

    private static List<@Nullable Object> listOf(List<Field> fields, Event event) {
        List<@Nullable Object> merged = new ArrayList<>();
        for (Field field : fields) {
            Object value = field.read(event);
            if (!(value instanceof Collection<?> items)) {
                throw field.refuse(value, "a list as " + fields.get(0) + " is");
            }
            merged.addAll(items);
        }
        return merged;
    }

    private static Map<Object, @Nullable Object> mapOf(List<Field> fields, Event event) {
        Map<Object, @Nullable Object> merged = new LinkedHashMap<>();
        for (Field field : fields) {
            boolean isFirst = field.equals(fields.get(0));
            merged.putAll(
                    mapOf(field, field.read(event), isFirst ? "a list or a map" : "a map as " + fields.get(0) + " is"));
        }
        return merged;
    }

    private static Map<?, ?> mapOf(Field field, @Nullable Object value, String expected) {
        Map<?, ?> map = ValueKinds.asMap(value);
        if (map == null) {
            throw field.refuse(value, expected);
        }
        return map;
    }
}
