package io.wishbone.log;

import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A module's logger: each message goes to an SLF4J logger and, as a {@link LogRecord}, to a sink. <em>Thread-safe.</em>
 * A level that the SLF4J logger has switched off reaches neither.
 */
public final class ModuleLogger extends AbstractLogger {
    private static final long serialVersionUID = 1L;

    private final transient Logger target;
    private final transient Consumer<LogRecord> sink;
    private final transient InstantSource clock;
    private final String module;

    /**
     * Makes a logger.
     *
     * @param module the module's name
     * @param target where messages go in any case
     * @param sink what gets the records; must not block or throw
     * @param clock tells the time of records
     */
    public ModuleLogger(String module, Logger target, Consumer<LogRecord> sink, InstantSource clock) {
        this.name = target.getName();
        this.module = module;
        this.target = target;
        this.sink = sink;
        this.clock = clock;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String pattern,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable cause) {
        String message = String.valueOf(
                MessageFormatter.arrayFormat(pattern, arguments, cause).getMessage());
        LoggingEventBuilder line = target.atLevel(level);
        if (marker != null) {
            line = line.addMarker(marker);
        }
        if (cause != null) {
            line = line.setCause(cause);
        }
        // Not the message, so that whoever has the logger's records sees which of them are alike.
        if (arguments == null) {
            line.log(message);
        } else {
            line.log(String.valueOf(pattern), arguments);
        }
        sink.accept(new LogRecord(clock.instant(), level, module, message, cause));
    }

    @Override
    public boolean isTraceEnabled() {
        return target.isTraceEnabled();
    }

    @Override
    public boolean isTraceEnabled(Marker marker) {
        return target.isTraceEnabled(marker);
    }

    @Override
    public boolean isDebugEnabled() {
        return target.isDebugEnabled();
    }

    @Override
    public boolean isDebugEnabled(Marker marker) {
        return target.isDebugEnabled(marker);
    }

    @Override
    public boolean isInfoEnabled() {
        return target.isInfoEnabled();
    }

    @Override
    public boolean isInfoEnabled(Marker marker) {
        return target.isInfoEnabled(marker);
    }

    @Override
    public boolean isWarnEnabled() {
        return target.isWarnEnabled();
    }

    @Override
    public boolean isWarnEnabled(Marker marker) {
        return target.isWarnEnabled(marker);
    }

    @Override
    public boolean isErrorEnabled() {
        return target.isErrorEnabled();
    }

    @Override
    public boolean isErrorEnabled(Marker marker) {
        return target.isErrorEnabled(marker);
    }
}
