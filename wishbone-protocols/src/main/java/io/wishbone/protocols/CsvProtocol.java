package io.wishbone.protocols;

import io.wishbone.event.Event;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The protocol {@code csv}: a message has records of comma-separated values (RFC 4180).
 *
 * <p>Read, each record becomes an event: a map of texts by the names of the columns, or a list where there are none. If
 * one record is bad, or has more or fewer fields than there are columns, the message is refused. Written, a map or a
 * list becomes a record without its line end; lists and maps within are JSON, and what is missing is empty.
 */
public final class CsvProtocol {
    static final String NAME = "csv";

    private CsvProtocol() {}

    /** The protocol. */
    public static Protocol create(CsvConfig config) {
        return Protocol.of(
                NAME, context -> (event, out) -> read(config, event, out), context -> event -> write(config, event));
    }

    private static void read(CsvConfig config, Event event, Consumer<Event> out) throws ProtocolException {
        List<List<String>> records = new CsvReader(config, Utf8.text((byte[]) event.data())).records();
        List<Event> events = new ArrayList<>(records.size());
        for (List<String> fields : records) {
            events.add(
                    event.withData(config.columns().isEmpty() ? List.copyOf(fields) : named(config, fields, events)));
        }
        events.forEach(out);
    }

    private static Map<String, Object> named(CsvConfig config, List<String> fields, List<Event> before)
            throws ProtocolException {
        List<String> columns = config.columns();
        if (fields.size() != columns.size()) {
            throw new ProtocolException("record " + (before.size() + 1) + " has " + fields.size()
                    + " fields (expected: " + columns.size() + ", as there are columns)");
        }
        Map<String, Object> record = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            record.put(columns.get(i), fields.get(i));
        }
        return Collections.unmodifiableMap(record);
    }

    private static byte[] write(CsvConfig config, Event event) throws ProtocolException {
        StringBuilder record = new StringBuilder(128);
        if (event.data() instanceof Collection<?> items) {
            for (Object item : items) {
                append(config, record, item);
            }
        } else {
            Map<?, ?> map = Values.requireMap(event.data(), "a list, or a map where there are columns");
            if (config.columns().isEmpty()) {
                throw new ProtocolException("data is a map, and there are no columns (expected: columns, or a list)");
            }
            for (String column : config.columns()) {
                append(config, record, map.get(column));
            }
        }
        if (record.length() == 0) {
            throw new ProtocolException("data is an empty list (expected: at least one field)");
        }
        return Utf8.bytes(record.substring(0, record.length() - 1));
    }

    /** Adds a field and a delimiter. */
    private static void append(CsvConfig config, StringBuilder record, @Nullable Object value)
            throws ProtocolException {
        String text = value == null ? "" : Values.textOrJson(value);
        boolean needsQuotes = text.isEmpty()
                || text.chars().anyMatch(c -> c == config.delimiter() || c == config.quote() || c == '\r' || c == '\n');
        if (needsQuotes && value != null) {
            String quote = String.valueOf(config.quote());
            record.append(quote).append(text.replace(quote, quote + quote)).append(quote);
        } else {
            record.append(text);
        }
        record.append(config.delimiter());
    }
}
