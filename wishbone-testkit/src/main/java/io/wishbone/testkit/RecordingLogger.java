package io.wishbone.testkit;

import io.wishbone.log.LogRecord;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger that keeps what is logged, of all levels, and writes nothing. <em>Thread-safe.</em> */
final class RecordingLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    private final transient List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final transient InstantSource clock;
    private final String module;

    RecordingLogger(String module, InstantSource clock) {
        this.name = "io.wishbone.module." + module;
        this.module = module;
        this.clock = clock;
    }

    List<LogRecord> records() {
        return List.copyOf(records);
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
        records.add(new LogRecord(clock.instant(), level, module, message, cause));
    }

    @Override
    public boolean isTraceEnabled() {
        return true;
    }

    @Override
    public boolean isDebugEnabled() {
        return true;
    }

    @Override
    public boolean isInfoEnabled() {
        return true;
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }
}
