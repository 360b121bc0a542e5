package io.wishbone.expression;

import org.jspecify.annotations.Nullable;

/**
 * The language of the expressions in bootstrap files; found by {@link java.util.ServiceLoader}, so that those who write
 * lambdas need none. <em>Thread-safe.</em> What it compiles is immutable.
 */
public interface ExpressionLanguage {
    /** The language's name, such as {@code CEL}. */
    String name();

    /**
     * Compiles a condition.
     *
     * @param source the expression, such as {@code data.status >= 500}
     * @param module the name of the module that asks, which the expression may use
     * @throws ExpressionException if it is none, or its value cannot be true or false
     */
    EventPredicate condition(String source, String module);

    /**
     * Compiles an expression of any type.
     *
     * @param source the expression, such as {@code data.color}
     * @param module the name of the module that asks, which the expression may use
     * @return what gives strings, numbers, booleans, {@code byte[]}, lists, maps, {@link java.time.Instant},
     *     {@link java.time.Duration}, and null where the event says null
     * @throws ExpressionException if it is none
     */
    EventFunction<@Nullable Object> value(String source, String module);

    /**
     * Compiles a regular expression.
     *
     * @param source the regular expression, such as {@code user=(?P<user>\w+)}
     * @throws ExpressionException if it is none
     */
    TextPattern pattern(String source);
}
