package io.wishbone.cli.bootstrap;

/** Where log records go. */
public enum LogTarget {
    /** Standard error, which {@code start} appends to the log file; the default. */
    STDERR,
    /** A syslog daemon, by UDP. */
    SYSLOG
}
