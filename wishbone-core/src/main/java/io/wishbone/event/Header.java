package io.wishbone.event;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The facts that modules noted about an event: a two-level map, module name first, then key.
 *
 * <p><em>Immutable.</em> A network input makes one header for a connection and shares it between all its events;
 * {@link #with} copies only the level that it changes. Values should be immutable too: strings, numbers, booleans, or
 * unmodifiable maps and lists of them.
 */
public final class Header {
    private static final Header EMPTY = new Header(SmallMap.empty());

    private final SmallMap<SmallMap<Object>> modules;

    private Header(SmallMap<SmallMap<Object>> modules) {
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
        Objects.requireNonNull(module, "module");
        SmallMap<SmallMap<Object>> none = SmallMap.empty();
        return new Header(none.with(module, SmallMap.copyOf(entries)));
    }

    /** The value that a module noted under a key, or null where there is none. */
    public @Nullable Object get(String module, String key) {
        SmallMap<Object> entries = modules.get(module);
        return entries == null ? null : entries.get(key);
    }

    /** The name of the last module that has an entry of a key, in the order in which modules were added. */
    public Optional<String> lastModuleWith(String key) {
        String last = null;
        for (Map.Entry<String, SmallMap<Object>> module : modules.entrySet()) {
            if (module.getValue().containsKey(key)) {
                last = module.getKey();
            }
        }
        return Optional.ofNullable(last);
    }

    /** A header with one entry added or replaced; the rest is shared with this one. */
    public Header with(String module, String key, Object value) {
        Objects.requireNonNull(value, "value");
        return withEntries(module, entriesOf(module).with(key, value));
    }

    /** A header with one entry added or replaced, whose module comes last then; the rest is shared with this one. */
    public Header withLast(String module, String key, Object value) {
        Objects.requireNonNull(value, "value");
        return new Header(modules.without(module).with(module, entriesOf(module).with(key, value)));
    }

    /** A header with entries of a module added or replaced; the rest is shared with this one. */
    public Header with(String module, Map<String, ?> added) {
        SmallMap<Object> news = SmallMap.copyOf(added);
        SmallMap<Object> entries = entriesOf(module);
        if (entries.isEmpty()) {
            return withEntries(module, news);
        }
        for (Map.Entry<String, Object> entry : news.entrySet()) {
            entries = entries.with(entry.getKey(), entry.getValue());
        }
        return withEntries(module, entries);
    }

    /** A header without an entry, and without its module if that was its last; this one if there is none. */
    public Header without(String module, String key) {
        return get(module, key) == null
                ? this
                : withEntries(module, entriesOf(module).without(key));
    }

    private SmallMap<Object> entriesOf(String module) {
        SmallMap<Object> entries = modules.get(module);
        return entries == null ? SmallMap.empty() : entries;
    }

    private Header withEntries(String module, SmallMap<Object> entries) {
        return new Header(entries.isEmpty() ? modules.without(module) : modules.with(module, entries));
    }

    /** All entries by module name and key: an unmodifiable view in the order in which they were added. */
    public Map<String, Map<String, Object>> asMap() {
        return Collections.unmodifiableMap(modules);
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
