package io.wishbone.module.process;

import io.wishbone.actor.EventRefusedException;
import io.wishbone.event.Event;
import io.wishbone.expression.EvaluationException;
import io.wishbone.expression.EventFunction;
import org.jspecify.annotations.Nullable;

/** How messages say why something failed. */
final class Reasons {
    private Reasons() {}

    /** What was thrown, with its type where its message alone may say too little. */
    static String of(Exception cause) {
        boolean isForPeople = cause instanceof EventRefusedException
                || cause instanceof EvaluationException
                || cause instanceof IllegalArgumentException;
        return isForPeople && cause.getMessage() != null ? cause.getMessage() : cause.toString();
    }

    /**
     * Works out a value.
     *
     * @param what it is for, which the message names if that fails
     */
    static <T extends @Nullable Object> T value(EventFunction<T> function, Event event, Object what) {
        try {
            return function.apply(event);
        } catch (Exception e) {
            throw new EventRefusedException(what + ": " + of(e));
        }
    }
}
