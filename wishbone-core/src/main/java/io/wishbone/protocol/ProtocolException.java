package io.wishbone.protocol;

/**
 * Why bytes are no message, or data cannot become one. Has no stack trace: it is the peer's fault and may be frequent.
 */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is wrong and what was expected
     */
    public ProtocolException(String message) {
        super(message, null, false, false);
    }

    /**
     * Makes the exception of something wrong at one place.
     *
     * @param offset how many bytes of the message are before that place, 0 or more
     * @param message what is wrong and what was expected
     */
    public static ProtocolException at(long offset, String message) {
        return new ProtocolException("at byte " + (offset + 1) + ": " + message);
    }
}
