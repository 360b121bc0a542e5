package io.wishbone.expression;

import io.wishbone.event.Event;

/** A condition on an event: a lambda, or what {@link ExpressionLanguage} made of an expression. */
@FunctionalInterface
public interface EventPredicate {
    /**
     * Tells whether the event meets the condition, on the thread of the module that asks. Must not block.
     *
     * @throws Exception if that cannot be told; the event then goes to the module's {@code failed}
     */
    boolean test(Event event) throws Exception;
}
