package io.wishbone.cel;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.values.CelValue;
import org.jspecify.annotations.Nullable;

/**
 * A list or map of an event that CEL sees without a copy. <em>Immutable</em>, as is what it shows.
 *
 * <p>It is a {@code CelValue} because the engine walks through every other collection, down to its last leaf, each time
 * an expression names it.
 */
@Immutable
abstract class View extends CelValue {
    private static final int LONGEST_KEY = 40;

    @SuppressWarnings("Immutable") // views are
    private final @Nullable View parent;

    @SuppressWarnings("Immutable") // a string or a number
    private final Object key;

    View(@Nullable View parent, Object key) {
        this.parent = parent;
        this.key = key;
    }

    /** The list or map as the event has it. */
    abstract Object original();

    @Override
    public final Object value() {
        return this;
    }

    /** How an expression would name it, such as {@code data.user}. */
    final String path() {
        return parent == null ? key.toString() : pathOf(parent.path(), key);
    }

    /** How an expression would name what is in it. */
    static String pathOf(String parent, Object key) {
        String name = key.toString();
        if (key instanceof Number) {
            return parent + "[" + name + "]";
        }
        return Names.isSelectable(name) && name.length() <= LONGEST_KEY
                ? parent + "." + name
                : parent + "[" + shown(key) + "]";
    }

    /** A key for a message. */
    static String shown(Object key) {
        String name = key.toString();
        String cut = name.length() > LONGEST_KEY ? name.substring(0, LONGEST_KEY) + "..." : name;
        return key instanceof String ? "\"" + cut + "\"" : cut;
    }

    @Override
    public final String toString() {
        return original().toString();
    }
}
