package io.wishbone.module.process;

import io.wishbone.actor.EventRefusedException;
import io.wishbone.event.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in an event: {@code data}, something in its maps such as {@code data.user.name}, or a header entry such as
 * {@code header.listen.remote_address}. <em>Immutable.</em>
 *
 * <p>Changing it copies the maps along the path and shares everything else with the event that it was.
 */
final class Field {
    private static final String HEADER = "header";

    /** How many steps there are to a header entry. */
    private static final int ENTRY = 2;

    private final String path;
    private final boolean isHeader;
    private final String[] steps;

    private Field(String path, boolean isHeader, List<String> steps) {
        this.path = path;
        this.isHeader = isHeader;
        this.steps = steps.toArray(String[]::new);
    }

    /**
     * Reads a path.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Field parse(String path) {
        List<String> steps = FieldPath.parse(path);
        return new Field(path, steps.get(0).equals(HEADER), steps.subList(1, steps.size()));
    }

    /** Whether it is all of the data. */
    boolean isData() {
        return steps.length == 0;
    }

    /**
     * What is there, which may be null.
     *
     * @throws EventRefusedException if the event has no such field
     */
    @Nullable Object read(Event event) {
        Object value = isHeader ? event.header().asMap() : event.data();
        for (int i = 0; i < steps.length; i++) {
            Map<?, ?> map = mapAt(i, value);
            value = map.get(steps[i]);
            if (value == null && !map.containsKey(steps[i])) {
                throw new EventRefusedException(
                        "there is no " + pathTo(i + 1) + " (" + pathTo(i) + " has: " + ValueKinds.keysOf(map) + ")");
            }
        }
        return value;
    }

    private boolean isIn(Event event) {
        Object value = isHeader ? event.header().asMap() : event.data();
        for (String step : steps) {
            Map<?, ?> map = ValueKinds.asMap(value);
            if (map == null || !map.containsKey(step)) {
                return false;
            }
            value = map.get(step);
        }
        return true;
    }

    /** What is there; null if there is nothing, or nothing where it would be. */
    @Nullable Object find(Event event) {
        Object value = isHeader ? event.header().asMap() : event.data();
        for (String step : steps) {
            Map<?, ?> map = ValueKinds.asMap(value);
            value = map == null ? null : map.get(step);
        }
        return value;
    }

    /**
     * The text that is there. Bytes that are the event's data are text, read as UTF-8.
     *
     * @throws EventRefusedException if there is none
     */
    String text(Event event) {
        if (isData() && event.data() instanceof byte[]) {
            return event.text();
        }
        Object value = read(event);
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof CharSequence) {
            return value.toString();
        }
        throw refuse(value, "text");
    }

    /**
     * An event with another value there; maps on the way that are missing are made.
     *
     * @throws EventRefusedException if something on the way is no map, or null cannot be there
     */
    Event with(Event event, @Nullable Object value) {
        if (value == null && (isData() || isEntry())) {
            throw refuse(null, "a value");
        }
        if (isHeader) {
            Object old = isEntry() ? null : event.header(steps[0], steps[1]);
            return event.withHeader(steps[0], steps[1], present(changed(old, ENTRY, value)));
        }
        return event.withData(present(changed(event.data(), 0, value)));
    }

    /** Whether it is all of a header entry. */
    private boolean isEntry() {
        return isHeader && steps.length == ENTRY;
    }

    private @Nullable Object changed(@Nullable Object old, int step, @Nullable Object value) {
        if (step == steps.length) {
            return value;
        }
        Map<Object, @Nullable Object> copy = copyAt(step, old);
        String key = steps[step];
        boolean isLast = step + 1 == steps.length;
        Object inner = isLast || !copy.containsKey(key) ? null : nonNull(copy.get(key), step + 1);
        copy.put(key, isLast ? value : changed(inner, step + 1, value));
        return copy;
    }

    /** An event without this field; the same event if it has none. All of the data cannot be taken away. */
    Event without(Event event) {
        if (!isIn(event)) {
            return event;
        }
        if (isEntry()) {
            return event.withHeader(event.header().without(steps[0], steps[1]));
        }
        if (isHeader) {
            return event.withHeader(steps[0], steps[1], reduced(event.header(steps[0], steps[1]), ENTRY));
        }
        return event.withData(reduced(event.data(), 0));
    }

    private Map<Object, @Nullable Object> reduced(@Nullable Object old, int step) {
        Map<Object, @Nullable Object> copy = copyAt(step, old);
        if (step + 1 == steps.length) {
            copy.remove(steps[step]);
        } else {
            copy.put(steps[step], reduced(copy.get(steps[step]), step + 1));
        }
        return copy;
    }

    /** The reason why a value cannot be worked on. */
    EventRefusedException refuse(@Nullable Object value, String expected) {
        return new EventRefusedException(path + " is " + ValueKinds.of(value) + " (expected: " + expected + ")");
    }

    private Map<Object, @Nullable Object> copyAt(int step, @Nullable Object value) {
        return value == null ? new LinkedHashMap<>() : new LinkedHashMap<>(mapAt(step, value));
    }

    private Object nonNull(@Nullable Object value, int step) {
        if (value == null) {
            throw noMap(step, null);
        }
        return value;
    }

    private Map<?, ?> mapAt(int step, @Nullable Object value) {
        Map<?, ?> map = ValueKinds.asMap(value);
        if (map == null) {
            throw noMap(step, value);
        }
        return map;
    }

    private EventRefusedException noMap(int step, @Nullable Object value) {
        return new EventRefusedException(pathTo(step) + " is " + ValueKinds.of(value) + " (expected: a map)");
    }

    private static Object present(@Nullable Object value) {
        if (value == null) {
            throw new IllegalStateException("a field that has to be there is null");
        }
        return value;
    }

    private String pathTo(int step) {
        return FieldPath.write(isHeader ? HEADER : "data", List.of(steps).subList(0, step));
    }

    @Override
    public String toString() {
        return path;
    }
}
