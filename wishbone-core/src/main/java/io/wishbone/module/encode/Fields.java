package io.wishbone.module.encode;

import io.wishbone.actor.EventRefusedException;
import io.wishbone.event.Event;
import io.wishbone.event.Structured;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an event's data. <em>Immutable.</em>
 *
 * @param kind what the data should be, for messages
 * @param map the fields by name
 */
record Fields(String kind, Map<?, ?> map) {
    /**
     * The fields of the data.
     *
     * @throws EventRefusedException if it has none
     */
    static Fields of(Event event, String kind) {
        Object data = event.data();
        if (data instanceof Structured structured) {
            return new Fields(kind, structured.toMap());
        }
        if (data instanceof Map<?, ?> map) {
            return new Fields(kind, map);
        }
        throw new EventRefusedException("data is a " + data.getClass().getSimpleName() + " (expected: " + kind + ")");
    }

    /** The value of a field; null if there is none. */
    @Nullable Object find(String name) {
        return map.get(name);
    }

    /**
     * The text of a field.
     *
     * @throws EventRefusedException if it is none
     */
    String text(String name) {
        Object value = find(name);
        if (value instanceof CharSequence text) {
            return text.toString();
        }
        throw refuse(name, value, "text");
    }

    /** The reason why a field will not do. */
    EventRefusedException refuse(String name, @Nullable Object value, String expected) {
        String is = value == null ? "there is no data." + name : "data." + name + " is " + shown(value);
        return new EventRefusedException(is + " (expected: " + expected + ", in " + kind + ")");
    }

    private static String shown(Object value) {
        return value instanceof Number
                ? value.toString()
                : "a " + value.getClass().getSimpleName();
    }
}
