package io.wishbone.expression;

/**
 * An expression that has no value for an event; the message shows the expression, says what failed and what the event
 * has. It carries no stack trace, since it may come once for each event.
 */
public final class EvaluationException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public EvaluationException(String message) {
        super(message, null, false, false);
    }
}
