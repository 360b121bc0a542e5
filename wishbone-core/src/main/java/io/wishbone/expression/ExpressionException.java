package io.wishbone.expression;

/** An expression that cannot be compiled; the message shows it, says where it is wrong, and what would be right. */
public final class ExpressionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public ExpressionException(String message) {
        super(message);
    }
}
