package io.wishbone.protocols;

import io.wishbone.event.Event;
import io.wishbone.protocol.Encoder;
import io.wishbone.protocol.ProtocolContext;
import io.wishbone.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes events as messages of RFC 5424 or RFC 3164. <em>Immutable.</em> */
final class SyslogEncoder implements Encoder {
    /** The seconds at which the first year begins that has four digits, and the first that has more. */
    private static final long YEAR_1_000 = -30_610_224_000L;

    private static final long YEAR_10_000 = 253_402_300_800L;

    private static final String EXPECTED = "text, bytes, or a map with fields of syslog";
    private static final int LONGEST_NAME = 32;
    private static final DateTimeFormatter BSD_TIME = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);

    private final SyslogConfig config;
    private final ProtocolContext context;

    SyslogEncoder(SyslogConfig config, ProtocolContext context) {
        this.config = config;
        this.context = context;
    }

    @Override
    public byte[] encode(Event event) throws ProtocolException {
        Map<?, ?> fields = Values.map(event.data());
        if (fields == null) {
            fields = Map.of(SyslogParser.MESSAGE, Values.text(event.data(), EXPECTED));
        }
        StringBuilder out = new StringBuilder(256);
        out.append('<').append(priority(fields)).append('>');
        if (config.format() == SyslogConfig.Format.RFC5424) {
            rfc5424(out, fields);
        } else {
            rfc3164(out, fields);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void rfc5424(StringBuilder out, Map<?, ?> fields) throws ProtocolException {
        out.append("1 ").append(time(fields.get(SyslogParser.TIMESTAMP)));
        word(out, or(fields.get(SyslogParser.HOSTNAME), config.hostname()), 255);
        word(out, or(fields.get(SyslogParser.APP_NAME), config.appName()), 48);
        word(out, or(fields.get(SyslogParser.PROC_ID), config.procId()), 128);
        word(out, or(fields.get(SyslogParser.MSG_ID), config.msgId()), LONGEST_NAME);
        out.append(' ');
        structuredData(out, fields.get(SyslogParser.STRUCTURED_DATA));
        Object message = fields.get(SyslogParser.MESSAGE);
        if (message != null) {
            out.append(' ').append(Values.textOrJson(message));
        }
    }

    private void rfc3164(StringBuilder out, Map<?, ?> fields) throws ProtocolException {
        out.append(BSD_TIME.format(instant(fields.get(SyslogParser.TIMESTAMP)).atZone(config.zone())));
        if (config.format() == SyslogConfig.Format.RFC3164) {
            word(out, or(fields.get(SyslogParser.HOSTNAME), config.hostname()), 255);
        }
        word(out, or(fields.get(SyslogParser.APP_NAME), config.appName()), 48, "[]:");
        Object process = or(fields.get(SyslogParser.PROC_ID), config.procId());
        if (!process.toString().isEmpty()) {
            out.append('[');
            visible(out, process.toString(), 128, "[]:");
            out.append(']');
        }
        out.append(": ");
        Object message = fields.get(SyslogParser.MESSAGE);
        if (message != null) {
            out.append(Values.textOrJson(message));
        }
    }

    private static Object or(@Nullable Object value, String otherwise) {
        return value == null ? otherwise : value;
    }

    private int priority(Map<?, ?> fields) throws ProtocolException {
        int facility = number(fields, SyslogParser.FACILITY, Priority.FACILITIES, config.facility());
        int severity = number(fields, SyslogParser.SEVERITY, Priority.SEVERITIES, config.severity());
        return facility << 3 | severity;
    }

    private static int number(Map<?, ?> fields, String field, Priority.Names names, String otherwise)
            throws ProtocolException {
        Object value = fields.get(field);
        int number = names.number(value == null ? otherwise : value);
        if (number < 0) {
            throw new ProtocolException("data." + field + ": \"" + value + "\" (expected: " + names + ")");
        }
        return number;
    }

    /** RFC 5424 has microseconds at most. */
    private String time(@Nullable Object time) throws ProtocolException {
        return instant(time).truncatedTo(ChronoUnit.MICROS).toString();
    }

    private Instant instant(@Nullable Object time) throws ProtocolException {
        try {
            Instant instant = time == null ? context.now() : Values.instant(time);
            if (instant.getEpochSecond() < YEAR_1_000 || instant.getEpochSecond() >= YEAR_10_000) {
                throw new DateTimeException("no year of four digits");
            }
            return instant;
        } catch (DateTimeException e) {
            throw new ProtocolException(
                    "data.timestamp: \"" + time + "\" (expected: a time, ISO 8601, or seconds since 1970)");
        }
    }

    /** A word of visible ASCII. */
    private static void word(StringBuilder out, Object value, int longest) {
        word(out, value, longest, "");
    }

    private static void word(StringBuilder out, Object value, int longest, String except) {
        out.append(' ');
        int begin = out.length();
        visible(out, value.toString(), longest, except);
        if (out.length() == begin) {
            out.append('-');
        }
    }

    private static void visible(StringBuilder out, String text, int longest, String except) {
        for (int i = 0; i < Math.min(longest, text.length()); i++) {
            char c = text.charAt(i);
            out.append(c > ' ' && c < 127 && except.indexOf(c) < 0 ? c : '_');
        }
    }

    private static void structuredData(StringBuilder out, @Nullable Object data) throws ProtocolException {
        if (!(data instanceof Map<?, ?> elements) || elements.isEmpty()) {
            out.append('-');
            return;
        }
        for (Map.Entry<?, ?> element : elements.entrySet()) {
            out.append('[');
            name(out, element.getKey());
            Map<?, ?> parameters = element.getValue() instanceof Map<?, ?> map ? map : Map.of();
            for (Map.Entry<?, ?> parameter : parameters.entrySet()) {
                Object value = parameter.getValue();
                for (Object one : value instanceof Collection<?> several ? several : listOf(value)) {
                    out.append(' ');
                    name(out, parameter.getKey());
                    quoted(out, one == null ? "" : Values.textOrJson(one));
                }
            }
            out.append(']');
        }
    }

    private static Collection<?> listOf(@Nullable Object value) {
        return value == null ? List.of() : List.of(value);
    }

    private static void name(StringBuilder out, @Nullable Object name) {
        int begin = out.length();
        visible(out, String.valueOf(name), LONGEST_NAME, "=]\"");
        if (out.length() == begin) {
            out.append('_');
        }
    }

    private static void quoted(StringBuilder out, String value) {
        out.append("=\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\' || c == ']') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }
}
