package io.wishbone.module.process;

import io.wishbone.actor.EventRefusedException;
import io.wishbone.event.Event;
import io.wishbone.expression.EventFunction;
import io.wishbone.expression.TextPattern;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One of the changes that a {@link Modify} makes to an event. <em>Immutable.</em>
 *
 * <p>Fields are paths: {@code data} is all of the data, {@code data.user.name} something in its maps,
 * {@code data["full.name"]} a key that has dots, {@code header.listen.remote_address} a header entry. What is written
 * makes the maps on its way that are missing. Factories throw {@link IllegalArgumentException} for a path that is none.
 * An operation that cannot be done throws {@link EventRefusedException} and has changed nothing.
 */
public final class Operation {
    private final String kind;
    private final Change change;

    private Operation(String kind, Change change) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.change = Objects.requireNonNull(change, "change");
    }

    /** What an operation does. */
    @FunctionalInterface
    public interface Change {
        /**
         * Makes an event of an event, on the module's thread. Must not block, nor change what is in the event.
         *
         * @throws Exception if that cannot be done
         */
        Event apply(Event event) throws Exception;
    }

    /**
     * An operation of one's own.
     *
     * @param kind what messages call it
     */
    public static Operation of(String kind, Change change) {
        return new Operation(kind, change);
    }

    /** Sets a field to a value, which nobody may change afterwards. */
    public static Operation set(String field, Object value) {
        Field target = Field.parse(field);
        Objects.requireNonNull(value, "value");
        return of("set", event -> target.with(event, value));
    }

    /** Sets a field to a value that is worked out from the event. */
    public static Operation compute(String field, EventFunction<?> value) {
        return compute("compute", field, value);
    }

    static Operation compute(String kind, String field, EventFunction<?> value) {
        Field target = Field.parse(field);
        Objects.requireNonNull(value, "value");
        return of(kind, event -> target.with(event, Reasons.value(value, event, target)));
    }

    /** Copies a field, which must be there. */
    public static Operation copy(String from, String to) {
        Field source = Field.parse(from);
        Field target = Field.parse(to);
        return of("copy", event -> target.with(event, source.read(event)));
    }

    /** Moves a field, which must be there. */
    public static Operation rename(String from, String to) {
        Field source = removable("from", from);
        Field target = Field.parse(to);
        return of("rename", event -> {
            Object value = source.read(event);
            return target.with(source.without(event), value);
        });
    }

    /** Takes a field away. Where there is none nothing happens. */
    public static Operation delete(String field) {
        Field target = removable("field", field);
        return of("delete", target::without);
    }

    private static Field removable(String name, String path) {
        Field field = Field.parse(path);
        if (field.isData()) {
            throw new IllegalArgumentException(name + ": \"" + path + "\" (expected: " + FieldPath.WITHIN + ")");
        }
        return field;
    }

    /** Adds a value to the end of a list; a list that is missing is made. */
    public static Operation append(String field, Object value) {
        Objects.requireNonNull(value, "value");
        return append(field, (EventFunction<?>) event -> value);
    }

    /** Adds a value that is worked out from the event to the end of a list; a list that is missing is made. */
    public static Operation append(String field, EventFunction<?> value) {
        Field target = Field.parse(field);
        Objects.requireNonNull(value, "value");
        return of("append", event -> Collecting.append(target, event, Reasons.value(value, event, target)));
    }

    /** Writes a text in lower case. */
    public static Operation lowercase(String field) {
        return text("lowercase", field, text -> text.toLowerCase(Locale.ROOT));
    }

    /** Writes a text in upper case. */
    public static Operation uppercase(String field) {
        return text("uppercase", field, text -> text.toUpperCase(Locale.ROOT));
    }

    /**
     * Makes another text of a text. Data that is bytes is text, read as UTF-8, and text afterwards.
     *
     * @param kind what messages call it
     * @param function gives the text; must not block
     */
    public static Operation text(String kind, String field, UnaryOperator<String> function) {
        Field target = Field.parse(field);
        Objects.requireNonNull(function, "function");
        return of(kind, event -> target.with(event, function.apply(target.text(event))));
    }

    /** Replaces each match in a text; see {@link TextPattern#replacing}. */
    public static Operation replace(String field, TextPattern pattern, String replacement) {
        return text("replace", field, pattern.replacing(replacement));
    }

    /** Adds to the data, which is a map, what is found in a text; a text in which nothing is found fails. */
    public static Operation extract(String from, Function<String, ? extends @Nullable Map<String, ?>> finder) {
        return extract(from, finder, "data", Mismatch.FAIL);
    }

    /**
     * Adds to a map what is found in a text.
     *
     * @param finder gives values by name, or null if there is nothing; such as {@link TextPattern#groups}
     * @param to the map, which is made if it is missing; if that is the field itself the map takes the place of the
     *     text
     */
    public static Operation extract(
            String from, Function<String, ? extends @Nullable Map<String, ?>> finder, String to, Mismatch mismatch) {
        Field source = Field.parse(from);
        Field target = Field.parse(to);
        Objects.requireNonNull(finder, "finder");
        boolean passes = mismatch == Mismatch.PASS;
        return of("extract", event -> {
            Map<String, ?> found = finder.apply(source.text(event));
            if (found != null) {
                return Collecting.extracted(source, target, event, found);
            }
            if (passes) {
                return event;
            }
            throw new EventRefusedException(source + " is text that does not match (expected: a match)");
        });
    }

    /** Makes a text of a list, whose items are written as templates write them. */
    public static Operation join(String field, String separator, String to) {
        Field source = Field.parse(field);
        Field target = Field.parse(to);
        Objects.requireNonNull(separator, "separator");
        return of("join", event -> target.with(event, Collecting.joined(source, event, separator)));
    }

    /** Makes one list of lists, or one map of maps, whose later entries win. */
    public static Operation merge(List<String> from, String to) {
        List<Field> sources = from.stream().map(Field::parse).toList();
        if (sources.size() < 2) {
            throw new IllegalArgumentException("from: " + from + " (expected: two fields or more)");
        }
        Field target = Field.parse(to);
        return of("merge", event -> target.with(event, Collecting.merged(sources, event)));
    }

    /** Writes a time in another form. */
    public static Operation time(String field, TimeFormat from, TimeFormat format) {
        return time(field, from, format, field);
    }

    /** Writes a time in another form to another field. */
    public static Operation time(String field, TimeFormat from, TimeFormat format, String to) {
        Field source = Field.parse(field);
        Field target = Field.parse(to);
        return of("time", event -> target.with(event, format.write(from.read(source, event))));
    }

    /** What messages call it. */
    public String kind() {
        return kind;
    }

    /**
     * Applies it.
     *
     * @throws Exception if it cannot be done
     */
    public Event apply(Event event) throws Exception {
        return change.apply(event);
    }

    /** Several as one of the same kind, applied in order. */
    static Operation all(String kind, List<Operation> operations) {
        if (operations.size() == 1) {
            return of(kind, operations.get(0).change);
        }
        Change[] changes =
                operations.stream().map(operation -> operation.change).toArray(Change[]::new);
        return of(kind, event -> {
            Event changed = event;
            for (Change change : changes) {
                changed = change.apply(changed);
            }
            return changed;
        });
    }

    @Override
    public String toString() {
        return kind;
    }
}
