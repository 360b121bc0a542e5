package io.wishbone.cli.python;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** What a translation did not carry over so far. <em>Confined to the thread that translates.</em> */
final class Notes {
    private final List<Note> notes = new ArrayList<>();

    /** Tells of something without which the file would mean something else. */
    void loss(Node node, String message) {
        add(new Note(node, true, message));
    }

    /** Tells of something that does no harm. */
    void notice(Node node, String message) {
        add(new Note(node, false, message));
    }

    /** Tells of keys that nobody reads. */
    void unknownKeys(Map<String, NodeTuple> entries, Collection<String> known, String owner) {
        entries.forEach((key, tuple) -> {
            if (!known.contains(key)) {
                String expected = known.isEmpty() ? "none" : String.join(", ", known);
                loss(
                        tuple.getKeyNode(),
                        "\"" + key + "\" of " + owner + ": nothing here reads it (expected: " + expected + ")");
            }
        });
    }

    private void add(Note note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }

    List<Note> all() {
        return List.copyOf(notes);
    }
}
