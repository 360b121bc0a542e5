package io.wishbone.event;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map of a few names in the order in which they were added, which is copied fast when it changes: keys and values
 * stand in one array and are looked for one after the other. <em>Immutable.</em>
 *
 * @param <V> the type of the values, none of them null
 */
final class SmallMap<V> extends AbstractMap<String, V> {
    private static final SmallMap<?> EMPTY = new SmallMap<>(new Object[0]);

    // A key, its value, the next key, its value, and so on.
    private final Object[] pairs;

    private SmallMap(Object[] pairs) {
        this.pairs = pairs;
    }

    /** The map without entries. */
    @SuppressWarnings("unchecked") // it has no value of any type
    static <V> SmallMap<V> empty() {
        return (SmallMap<V>) EMPTY;
    }

    /**
     * A map with the entries of another.
     *
     * @throws NullPointerException if a key or a value is null; the message names the key
     */
    @SuppressWarnings("unchecked") // an immutable map of a subtype is one of the type
    static <V> SmallMap<V> copyOf(Map<String, ? extends V> entries) {
        if (entries instanceof SmallMap<? extends V> same) {
            return (SmallMap<V>) same;
        }
        Object[] pairs = new Object[entries.size() * 2];
        int end = 0;
        for (Map.Entry<String, ? extends V> entry : entries.entrySet()) {
            String key = Objects.requireNonNull(entry.getKey(), "key");
            pairs[end++] = key;
            pairs[end++] = Objects.requireNonNull(entry.getValue(), () -> "value of header key \"" + key + "\"");
        }
        return new SmallMap<>(pairs);
    }

    private int find(@Nullable Object key) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i] == key || pairs[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    @SuppressWarnings("unchecked") // put there as a V
    public @Nullable V get(@Nullable Object key) {
        int at = find(key);
        return at < 0 ? null : (V) pairs[at + 1];
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return find(key) >= 0;
    }

    @Override
    public int size() {
        return pairs.length / 2;
    }

    /** This map with one entry added at the end, or replaced where it is. */
    SmallMap<V> with(String key, V value) {
        int at = find(key);
        Object[] changed = Arrays.copyOf(pairs, at < 0 ? pairs.length + 2 : pairs.length);
        if (at < 0) {
            at = pairs.length;
            changed[at] = key;
        }
        changed[at + 1] = value;
        return new SmallMap<>(changed);
    }

    /** This map without an entry. */
    SmallMap<V> without(String key) {
        int at = find(key);
        if (at < 0) {
            return this;
        }
        Object[] fewer = Arrays.copyOf(pairs, pairs.length - 2);
        System.arraycopy(pairs, at + 2, fewer, at, fewer.length - at);
        return new SmallMap<>(fewer);
    }

    @Override
    public Set<Map.Entry<String, V>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Map.Entry<String, V>> {
        @Override
        public int size() {
            return SmallMap.this.size();
        }

        @Override
        public Iterator<Map.Entry<String, V>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < pairs.length;
                }

                @Override
                @SuppressWarnings("unchecked") // put there as a V
                public Map.Entry<String, V> next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    next += 2;
                    return Map.entry((String) pairs[next - 2], (V) pairs[next - 1]);
                }
            };
        }
    }
}
