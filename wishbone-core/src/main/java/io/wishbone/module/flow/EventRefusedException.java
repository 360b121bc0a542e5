package io.wishbone.module.flow;

/**
 * Why a flow module cannot direct an event, which then goes to {@code failed}. Has no stack trace: it is the event's
 * fault and may be frequent.
 */
final class EventRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EventRefusedException(String message) {
        super(message, null, false, false);
    }
}
