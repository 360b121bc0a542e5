package io.wishbone.module;

/** A value that an argument cannot take; the message says what was expected. */
public final class ArgumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param expected what would be right, such as {@code 0 to 65535}
     */
    public ArgumentException(String expected) {
        super(expected);
    }
}
