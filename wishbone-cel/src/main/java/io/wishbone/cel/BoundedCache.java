package io.wishbone.cel;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * What was made of a key, kept for the next time. <em>Thread-safe.</em> Keys usually stand in an expression, so there
 * are few; those that come from events cannot fill the memory, since a full cache is emptied.
 *
 * @param <K> from what
 * @param <V> what
 */
public final class BoundedCache<K, V> {
    private static final int CAPACITY = 256;

    private final ConcurrentMap<K, V> known = new ConcurrentHashMap<>();
    private final Function<K, V> maker;

    /** A cache of what a function makes. */
    public BoundedCache(Function<K, V> maker) {
        this.maker = maker;
    }

    /** What was made of the key. */
    public V get(K key) {
        V value = known.get(key);
        if (value == null) {
            value = maker.apply(key);
            if (known.size() >= CAPACITY) {
                known.clear();
            }
            known.put(key, value);
        }
        return value;
    }
}
