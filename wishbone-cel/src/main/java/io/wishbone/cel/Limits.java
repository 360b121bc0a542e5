package io.wishbone.cel;

/** What one expression may cost, since it runs on a thread that serves sockets too. */
final class Limits {
    /** The longest expression, in code points. */
    static final int SOURCE_LENGTH = 10_000;

    /** How deep parentheses, lists and calls may be nested. */
    static final int SOURCE_DEPTH = 50;

    /** The most steps that all macros such as {@code exists} and {@code map} take together in one evaluation. */
    static final int ITERATIONS = 10_000;

    /** The longest string, bytes or list that an operator or function gives. */
    static final int RESULT_LENGTH = 16 << 20;

    /** The most instructions of a compiled regular expression; matching takes at most that many for each character. */
    static final int REGEX_SIZE = 1_000;

    private Limits() {}

    /**
     * Checks the length of a result before it is made.
     *
     * @throws IllegalArgumentException if it is too long
     */
    static void checkLength(long length, String unit) {
        if (length > RESULT_LENGTH) {
            throw new IllegalArgumentException(
                    "the result would have " + length + " " + unit + " (expected: up to " + RESULT_LENGTH + ")");
        }
    }
}
