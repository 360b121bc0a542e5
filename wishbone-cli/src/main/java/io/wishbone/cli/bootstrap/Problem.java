package io.wishbone.cli.bootstrap;

import java.util.Comparator;

/**
 * One thing that is wrong with a bootstrap file. <em>Immutable.</em>
 *
 * @param file the file, as the user named it
 * @param line from 1; 0 if the problem is the file itself
 * @param column from 1; 0 if the problem is the file itself
 * @param message what is wrong, and what would be right
 * @param excerpt the line of the file with a caret below, secrets blanked out; empty if the problem is the file itself
 */
public record Problem(String file, int line, int column, String message, String excerpt) {
    static final Comparator<Problem> IN_FILE_ORDER =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    static Problem ofFile(String file, String message) {
        return new Problem(file, 0, 0, message, "");
    }

    /** The problem as a compiler would print it: place and message, then the line and a caret. */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message + "\n" + excerpt;
    }
}
