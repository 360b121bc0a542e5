package io.wishbone.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The facts that modules noted about an event: a two-level map, module name first, then key.
 *
 * <p><em>Immutable.</em> A network input makes one header for a connection and shares it between all its events;
 * {@link #with} copies only the level that it changes. Values should be immutable too: strings, numbers, booleans, or
 * unmodifiable maps and lists of them.
 */
public final class Header {
    private static final Header EMPTY = new Header(Map.of());

    private final Map<String, Map<String, Object>> modules;

    private Header(Map<String, Map<String, Object>> modules) {
        this.modules = modules;
    }

    /** The header without any entry. */
    public static Header empty() {
        return EMPTY;
    }

    /**
     * A header with the entries of one module.
     *
     * @param module the module's name
     * @param entries its entries, in the order in which they are to be shown; copied
     */
    public static Header of(String module, Map<String, ?> entries) {
        return new Header(Map.of(Objects.requireNonNull(module, "module"), copyOf(entries)));
    }

    private static Map<String, Object> copyOf(Map<String, ?> entries) {
        entries.forEach((key, value) -> Objects.requireNonNull(value, () -> "value of header key \"" + key + "\""));
        return Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** The value that a module noted under a key, or null where there is none. */
    public @Nullable Object get(String module, String key) {
        Map<String, Object> entries = modules.get(module);
        return entries == null ? null : entries.get(key);
    }

    /** A header with one entry added or replaced; the rest is shared with this one. */
    public Header with(String module, String key, Object value) {
        Objects.requireNonNull(value, "value");
        Map<String, Object> entries = entriesOf(module);
        entries.put(key, value);
        return withEntries(module, entries);
    }

    /** A header with entries of a module added or replaced; the rest is shared with this one. */
    public Header with(String module, Map<String, ?> added) {
        Map<String, Object> entries = entriesOf(module);
        entries.putAll(copyOf(added));
        return withEntries(module, entries);
    }

    /** A header without an entry, and without its module if that was its last; this one if there is none. */
    public Header without(String module, String key) {
        if (get(module, key) == null) {
            return this;
        }
        Map<String, Object> entries = entriesOf(module);
        entries.remove(key);
        return withEntries(module, entries);
    }

    private Map<String, Object> entriesOf(String module) {
        return new LinkedHashMap<>(modules.getOrDefault(module, Map.of()));
    }

    private Header withEntries(String module, Map<String, Object> entries) {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>(modules);
        if (entries.isEmpty()) {
            all.remove(module);
        } else {
            all.put(module, Collections.unmodifiableMap(entries));
        }
        return new Header(Collections.unmodifiableMap(all));
    }

    /** All entries by module name and key: an unmodifiable view in the order in which they were added. */
    public Map<String, Map<String, Object>> asMap() {
        return modules;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Header header && modules.equals(header.modules);
    }

    @Override
    public int hashCode() {
        return modules.hashCode();
    }

    @Override
    public String toString() {
        return modules.toString();
    }
}
