package io.wishbone.cel;

import com.google.errorprone.annotations.Immutable;
import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of an event that CEL sees without a copy. <em>Immutable</em>, as is what it shows. */
@Immutable
final class ListView extends ListValue {
    @SuppressWarnings("Immutable") // nobody may change what is in an event
    private final List<?> list;

    @SuppressWarnings("Immutable") // it shows the same list
    private final List<Object> elements = new Elements();

    ListView(List<?> list, @Nullable View parent, Object key) {
        super(parent, key);
        this.list = list;
    }

    @Override
    List<?> original() {
        return list;
    }

    @Override
    List<Object> elements() {
        return elements;
    }

    private final class Elements extends AbstractList<Object> {
        @Override
        public Object get(int index) {
            return CelValues.of(list.get(index), ListView.this, index);
        }

        @Override
        public int size() {
            return list.size();
        }
    }
}
