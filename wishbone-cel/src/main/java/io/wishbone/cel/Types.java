package io.wishbone.cel;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of the types of values, for messages. */
final class Types {
    private Types() {}

    /** The name of the type of one of CEL's values. */
    static String nameOf(@Nullable Object value) {
        if (value == null || value instanceof NullValue) {
            return "null";
        }
        return value instanceof Number ? nameOfNumber(value) : nameOfOther(value);
    }

    private static String nameOfNumber(Object value) {
        if (value instanceof UnsignedLong) {
            return "uint";
        }
        return value instanceof Long ? "int" : "double";
    }

    private static String nameOfOther(Object value) {
        if (value instanceof String) {
            return "string";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof Map) {
            return "map";
        }
        if (value instanceof List) {
            return "list";
        }
        if (value instanceof CelByteString) {
            return "bytes";
        }
        if (value instanceof Instant) {
            return "timestamp";
        }
        return value instanceof Duration ? "duration" : value.getClass().getSimpleName();
    }
}
