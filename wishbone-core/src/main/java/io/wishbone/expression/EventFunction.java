package io.wishbone.expression;

import io.wishbone.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * A value that is worked out from an event: a lambda, or what {@link ExpressionLanguage} made of an expression.
 *
 * @param <T> the value's type
 */
@FunctionalInterface
public interface EventFunction<T extends @Nullable Object> {
    /**
     * Works out the value, on the thread of the module that asks. Must not block.
     *
     * @throws Exception if the event has no such value; the event then goes to the module's {@code failed}
     */
    T apply(Event event) throws Exception;
}
