package io.wishbone.cli.bootstrap;

/** From which level on the server logs. */
public enum LogLevel {
    /** Everything. */
    TRACE,
    /** What helps to find a fault. */
    DEBUG,
    /** What happens; the default. */
    INFO,
    /** What may be wrong. */
    WARN,
    /** What is wrong. */
    ERROR,
    /** Nothing. */
    OFF
}
