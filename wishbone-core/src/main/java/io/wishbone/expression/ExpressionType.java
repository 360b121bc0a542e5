package io.wishbone.expression;

import java.util.Locale;

/** A kind of value in expressions, with what it is in Java. */
public enum ExpressionType {
    /** {@link String}; bytes that are an event's data are strings too. */
    STRING,
    /** {@code byte[]}, not to be changed. */
    BYTES,
    /** {@link Long}. */
    INT,
    /** {@link Double}. */
    DOUBLE,
    /** {@link Boolean}. */
    BOOL,
    /** {@link java.time.Instant}. */
    TIMESTAMP,
    /** {@link java.time.Duration}. */
    DURATION,
    /** {@link java.util.List} of values of any type, not to be changed. */
    LIST,
    /** {@link java.util.Map} of values of any type, not to be changed. */
    MAP,
    /** A value of any of these types. */
    DYN;

    /** The name that expressions use. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
