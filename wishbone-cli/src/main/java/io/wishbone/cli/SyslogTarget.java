package io.wishbone.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LevelToSyslogSeverity;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.net.SyslogAppenderBase;
import ch.qos.logback.core.net.SyslogOutputStream;
import java.net.SocketException;
import java.net.UnknownHostException;

/**
 * Sends log records to a syslog daemon by UDP, as RFC 5424 has them, of the facility {@code daemon}.
 * <em>Thread-safe.</em>
 */
final class SyslogTarget extends SyslogAppenderBase<ILoggingEvent> {
    private static final int FACILITY = 3 << 3;
    private static final int LONGEST_HOST = 255;

    private final LogLayout lines;
    private final String host;

    /**
     * Makes one that is not started.
     *
     * @param host where records say that they come from
     */
    SyslogTarget(LogLayout lines, String host) {
        this.lines = lines;
        this.host = printable(host);
        setFacility("DAEMON");
    }

    private static String printable(String text) {
        String printable = text.replaceAll("[^!-~]", "-");
        return printable.isEmpty() ? "-" : printable.substring(0, Math.min(LONGEST_HOST, printable.length()));
    }

    @Override
    public Layout<ILoggingEvent> buildLayout() {
        return new LayoutBase<>() {
            @Override
            public String doLayout(ILoggingEvent event) {
                return message(event);
            }
        };
    }

    private String message(ILoggingEvent event) {
        return "<" + (FACILITY | getSeverityForEvent(event)) + ">1 " + LogLayout.rfc3339(event.getInstant()) + " "
                + host + " wishbone " + ProcessHandle.current().pid() + " - - " + lines.body(event);
    }

    @Override
    public int getSeverityForEvent(Object event) {
        return LevelToSyslogSeverity.convert((ILoggingEvent) event);
    }

    @Override
    public SyslogOutputStream createOutputStream() throws UnknownHostException, SocketException {
        return new SyslogOutputStream(getSyslogHost(), getPort());
    }
}
