package io.wishbone.protocols;

import java.util.HashSet;
import java.util.List;

/**
 * How CSV is read and written. <em>Immutable.</em>
 *
 * @param columns the names of the columns; default none, which gives lists in the place of maps
 * @param delimiter what is between fields; default a comma
 * @param quote what is around fields that have a delimiter, a quote or a line end; default a double quote
 */
public record CsvConfig(List<String> columns, char delimiter, char quote) {
    public CsvConfig {
        columns = List.copyOf(columns);
        boolean areUsable = delimiter != quote && "\r\n".indexOf(delimiter) < 0 && "\r\n".indexOf(quote) < 0;
        if (!areUsable) {
            throw new IllegalArgumentException("delimiter: \"" + delimiter + "\" with quote \"" + quote
                    + "\" (expected: two characters that differ and end no line)");
        }
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new IllegalArgumentException("columns: " + columns + " (expected: names that differ)");
        }
    }

    /** Commas and double quotes, with or without names of columns. */
    public static CsvConfig of(String... columns) {
        return new CsvConfig(List.of(columns), ',', '"');
    }
}
