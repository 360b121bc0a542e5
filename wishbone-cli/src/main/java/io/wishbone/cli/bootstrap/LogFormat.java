package io.wishbone.cli.bootstrap;

/** What log records are written as. */
public enum LogFormat {
    /** A line for people, and below it the stack trace, if there is one; the default. */
    TEXT,
    /** A JSON object a line. */
    JSON
}
