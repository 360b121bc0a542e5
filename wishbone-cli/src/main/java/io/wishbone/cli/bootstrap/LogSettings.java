package io.wishbone.cli.bootstrap;

import java.time.Duration;

/**
 * What a bootstrap file says of the server's logs. <em>Immutable.</em>
 *
 * @param level from which level on the server logs; default {@link LogLevel#INFO}
 * @param format what records are written as; default {@link LogFormat#TEXT}
 * @param target where they go; default {@link LogTarget#STDERR}
 * @param syslog where the syslog daemon listens, if they go there; default 127.0.0.1:514
 * @param repeatLimit how often a message is written in a window, 0 for always; default 10
 * @param repeatWindow how long a window is; default 10 s
 */
public record LogSettings(
        LogLevel level,
        LogFormat format,
        LogTarget target,
        SyslogAddress syslog,
        int repeatLimit,
        Duration repeatWindow) {

    /** These with another level. */
    LogSettings withLevel(LogLevel other) {
        return new LogSettings(other, format, target, syslog, repeatLimit, repeatWindow);
    }
}
