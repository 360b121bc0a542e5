package io.wishbone.cel;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import io.wishbone.event.Structured;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Java's values as CEL's. Lists and maps become views, so that nothing is copied for what nobody asks. */
final class CelValues {
    private CelValues() {}

    /**
     * A value as CEL knows it.
     *
     * @param parent what it is in, for messages; null if it is a variable
     * @param key its key or index in the parent, or the variable's name
     */
    static Object of(@Nullable Object value, @Nullable View parent, Object key) {
        if (value instanceof String
                || value instanceof Long
                || value instanceof Boolean
                || value instanceof Double
                || value instanceof Instant
                || value instanceof Duration
                || value instanceof UnsignedLong) {
            return value;
        }
        if (value == null) {
            return NullValue.NULL_VALUE;
        }
        if (value instanceof Map<?, ?> map) {
            return new MapView(map, parent, key);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        return other(value, parent, key);
    }

    private static Object other(Object value, @Nullable View parent, Object key) {
        if (value instanceof List<?> list) {
            return new ListView(list, parent, key);
        }
        if (value instanceof byte[] bytes) {
            return CelByteString.of(bytes);
        }
        if (value instanceof Structured structured) {
            return new MapView(structured.toMap(), parent, key);
        }
        if (value instanceof Collection<?> items) {
            return new ListView(new ArrayList<>(items), parent, key);
        }
        if (value.getClass().isArray()) {
            return new ListView(arrayAsList(value), parent, key);
        }
        boolean isOfCel = value instanceof CelByteString || value instanceof NullValue || value instanceof View;
        return isOfCel ? value : value.toString();
    }

    private static Object number(Number number) {
        if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        if (number instanceof BigInteger big && big.bitLength() < Long.SIZE) {
            return big.longValue();
        }
        boolean isDecimal = number instanceof Float || number instanceof BigDecimal || number instanceof BigInteger;
        return isDecimal || !isWhole(number) ? number.doubleValue() : (Object) number.longValue();
    }

    /** The remaining kinds of numbers of the JDK count. */
    private static boolean isWhole(Number number) {
        return number instanceof LongAdder || number.doubleValue() == Math.rint(number.doubleValue());
    }

    private static List<?> arrayAsList(Object array) {
        return new AbstractList<@Nullable Object>() {
            @Override
            public @Nullable Object get(int index) {
                return Array.get(array, index);
            }

            @Override
            public int size() {
                return Array.getLength(array);
            }
        };
    }
}
