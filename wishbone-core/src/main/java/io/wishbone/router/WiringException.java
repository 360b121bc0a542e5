package io.wishbone.router;

/**
 * A router was asked for a module or a connection that cannot be; the message says what, where, and what would be
 * right.
 */
public final class WiringException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public WiringException(String message) {
        super(message);
    }

    WiringException(String message, Throwable cause) {
        super(message, cause);
    }
}
