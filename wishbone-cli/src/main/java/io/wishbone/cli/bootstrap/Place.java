package io.wishbone.cli.bootstrap;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A place in a bootstrap file. <em>Immutable.</em>
 *
 * @param file the file, as problems name it; empty for the only or the first one
 * @param line from 1
 * @param column from 1, in code points
 * @param index from 0, in code points from the beginning of the file
 */
record Place(String file, int line, int column, int index) {
    static final Place START = new Place("", 1, 1, 0);

    static Place startOf(String file) {
        return new Place(file, 1, 1, 0);
    }

    static Place of(Optional<Mark> mark) {
        return mark.map(found ->
                        new Place(found.getName(), found.getLine() + 1, found.getColumn() + 1, found.getIndex()))
                .orElse(START);
    }

    static Place of(Node node) {
        return of(node.getStartMark());
    }

    static Place endOf(Node node) {
        return of(node.getEndMark());
    }

    /** How a message at another place names this one: by its line alone if both are in one file. */
    String asSeenFrom(Place other) {
        return file.equals(other.file()) ? "line " + line : file + ":" + line + ":" + column;
    }
}
