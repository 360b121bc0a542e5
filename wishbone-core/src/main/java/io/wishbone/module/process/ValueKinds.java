package io.wishbone.module.process;

import io.wishbone.event.Structured;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How messages name what an event has: kinds and keys, never contents. */
final class ValueKinds {
    private static final int MOST_KEYS = 20;
    private static final int LONGEST_KEY = 40;

    private ValueKinds() {}

    /** What kind of value it is, such as {@code a list}. */
    static String of(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof CharSequence) {
            return "text";
        }
        if (value instanceof Number) {
            return "a number (" + value.getClass().getSimpleName() + ")";
        }
        if (value instanceof Map || value instanceof Structured) {
            return "a map";
        }
        if (value instanceof Collection) {
            return "a list";
        }
        if (value instanceof byte[]) {
            return "bytes";
        }
        return value instanceof Boolean
                ? "true or false"
                : "a " + value.getClass().getSimpleName();
    }

    /** The map that a value is, null if it is none. */
    static @Nullable Map<?, ?> asMap(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        return value instanceof Structured structured ? structured.toMap() : null;
    }

    /** The keys that a map has. */
    static String keysOf(Map<?, ?> map) {
        if (map.isEmpty()) {
            return "nothing";
        }
        String keys =
                map.keySet().stream().limit(MOST_KEYS).map(ValueKinds::cut).collect(Collectors.joining(", "));
        return map.size() > MOST_KEYS ? keys + ", ..." : keys;
    }

    private static String cut(Object key) {
        String name = String.valueOf(key);
        return name.length() > LONGEST_KEY ? name.substring(0, LONGEST_KEY) + "..." : name;
    }
}
