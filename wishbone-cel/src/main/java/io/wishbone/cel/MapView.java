package io.wishbone.cel;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.SelectableValue;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A map of an event that CEL sees without a copy. <em>Immutable</em>, as is what it shows. */
@Immutable
final class MapView extends View implements Map<Object, Object>, SelectableValue<Object> {
    private static final CelType TYPE = MapType.create(SimpleType.DYN, SimpleType.DYN);

    @SuppressWarnings("Immutable") // nobody may change what is in an event
    private final Map<?, ?> map;

    /** The view of a variable. */
    MapView(Map<?, ?> map, String name) {
        this(map, null, name);
    }

    MapView(Map<?, ?> map, @Nullable View parent, Object key) {
        super(parent, key);
        this.map = map;
    }

    @Override
    Map<?, ?> original() {
        return map;
    }

    @Override
    public Object select(Object field) {
        Object value = get(field);
        if (value == null) {
            throw CelAttributeNotFoundException.of(missing(field));
        }
        return value;
    }

    /** The message for a key that is not there. */
    String missing(Object field) {
        return "there is no " + pathOf(path(), field) + " (" + path() + " has: " + Names.some(map.keySet()) + ")";
    }

    @Override
    public Optional<Object> find(Object field) {
        return Optional.ofNullable(get(field));
    }

    /** The value of a key, null only if there is none. */
    @Override
    public @Nullable Object get(@Nullable Object field) {
        if (field == null) {
            return null;
        }
        Object name = keyOf(field);
        Object value = map.get(name);
        return value == null && !map.containsKey(name) ? null : CelValues.of(value, this, name);
    }

    @Override
    public boolean containsKey(@Nullable Object field) {
        return get(field) != null;
    }

    /** CEL's whole numbers are long, keys of Java's maps often int. */
    private Object keyOf(Object field) {
        boolean isInt = field instanceof Long number && number.intValue() == number && !map.containsKey(number);
        return isInt ? (Object) ((Long) field).intValue() : field;
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public boolean isEmpty() {
        return map.isEmpty();
    }

    @Override
    public boolean isZeroValue() {
        return map.isEmpty();
    }

    @Override
    public CelType celType() {
        return TYPE;
    }

    @Override
    public Set<Entry<Object, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<Object, Object>> iterator() {
                return new Entries(map.entrySet().iterator());
            }

            @Override
            public int size() {
                return map.size();
            }
        };
    }

    private final class Entries implements Iterator<Entry<Object, Object>> {
        private final Iterator<? extends Entry<?, ?>> entries;

        Entries(Iterator<? extends Entry<?, ?>> entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public Entry<Object, Object> next() {
            Entry<?, ?> entry = entries.next();
            Object name = CelValues.of(entry.getKey(), MapView.this, "key");
            return new AbstractMap.SimpleImmutableEntry<>(name, CelValues.of(entry.getValue(), MapView.this, name));
        }
    }

    @Override
    public Set<Object> keySet() {
        return asMap().keySet();
    }

    @Override
    public Collection<Object> values() {
        return asMap().values();
    }

    @Override
    public boolean containsValue(@Nullable Object value) {
        return asMap().containsValue(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return asMap().equals(other);
    }

    @Override
    public int hashCode() {
        return asMap().hashCode();
    }

    private Map<Object, Object> asMap() {
        return new AbstractMap<>() {
            @Override
            public Set<Entry<Object, Object>> entrySet() {
                return MapView.this.entrySet();
            }
        };
    }

    @Override
    public @Nullable Object put(Object field, Object value) {
        throw new UnsupportedOperationException("events are immutable");
    }

    @Override
    public @Nullable Object remove(@Nullable Object field) {
        throw new UnsupportedOperationException("events are immutable");
    }

    @Override
    public void putAll(Map<?, ?> other) {
        throw new UnsupportedOperationException("events are immutable");
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException("events are immutable");
    }
}
