package io.wishbone.cel;

import com.google.errorprone.annotations.Immutable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A list that was made by appending to another. <em>Immutable</em>, and confined to the thread that evaluates.
 *
 * <p>The macros {@code map} and {@code filter} append one element at a time; lists that grow out of each other share
 * their storage, so that a macro over n elements takes n steps and not n * n.
 */
@Immutable
final class GrownList extends ListValue {
    @SuppressWarnings("Immutable") // elements are only added behind those of this list
    private final List<Object> storage;

    private final int size;

    private GrownList(List<Object> storage) {
        super(null, "list");
        this.storage = storage;
        this.size = storage.size();
    }

    /** A list with the elements of both. */
    static GrownList of(List<?> left, List<?> right) {
        List<Object> storage = left instanceof GrownList grown && grown.size == grown.storage.size()
                ? grown.storage
                : new ArrayList<>(left);
        storage.addAll(right instanceof GrownList ? new ArrayList<>(right) : right);
        return new GrownList(storage);
    }

    @Override
    Object original() {
        return JavaValues.copyOf(elements());
    }

    @Override
    List<Object> elements() {
        return Collections.unmodifiableList(storage).subList(0, size);
    }
}
