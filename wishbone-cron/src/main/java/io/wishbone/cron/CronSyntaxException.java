package io.wishbone.cron;

/** A text that is no cron expression; the message says what was expected, and where. */
final class CronSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CronSyntaxException(String expected) {
        super(expected);
    }
}
