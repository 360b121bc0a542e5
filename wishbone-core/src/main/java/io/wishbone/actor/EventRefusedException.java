package io.wishbone.actor;

/**
 * Why a module cannot work on an event, which then goes to {@code failed}. Has no stack trace: it is the event's fault
 * and may be frequent.
 */
public final class EventRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what of the event is wrong, and what was expected
     */
    public EventRefusedException(String message) {
        super(message, null, false, false);
    }
}
