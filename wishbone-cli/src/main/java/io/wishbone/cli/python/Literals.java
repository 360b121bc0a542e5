package io.wishbone.cli.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Writes values of YAML as values of CEL. */
final class Literals {
    /** What becomes of a text. */
    interface Texts {
        String of(String text) throws UntranslatableException;
    }

    private Literals() {}

    /** A value in which texts are what they are. */
    static String of(Node node) throws UntranslatableException {
        return of(node, 0, Cel::quote);
    }

    /** A value. */
    static String of(Node node, Texts texts) throws UntranslatableException {
        return of(node, 0, texts);
    }

    private static String of(Node node, int depth, Texts texts) throws UntranslatableException {
        if (depth > PythonFile.DEEPEST) {
            throw new UntranslatableException("is nested more than " + PythonFile.DEEPEST + " deep");
        }
        if (node instanceof SequenceNode sequence) {
            List<String> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(of(item, depth + 1, texts));
            }
            return "[" + String.join(", ", items) + "]";
        }
        if (node instanceof MappingNode mapping) {
            List<String> entries = new ArrayList<>();
            for (NodeTuple tuple : mapping.getValue()) {
                String key = Nodes.scalar(tuple.getKeyNode()).orElse("");
                entries.add(Cel.quote(key) + ": " + of(tuple.getValueNode(), depth + 1, texts));
            }
            return "{" + String.join(", ", entries) + "}";
        }
        return scalar((ScalarNode) node, texts);
    }

    private static String scalar(ScalarNode node, Texts texts) throws UntranslatableException {
        String text = node.getValue();
        Optional<Boolean> isTrue = Nodes.bool(node);
        if (isTrue.isPresent()) {
            return Boolean.toString(isTrue.get());
        }
        if (node.getTag().equals(Tag.NULL)) {
            return "null";
        }
        boolean isInteger = node.getTag().equals(Tag.INT) && text.matches("-?[0-9]{1,18}");
        boolean isFraction = node.getTag().equals(Tag.FLOAT) && text.matches("-?[0-9]+\\.[0-9]+([eE][-+]?[0-9]+)?");
        return isInteger || isFraction ? text : texts.of(text);
    }
}
