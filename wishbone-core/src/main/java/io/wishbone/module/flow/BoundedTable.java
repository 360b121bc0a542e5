package io.wishbone.module.flow;

import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a module remembers of keys, of a limited number of them. <em>Confined to its module's thread.</em> A new key
 * takes the place of the first in line where it is full.
 *
 * @param <V> what is remembered of a key
 */
final class BoundedTable<V> {
    private final LinkedHashMap<Object, V> entries;
    private final int limit;

    private BoundedTable(int limit, boolean byUse) {
        this.limit = limit;
        this.entries = new LinkedHashMap<>(16, 0.75f, byUse);
    }

    /** First in line is the key that was neither added nor asked for for longest. */
    static <V> BoundedTable<V> byUse(int limit) {
        return new BoundedTable<>(limit, true);
    }

    /** First in line is the key that was added first. */
    static <V> BoundedTable<V> byAge(int limit) {
        return new BoundedTable<>(limit, false);
    }

    /** What is remembered of a key, or null. */
    @Nullable V get(Object key) {
        return entries.get(key);
    }

    /** Remembers a key that is not remembered; gives what is forgotten for it, or null. */
    @Nullable V add(Object key, V value) {
        V forgotten = null;
        if (entries.size() >= limit) {
            Iterator<V> line = entries.values().iterator();
            forgotten = line.next();
            line.remove();
        }
        entries.put(key, value);
        return forgotten;
    }

    /** Forgets a key; gives what was remembered, or null. */
    @Nullable V remove(Object key) {
        return entries.remove(key);
    }
}
