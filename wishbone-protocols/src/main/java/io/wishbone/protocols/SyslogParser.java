package io.wishbone.protocols;

import io.wishbone.protocol.ProtocolException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads syslog messages: RFC 5424, and RFC 3164 as it is in real life. <em>Immutable.</em> */
final class SyslogParser {
    static final String FORMAT = "format";
    static final String FACILITY = "facility";
    static final String FACILITY_NUMBER = "facility_number";
    static final String SEVERITY = "severity";
    static final String SEVERITY_NUMBER = "severity_number";
    static final String SEQUENCE = "sequence";
    static final String TIMESTAMP = "timestamp";
    static final String HOSTNAME = "hostname";
    static final String APP_NAME = "app_name";
    static final String PROC_ID = "proc_id";
    static final String MSG_ID = "msg_id";
    static final String STRUCTURED_DATA = "structured_data";
    static final String MESSAGE = "message";
    static final String RFC_5424 = "rfc5424";
    static final String RFC_3164 = "rfc3164";

    private static final String ENDS = "\r\n\0";
    private static final char BOM = '\uFEFF';
    private static final int LONGEST_TAG = 128;

    private final SyslogTime times;

    SyslogParser(SyslogConfig config) {
        this.times = new SyslogTime(config.zone());
    }

    /**
     * The fields of a message.
     *
     * @param now the time of day, for timestamps without a year
     * @throws ProtocolException if there are none to be seen in it
     */
    Map<String, Object> parse(String message, Instant now) throws ProtocolException {
        Cursor text = new Cursor(withoutEnd(message));
        text.skip(BOM);
        Map<String, Object> fields = new LinkedHashMap<>();
        boolean hasPriority = priority(text, fields);
        if (hasPriority && isVersion(text)) {
            fields.put(FORMAT, RFC_5424);
            rfc5424(text, fields);
        } else {
            fields.put(FORMAT, RFC_3164);
            rfc3164(text, fields, now);
            if (!hasPriority && !fields.containsKey(TIMESTAMP)) {
                text.goTo(0);
                throw text.problem("neither a priority nor a timestamp (expected: such as <13>)");
            }
        }
        return Collections.unmodifiableMap(fields);
    }

    /** Without what some senders put behind their messages. */
    private static String withoutEnd(String message) {
        int end = message.length();
        while (end > 0 && ENDS.indexOf(message.charAt(end - 1)) >= 0) {
            end--;
        }
        return message.substring(0, end);
    }

    private static boolean priority(Cursor text, Map<String, Object> fields) throws ProtocolException {
        if (!text.skip('<')) {
            return false;
        }
        int priority = text.digits(3);
        if (priority < 0 || priority > Priority.HIGHEST || !text.skip('>')) {
            throw text.problem("a bad priority (expected: <0> to <191>)");
        }
        fields.put(FACILITY, Priority.FACILITIES.name(priority >> 3));
        fields.put(FACILITY_NUMBER, (long) (priority >> 3));
        fields.put(SEVERITY, Priority.SEVERITIES.name(priority & 7));
        fields.put(SEVERITY_NUMBER, (long) (priority & 7));
        return true;
    }

    /** Whether a version and what must follow it come next; goes past the version if so. */
    private boolean isVersion(Cursor text) {
        int begin = text.at();
        int version = text.digits(3);
        if (version > 0 && text.skip(' ')) {
            int after = text.at();
            boolean follows = text.skip('-') && text.peek() == ' ';
            text.goTo(after);
            follows |= text.digits(4) >= 1000 && text.skip('-');
            if (follows) {
                text.goTo(after);
                return true;
            }
        }
        text.goTo(begin);
        return false;
    }

    // ---- RFC 5424 ----

    private void rfc5424(Cursor text, Map<String, Object> fields) throws ProtocolException {
        if (!text.skip('-')) {
            fields.put(TIMESTAMP, timestamp(text));
        }
        for (String field : List.of(HOSTNAME, APP_NAME, PROC_ID, MSG_ID)) {
            text.expect(' ', "no space before " + field);
            String value = text.word();
            if (value.isEmpty()) {
                throw text.problem("no " + field + " (expected: a word, or - if it is not known)");
            }
            if (!value.equals("-")) {
                fields.put(field, value);
            }
        }
        text.expect(' ', "no structured data (expected: such as [id name=\"value\"], or -)");
        if (!text.skip('-')) {
            fields.put(STRUCTURED_DATA, structuredData(text));
        }
        if (!text.isAtEnd()) {
            text.expect(' ', "no space before the message");
            text.skip(BOM);
            fields.put(MESSAGE, text.rest());
        }
    }

    private Instant timestamp(Cursor text) throws ProtocolException {
        int begin = text.at();
        Instant time = times.read(text, Instant.EPOCH);
        if (time == null || text.peek() != ' ') {
            text.goTo(begin);
            throw text.problem("a bad timestamp (expected: such as 2003-10-11T22:14:15.003Z)");
        }
        return time;
    }

    private static Map<String, Object> structuredData(Cursor text) throws ProtocolException {
        Map<String, Object> elements = new LinkedHashMap<>();
        text.expect('[', "no structured data (expected: such as [id name=\"value\"], or -)");
        do {
            String id = name(text, "the id of structured data");
            Map<String, Object> parameters = new LinkedHashMap<>();
            while (text.skip(' ')) {
                if (text.peek() != ']') {
                    String name = name(text, "the name of a parameter");
                    text.expect('=', "no = after the name of a parameter");
                    text.expect('"', "no quote before the value of a parameter");
                    parameters.merge(name, value(text), SyslogParser::both);
                }
            }
            text.expect(']', "structured data is not closed (expected: ])");
            elements.put(id, Collections.unmodifiableMap(parameters));
        } while (text.skip('['));
        return Collections.unmodifiableMap(elements);
    }

    private static Object both(Object before, Object next) {
        List<Object> all = before instanceof List<?> several ? new ArrayList<>(several) : new ArrayList<>();
        if (all.isEmpty()) {
            all.add(before);
        }
        all.add(next);
        return Collections.unmodifiableList(all);
    }

    private static String name(Cursor text, String what) throws ProtocolException {
        int begin = text.at();
        while (!text.isAtEnd() && " =]\"".indexOf(text.peek()) < 0) {
            text.skip(text.peek());
        }
        String name = text.from(begin);
        if (name.isEmpty()) {
            throw text.problem(what + " is empty");
        }
        return name;
    }

    private static String value(Cursor text) throws ProtocolException {
        StringBuilder value = new StringBuilder();
        while (!text.skip('"')) {
            if (text.isAtEnd()) {
                throw text.problem("the value of a parameter is not closed (expected: a quote)");
            }
            char c = text.peek();
            text.skip(c);
            if (c == '\\' && "\"\\]".indexOf(text.peek()) >= 0 && !text.isAtEnd()) {
                c = text.peek();
                text.skip(c);
            }
            value.append(c);
        }
        return value.toString();
    }

    // ---- RFC 3164 ----

    private void rfc3164(Cursor text, Map<String, Object> fields, Instant now) {
        text.skipSpaces();
        sequence(text, fields);
        Instant time = stamped(text, now);
        if (time == null) {
            time = afterOrigin(text, fields, now);
        }
        if (time != null) {
            fields.put(TIMESTAMP, time);
            text.skip(':');
            text.skipSpaces();
            hostname(text, fields);
        }
        tag(text, fields);
        text.skip(BOM);
        fields.put(MESSAGE, text.rest());
    }

    /** Cisco's sequence number, such as {@code 46: }. */
    private static void sequence(Cursor text, Map<String, Object> fields) {
        int begin = text.at();
        int number = text.digits(9);
        if (number >= 0 && text.skip(':') && text.skip(' ')) {
            fields.put(SEQUENCE, (long) number);
            text.skipSpaces();
        } else {
            text.goTo(begin);
        }
    }

    /** A timestamp, with Cisco's mark of a clock that is not set. */
    private @Nullable Instant stamped(Cursor text, Instant now) {
        int begin = text.at();
        boolean isMarked = text.skip('*') || text.skip('.');
        Instant time = times.read(text, now);
        boolean isWhole = text.isAtEnd() || text.peek() == ' ' || text.peek() == ':';
        if (time == null || !isWhole) {
            text.goTo(begin);
            return null;
        }
        assert isMarked || begin < text.at() : "a timestamp without characters";
        return time;
    }

    /** A timestamp behind a host and a colon, as where Cisco's devices are told to name their origin. */
    private @Nullable Instant afterOrigin(Cursor text, Map<String, Object> fields, Instant now) {
        int begin = text.at();
        String host = text.word();
        if (host.length() > 1 && host.endsWith(":") && text.skip(' ')) {
            Instant time = stamped(text, now);
            if (time != null) {
                fields.put(HOSTNAME, host.substring(0, host.length() - 1));
                return time;
            }
        }
        text.goTo(begin);
        return null;
    }

    private static void hostname(Cursor text, Map<String, Object> fields) {
        int begin = text.at();
        String word = text.word();
        boolean isHost = !fields.containsKey(HOSTNAME)
                && !word.isEmpty()
                && !word.endsWith(":")
                && word.chars().allMatch(SyslogParser::isOfHost)
                && text.skip(' ');
        if (isHost) {
            fields.put(HOSTNAME, word);
        } else {
            text.goTo(begin);
        }
    }

    private static boolean isOfHost(int c) {
        return (c < 128 && Character.isLetterOrDigit(c)) || "._:-".indexOf(c) >= 0;
    }

    /** A program with a colon, its process in brackets, or both. */
    private static void tag(Cursor text, Map<String, Object> fields) {
        text.skipSpaces();
        int begin = text.at();
        while (!text.isAtEnd() && " :[".indexOf(text.peek()) < 0) {
            text.skip(text.peek());
        }
        String name = text.from(begin);
        String process = "";
        if (!name.isEmpty() && name.length() <= LONGEST_TAG && text.skip('[')) {
            int from = text.at();
            while (!text.isAtEnd() && " ]".indexOf(text.peek()) < 0) {
                text.skip(text.peek());
            }
            process = text.from(from);
            text.goTo(text.skip(']') ? text.at() : begin);
        }
        boolean isTag = text.at() > begin
                && !name.isEmpty()
                && name.length() <= LONGEST_TAG
                && (text.skip(':') || !process.isEmpty())
                && (text.isAtEnd() || text.skip(' '));
        if (!isTag) {
            text.goTo(begin);
            return;
        }
        fields.put(APP_NAME, name);
        if (!process.isEmpty()) {
            fields.put(PROC_ID, process);
        }
    }
}
