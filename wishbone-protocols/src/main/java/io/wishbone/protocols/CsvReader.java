package io.wishbone.protocols;

import io.wishbone.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** Reads the records of one message. <em>Confined to the thread that reads.</em> */
final class CsvReader {
    private final CsvConfig config;
    private final Cursor text;

    CsvReader(CsvConfig config, String text) {
        this.config = config;
        this.text = new Cursor(text);
    }

    /** All records; a line end behind the last makes no more. */
    List<List<String>> records() throws ProtocolException {
        List<List<String>> records = new ArrayList<>();
        do {
            records.add(record());
        } while (!text.isAtEnd());
        return records;
    }

    private List<String> record() throws ProtocolException {
        List<String> fields = new ArrayList<>();
        do {
            fields.add(text.skip(config.quote()) ? quoted() : plain());
        } while (text.skip(config.delimiter()));
        boolean ends = text.isAtEnd() || skipLineEnd();
        if (!ends) {
            throw text.problem("more follows the closing quote (expected: a delimiter or a line end)");
        }
        return fields;
    }

    private boolean skipLineEnd() {
        boolean hasReturn = text.skip('\r');
        return text.skip('\n') || hasReturn;
    }

    private String plain() throws ProtocolException {
        int begin = text.at();
        while (!text.isAtEnd() && text.peek() != config.delimiter() && "\r\n".indexOf(text.peek()) < 0) {
            if (text.peek() == config.quote()) {
                throw text.problem("a quote within a field that does not begin with one");
            }
            text.skip(text.peek());
        }
        return text.from(begin);
    }

    private String quoted() throws ProtocolException {
        StringBuilder field = new StringBuilder();
        while (true) {
            if (text.skip(config.quote())) {
                if (!text.skip(config.quote())) {
                    return field.toString();
                }
                field.append(config.quote());
            } else if (text.isAtEnd()) {
                throw text.problem("a field is not closed (expected: a quote)");
            } else {
                field.append(text.peek());
                text.skip(text.peek());
            }
        }
    }
}
