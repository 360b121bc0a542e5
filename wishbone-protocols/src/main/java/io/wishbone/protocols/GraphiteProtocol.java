package io.wishbone.protocols;

import io.wishbone.event.Event;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import io.wishbone.protocol.ProtocolException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The protocol {@code graphite}: the plaintext protocol of Graphite, lines of {@code path value timestamp}.
 *
 * <p>Read, each line becomes an event with a map of {@code name}, {@code value} (a {@link Long} or a {@link Double}),
 * {@code time} (an {@link Instant}; a timestamp of -1 is now) and, if the path has them, {@code tags}. If one line is
 * bad the message is refused. Written, such a map, or a metric of Wishbone, becomes a line without its end.
 */
public final class GraphiteProtocol {
    static final String NAME = "graphite";
    private static final String EXPECTED = "a map with name, value and time";
    private static final int LONGEST_NUMBER = 64;

    private GraphiteProtocol() {}

    /** The protocol. */
    public static Protocol create() {
        return Protocol.of(
                NAME, context -> (event, out) -> read(event, context, out), context -> event -> write(event, context));
    }

    private static void read(Event event, ProtocolContext context, Consumer<Event> out) throws ProtocolException {
        List<Event> metrics = new ArrayList<>();
        int number = 0;
        for (String line : Utf8.text((byte[]) event.data()).split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                try {
                    metrics.add(event.withData(metric(line.strip(), context)));
                } catch (ProtocolException e) {
                    throw new ProtocolException("line " + number + ": " + e.getMessage());
                }
            }
        }
        if (metrics.isEmpty()) {
            throw new ProtocolException("the message is empty (expected: path value timestamp)");
        }
        metrics.forEach(out);
    }

    private static Map<String, Object> metric(String line, ProtocolContext context) throws ProtocolException {
        String[] parts = line.split("[ \t]+", 4);
        if (parts.length != 3) {
            throw new ProtocolException((parts.length == 4 ? "more than three" : String.valueOf(parts.length))
                    + " words (expected: path value timestamp)");
        }
        Map<String, Object> metric = new LinkedHashMap<>();
        String[] path = parts[0].split(";", -1);
        metric.put("name", path[0]);
        if (path[0].isEmpty()) {
            throw new ProtocolException("the path is empty");
        }
        metric.put("value", number(parts[1]));
        metric.put("time", time(parts[2], context));
        if (path.length > 1) {
            metric.put("tags", tags(path));
        }
        return Collections.unmodifiableMap(metric);
    }

    private static Map<String, Object> tags(String... path) throws ProtocolException {
        Map<String, Object> tags = new LinkedHashMap<>();
        for (int i = 1; i < path.length; i++) {
            int split = path[i].indexOf('=');
            if (split < 1) {
                throw new ProtocolException("the tag \"" + path[i] + "\" (expected: such as ;host=a)");
            }
            tags.put(path[i].substring(0, split), path[i].substring(split + 1));
        }
        return Collections.unmodifiableMap(tags);
    }

    private static Number number(String text) throws ProtocolException {
        // Java's parser also takes 1d, 0x1p3 and NaN.
        if (text.length() <= LONGEST_NUMBER && text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?")) {
            if (text.matches("[-+]?\\d{1,18}")) {
                return Long.valueOf(text);
            }
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        }
        throw new ProtocolException("the value \"" + shown(text) + "\" (expected: a number)");
    }

    private static Instant time(String text, ProtocolContext context) throws ProtocolException {
        Number seconds;
        try {
            seconds = number(text);
        } catch (ProtocolException e) {
            throw new ProtocolException("the timestamp \"" + shown(text) + "\" (expected: seconds since 1970)");
        }
        if (seconds.longValue() == -1) {
            return context.now();
        }
        if (seconds.doubleValue() < 0 || seconds.doubleValue() > 1e11) {
            throw new ProtocolException("the timestamp \"" + shown(text) + "\" (expected: seconds since 1970)");
        }
        return Values.instant(seconds);
    }

    private static String shown(String text) {
        return text.length() <= LONGEST_NUMBER ? text : text.substring(0, LONGEST_NUMBER) + "...";
    }

    private static byte[] write(Event event, ProtocolContext context) throws ProtocolException {
        Map<?, ?> metric = Values.requireMap(event.data(), EXPECTED);
        StringBuilder line = new StringBuilder(128);
        line.append(word("name", String.valueOf(metric.get("name")), metric.get("name") == null));
        if (metric.get("tags") instanceof Map<?, ?> tags) {
            for (Map.Entry<?, ?> tag : tags.entrySet()) {
                line.append(';').append(word("tags", tag.getKey() + "=" + tag.getValue(), tag.getValue() == null));
            }
        }
        if (!(metric.get("value") instanceof Number value) || !Double.isFinite(value.doubleValue())) {
            throw new ProtocolException("data.value: \"" + metric.get("value") + "\" (expected: a number)");
        }
        line.append(' ').append(value).append(' ');
        try {
            Object time = metric.get("time");
            line.append((time == null ? context.now() : Values.instant(time)).getEpochSecond());
        } catch (DateTimeException e) {
            throw new ProtocolException(
                    "data.time: \"" + metric.get("time") + "\" (expected: seconds since 1970, a time, or ISO 8601)");
        }
        return Utf8.bytes(line.toString());
    }

    private static String word(String field, String text, boolean isMissing) throws ProtocolException {
        if (isMissing || text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c == ';')) {
            throw new ProtocolException(
                    "data." + field + ": \"" + text + "\" (expected: a word without spaces or semicolons)");
        }
        return text;
    }
}
