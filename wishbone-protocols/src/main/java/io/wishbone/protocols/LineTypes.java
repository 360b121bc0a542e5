package io.wishbone.protocols;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.protocol.ProtocolType;
import java.util.List;

/** Declares {@code csv}, {@code graphite} and {@code logfmt}. */
final class LineTypes {
    private static final String A_CHARACTER = "one character, or \"tab\"";

    private static final Argument<List<String>> COLUMNS = Argument.optional(
            "columns",
            ArgumentType.listOf(ArgumentType.text()),
            "the names of the columns, which make maps of records; lists if left out");
    private static final Argument<Character> DELIMITER =
            Argument.defaulted("delimiter", character(), ",", "what is between fields");
    private static final Argument<Character> QUOTE = Argument.defaulted(
            "quote", character(), "\"", "what is around fields that have a delimiter, a quote or a line end");

    /** The kind of protocol that is found by {@code csv}. */
    static final ProtocolType CSV = ProtocolType.builder(CsvProtocol.NAME)
            .summary("Comma-separated values (RFC 4180); each record is an event.")
            .arguments(COLUMNS, DELIMITER, QUOTE)
            .create(arguments -> CsvProtocol.create(config(arguments)));

    /** The kind of protocol that is found by {@code graphite}. */
    static final ProtocolType GRAPHITE = ProtocolType.builder(GraphiteProtocol.NAME)
            .summary("Graphite's plaintext protocol; each line is an event.")
            .create(arguments -> GraphiteProtocol.create());

    /** The kind of protocol that is found by {@code logfmt}. */
    static final ProtocolType LOGFMT = ProtocolType.builder(LogfmtProtocol.NAME)
            .summary("A line of key=value.")
            .create(arguments -> LogfmtProtocol.create());

    private LineTypes() {}

    private static ArgumentType<Character> character() {
        return ArgumentType.of(A_CHARACTER, raw -> {
            String text = raw.toString();
            if (text.equals("tab")) {
                return '\t';
            }
            if (text.length() != 1) {
                throw new ArgumentException(A_CHARACTER);
            }
            return text.charAt(0);
        });
    }

    private static CsvConfig config(Arguments arguments) {
        return new CsvConfig(arguments.find(COLUMNS).orElse(List.of()), arguments.get(DELIMITER), arguments.get(QUOTE));
    }
}
