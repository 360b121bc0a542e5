package io.wishbone.cel;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import org.jspecify.annotations.Nullable;

/** A list whose elements another list gives. <em>Immutable</em>, as is what it shows. */
@Immutable
abstract class ListValue extends View implements List<Object> {
    private static final CelType TYPE = ListType.create(SimpleType.DYN);

    ListValue(@Nullable View parent, Object key) {
        super(parent, key);
    }

    /** The elements as CEL knows them; nobody can change this list. */
    abstract List<Object> elements();

    @Override
    public boolean isZeroValue() {
        return elements().isEmpty();
    }

    @Override
    public CelType celType() {
        return TYPE;
    }

    @Override
    public int size() {
        return elements().size();
    }

    @Override
    public boolean isEmpty() {
        return elements().isEmpty();
    }

    @Override
    public Object get(int index) {
        return elements().get(index);
    }

    @Override
    public boolean contains(@Nullable Object value) {
        return elements().contains(value);
    }

    @Override
    public Iterator<Object> iterator() {
        return elements().iterator();
    }

    @Override
    public Object[] toArray() {
        return elements().toArray();
    }

    @Override
    public <T> T[] toArray(T[] array) {
        return elements().toArray(array);
    }

    @Override
    public boolean containsAll(Collection<?> values) {
        return elements().containsAll(values);
    }

    @Override
    public int indexOf(@Nullable Object value) {
        return elements().indexOf(value);
    }

    @Override
    public int lastIndexOf(@Nullable Object value) {
        return elements().lastIndexOf(value);
    }

    @Override
    public ListIterator<Object> listIterator() {
        return elements().listIterator();
    }

    @Override
    public ListIterator<Object> listIterator(int index) {
        return elements().listIterator(index);
    }

    @Override
    public List<Object> subList(int from, int to) {
        return elements().subList(from, to);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return elements().equals(other);
    }

    @Override
    public int hashCode() {
        return elements().hashCode();
    }

    @Override
    public boolean add(Object value) {
        return elements().add(value);
    }

    @Override
    public void add(int index, Object value) {
        elements().add(index, value);
    }

    @Override
    public boolean addAll(Collection<?> values) {
        return elements().addAll(values);
    }

    @Override
    public boolean addAll(int index, Collection<?> values) {
        return elements().addAll(index, values);
    }

    @Override
    public boolean remove(@Nullable Object value) {
        return elements().remove(value);
    }

    @Override
    public Object remove(int index) {
        return elements().remove(index);
    }

    @Override
    public boolean removeAll(Collection<?> values) {
        return elements().removeAll(values);
    }

    @Override
    public boolean retainAll(Collection<?> values) {
        return elements().retainAll(values);
    }

    @Override
    public Object set(int index, Object value) {
        return elements().set(index, value);
    }

    @Override
    public void clear() {
        elements().clear();
    }
}
