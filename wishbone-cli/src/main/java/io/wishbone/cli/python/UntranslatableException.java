package io.wishbone.cli.python;

/** Something that has no equal here; the message says what. */
final class UntranslatableException extends Exception {
    private static final long serialVersionUID = 1L;

    UntranslatableException(String message) {
        super(message);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
