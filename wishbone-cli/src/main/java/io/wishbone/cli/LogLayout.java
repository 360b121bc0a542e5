package io.wishbone.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import io.wishbone.cli.bootstrap.LogFormat;
import io.wishbone.event.EventJson;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Writes log records as lines, without what is secret. <em>Thread-safe.</em> */
final class LogLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final LogFormat format;
    private final UnaryOperator<String> mask;

    /**
     * Makes one.
     *
     * @param mask blanks out what is secret
     */
    LogLayout(LogFormat format, UnaryOperator<String> mask) {
        this.format = format;
        this.mask = mask;
    }

    /** A time in UTC, to the millisecond. */
    static String rfc3339(Instant time) {
        return RFC_3339.format(time);
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        return format == LogFormat.JSON
                ? json(event) + "\n"
                : LOCAL.format(event.getInstant()) + " " + withoutTime(event) + "\n";
    }

    /** What goes behind a header that has the time already; it has no line end. */
    String body(ILoggingEvent event) {
        return format == LogFormat.JSON ? json(event) : withoutTime(event);
    }

    /** A text that is no log record as a line of the same format, without its end. */
    static String jsonOf(String message) {
        return EventJson.ofValue(
                record(Instant.now(), "INFO", "wishbone", Thread.currentThread().getName(), message));
    }

    private String withoutTime(ILoggingEvent event) {
        String logger = event.getLoggerName();
        String line = String.format(
                Locale.ROOT,
                "%-5s %s - %s",
                event.getLevel(),
                logger.substring(logger.lastIndexOf('.') + 1),
                event.getFormattedMessage());
        IThrowableProxy thrown = event.getThrowableProxy();
        return mask.apply(thrown == null ? line : line + "\n" + stackTrace(thrown));
    }

    private String json(ILoggingEvent event) {
        Map<String, Object> fields = record(
                event.getInstant(),
                event.getLevel().toString(),
                event.getLoggerName(),
                event.getThreadName(),
                mask.apply(String.valueOf(event.getFormattedMessage())));
        event.getMDCPropertyMap().forEach((name, value) -> fields.putIfAbsent(name, mask.apply(value)));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            fields.put("stack_trace", mask.apply(stackTrace(thrown)));
        }
        return EventJson.ofValue(fields);
    }

    private static Map<String, Object> record(
            Instant time, String level, String logger, String thread, String message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("timestamp", rfc3339(time));
        fields.put("level", level);
        fields.put("logger", logger);
        fields.put("thread", thread);
        fields.put("message", message);
        return fields;
    }

    private static String stackTrace(IThrowableProxy thrown) {
        return ThrowableProxyUtil.asString(thrown).stripTrailing();
    }
}
