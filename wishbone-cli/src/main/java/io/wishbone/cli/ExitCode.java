package io.wishbone.cli;

/** What the command's exit codes mean. */
final class ExitCode {
    /** Done. */
    static final int DONE = 0;
    /** Failed while running. */
    static final int FAILED = 1;
    /** Wrong usage or an invalid bootstrap file. */
    static final int USAGE = 2;

    /** Done, but something was left out: {@code import} did not carry all of a file over. */
    static final int INCOMPLETE = 3;

    private ExitCode() {}
}
