package io.wishbone.cli.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Makes nodes of YAML that stand where others stood, and looks into them. */
final class Nodes {
    private Nodes() {}

    /** A text as it is, in which substitutions take place. */
    static Node raw(Node at, String text) {
        ScalarStyle style = text.indexOf('\n') < 0 ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED;
        return new ScalarNode(Tag.STR, true, text, style, at.getStartMark(), at.getEndMark());
    }

    /** A text in which nothing is substituted, as in Python's files. */
    static Node text(Node at, String text) {
        return raw(at, text.replace("$$", "$$$$").replace("${", "$${"));
    }

    static Node number(Node at, long value) {
        return plain(at, Tag.INT, Long.toString(value));
    }

    static Node bool(Node at, boolean value) {
        return plain(at, Tag.BOOL, Boolean.toString(value));
    }

    /** A value as YAML reads it where it is not quoted. */
    static Node typed(Node at, String text) {
        Tag tag = text.matches("[0-9]+") ? Tag.INT : text.matches("true|false") ? Tag.BOOL : Tag.STR;
        return plain(at, tag, text);
    }

    private static Node plain(Node at, Tag tag, String text) {
        return new ScalarNode(tag, true, text, ScalarStyle.PLAIN, at.getStartMark(), at.getEndMark());
    }

    static Node list(Node at, List<? extends Node> items) {
        return new SequenceNode(
                Tag.SEQ, true, new ArrayList<>(items), FlowStyle.BLOCK, at.getStartMark(), at.getEndMark());
    }

    static Node map(Node at, Map<String, ? extends Node> entries) {
        List<NodeTuple> tuples = new ArrayList<>();
        entries.forEach((key, value) -> tuples.add(new NodeTuple(raw(value, key), value)));
        return mapOf(at, tuples);
    }

    static Node map(Node at, String key, Node value) {
        return map(at, Map.of(key, value));
    }

    static Node mapOf(Node at, List<NodeTuple> tuples) {
        return new MappingNode(
                Tag.MAP, true, new ArrayList<>(tuples), FlowStyle.BLOCK, at.getStartMark(), at.getEndMark());
    }

    /** The entries of a map by key; none of what is no map. A key that stands twice is left to who reads the result. */
    static Map<String, NodeTuple> entries(Node node) {
        Map<String, NodeTuple> entries = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    entries.putIfAbsent(key.getValue(), tuple);
                }
            }
        }
        return entries;
    }

    /** As {@link #entries}, of what has to be a map. */
    static Map<String, NodeTuple> map(Node node) throws UntranslatableException {
        if (!(node instanceof MappingNode)) {
            throw new UntranslatableException("is no map");
        }
        return entries(node);
    }

    /** As {@link #items}, of what has to be a list. */
    static List<Node> list(Node node) throws UntranslatableException {
        if (!(node instanceof SequenceNode)) {
            throw new UntranslatableException("is no list");
        }
        return items(node);
    }

    /** The items of a list; none of what is no list. */
    static List<Node> items(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    /** What a scalar says, as it is written. */
    static Optional<String> scalar(Node node) {
        return node instanceof ScalarNode scalar && !isNull(node) ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    /** What a text says; nothing of what is a number, a list and so on. */
    static Optional<String> string(Node node) {
        return node.getTag().equals(Tag.STR) && bool(node).isEmpty() ? scalar(node) : Optional.empty();
    }

    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    /** Whether a scalar is true or false, also by the words of YAML 1.1, which Python read. */
    static Optional<Boolean> bool(Node node) {
        if (!(node instanceof ScalarNode scalar) || !scalar.isPlain()) {
            return Optional.empty();
        }
        return switch (scalar.getValue().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> Optional.of(true);
            case "false", "no", "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** The same value, in which nothing is substituted. */
    static Node literal(Node node) {
        return copy(node, text -> text.replace("$$", "$$$$").replace("${", "$${"), 0);
    }

    /** The same value as a tree of its own, without anchors. */
    static Node verbatim(Node node) {
        return copy(node, UnaryOperator.identity(), 0);
    }

    private static Node copy(Node node, UnaryOperator<String> text, int depth) {
        if (depth > PythonFile.DEEPEST) {
            return node;
        }
        if (node instanceof MappingNode mapping) {
            List<NodeTuple> tuples = new ArrayList<>();
            for (NodeTuple tuple : mapping.getValue()) {
                tuples.add(new NodeTuple(tuple.getKeyNode(), copy(tuple.getValueNode(), text, depth + 1)));
            }
            return mapOf(node, tuples);
        }
        if (node instanceof SequenceNode sequence) {
            return list(
                    node,
                    sequence.getValue().stream()
                            .map(item -> copy(item, text, depth + 1))
                            .toList());
        }
        return bool(node).map(value -> bool(node, value)).orElseGet(() -> scalarCopy((ScalarNode) node, text));
    }

    private static Node scalarCopy(ScalarNode node, UnaryOperator<String> text) {
        return new ScalarNode(
                node.getTag(),
                true,
                text.apply(node.getValue()),
                node.getScalarStyle(),
                node.getStartMark(),
                node.getEndMark());
    }
}
