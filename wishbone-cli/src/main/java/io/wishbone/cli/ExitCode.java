package io.wishbone.cli;

/** What the command's exit codes mean. */
final class ExitCode {
    /** Done. */
    static final int DONE = 0;
    /** Failed while running. */
    static final int FAILED = 1;
    /** Wrong usage or an invalid bootstrap file. */
    static final int USAGE = 2;

    private ExitCode() {}
}
