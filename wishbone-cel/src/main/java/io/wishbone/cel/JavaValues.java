package io.wishbone.cel;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.types.CelType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CEL's values as Java's: the way back of {@link CelValues}. */
final class JavaValues {
    private JavaValues() {}

    /** A value as the rest of Wishbone knows it; an optional value that is empty is null. */
    static @Nullable Object of(Object value) {
        if (value instanceof View view) {
            return view.original();
        }
        if (value instanceof NullValue) {
            return null;
        }
        if (value instanceof CelByteString bytes) {
            return bytes.toByteArray();
        }
        if (value instanceof UnsignedLong number) {
            return number.bigIntegerValue().bitLength() < Long.SIZE
                    ? (Object) number.longValue()
                    : number.bigIntegerValue();
        }
        if (value instanceof Optional<?> optional) {
            return optional.isEmpty() ? null : of(optional.get());
        }
        if (value instanceof CelType type) {
            return type.name();
        }
        return ofCollection(value);
    }

    private static Object ofCollection(Object value) {
        if (value instanceof List<?> list) {
            return copyOf(list);
        }
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, element) -> copy.put(of(key), of(element)));
            return Collections.unmodifiableMap(copy);
        }
        return value;
    }

    /** A list of CEL's values as one of Java's. */
    static List<@Nullable Object> copyOf(List<?> list) {
        List<@Nullable Object> copy = new ArrayList<>(list.size());
        list.forEach(element -> copy.add(of(element)));
        return Collections.unmodifiableList(copy);
    }
}
