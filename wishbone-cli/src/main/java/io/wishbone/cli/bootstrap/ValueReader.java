package io.wishbone.cli.bootstrap;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns YAML nodes into values, substituting in them. <em>Confined to the thread that loads the file.</em> */
final class ValueReader {
    private static final int MOST_NODES = 100_000;
    private static final int DEEPEST = 50;
    private static final Set<Tag> KNOWN_TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP, Tag.MERGE, Tag.ENV_TAG);

    private final SourceText source;
    private final Substitution substitution;
    private int nodes;

    ValueReader(SourceText source, Substitution substitution) {
        this.source = source;
        this.substitution = substitution;
    }

    /** More than fits, as what aliases of aliases make. */
    static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Place place;

        TooMuch(Place place, String message) {
            super(message);
            this.place = place;
        }

        Place place() {
            return place;
        }
    }

    Value read(Node node) {
        Reading reading = new Reading();
        Object raw = reading.value(node, 0);
        return new Value(raw, reading.isHidden, reading.isValid);
    }

    /** Reports a description that is no text. */
    void checkText(Node node, String what) {
        Value value = read(node);
        if (value.isValid() && (value.raw() instanceof Map || value.raw() instanceof List)) {
            source.report(Place.of(node), what + " is no text (expected: text for readers)");
        }
    }

    /** Entries by key, in order; a key that is no scalar, or that was there before, is reported and left out. */
    Map<String, NodeTuple> entries(MappingNode mapping, String where) {
        Map<String, NodeTuple> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                source.report(Place.of(tuple.getKeyNode()), "a key in " + where + " is no text");
                continue;
            }
            NodeTuple first = entries.putIfAbsent(key.getValue(), tuple);
            if (first != null) {
                source.report(
                        Place.of(key),
                        "key " + Wording.quote(key.getValue()) + " stands twice in " + where + " (first in "
                                + Place.of(first.getKeyNode()).asSeenFrom(Place.of(key)) + ")");
            }
        }
        return entries;
    }

    /** One value on its way. */
    private final class Reading implements Substitution.Listener {
        private boolean isHidden;
        private boolean isValid = true;
        private @Nullable Node current;

        private @Nullable Object value(Node node, int depth) {
            if (++nodes > MOST_NODES) {
                throw new TooMuch(Place.of(node), "the aliases make more than " + MOST_NODES + " values");
            }
            if (depth > DEEPEST) {
                throw new TooMuch(
                        Place.of(node),
                        "lists and maps are nested more than " + DEEPEST + " deep, or an alias is in itself");
            }
            if (!KNOWN_TAGS.contains(node.getTag())) {
                fail(Place.of(node), "the tag " + Wording.quote(node.getTag().getValue()) + " is not supported");
                return null;
            }
            if (node instanceof MappingNode mapping) {
                return map(mapping, depth);
            }
            return node instanceof SequenceNode sequence ? list(sequence, depth) : scalar((ScalarNode) node);
        }

        private Map<String, Object> map(MappingNode mapping, int depth) {
            Map<String, Object> values = new LinkedHashMap<>();
            entries(mapping, "this map").forEach((key, tuple) -> {
                Object value = inner(tuple.getValueNode(), depth);
                if (value != null) {
                    values.put(key, value);
                }
            });
            return values;
        }

        private @Nullable Object inner(Node node, int depth) {
            boolean wasValid = isValid;
            Object value = value(node, depth + 1);
            if (value == null && isValid == wasValid) {
                fail(Place.of(node), "there is no value here");
            }
            return value;
        }

        private List<Object> list(SequenceNode sequence, int depth) {
            List<Object> values = new ArrayList<>();
            for (Node node : sequence.getValue()) {
                Object value = inner(node, depth);
                if (value != null) {
                    values.add(value);
                }
            }
            return values;
        }

        private @Nullable Object scalar(ScalarNode node) {
            current = node;
            String text = substitution.replace(node.getValue(), baseOf(node), this);
            if (!node.isPlain() || !text.equals(node.getValue())) {
                return text;
            }
            if (node.getTag().equals(Tag.NULL)) {
                return null;
            }
            return typed(node.getTag(), text);
        }

        /** A file is named relative to the bootstrap file that names it. */
        private Path baseOf(Node node) {
            Path base = Path.of(Place.of(node).file()).toAbsolutePath().getParent();
            return base == null ? Path.of("") : base;
        }

        /** Typed only where nothing of what was written is lost: a version {@code 1.10} stays text. */
        private Object typed(Tag tag, String text) {
            if (tag.equals(Tag.BOOL) && (text.equals("true") || text.equals("false"))) {
                return Boolean.parseBoolean(text);
            }
            if (tag.equals(Tag.INT) && text.matches("0|-?[1-9][0-9]{0,17}")) {
                return Long.valueOf(text);
            }
            return tag.equals(Tag.INT) && text.matches("-?[1-9][0-9]{18,100}") ? new BigInteger(text) : text;
        }

        @Override
        public void failed(String token, String message) {
            Node node = current;
            if (node != null) {
                fail(source.find(token, Place.of(node), Place.endOf(node)), message);
            }
        }

        private void fail(Place place, String message) {
            source.report(place, message);
            isValid = false;
        }

        @Override
        public void read(String secret) {
            isHidden = true;
            source.hide(secret);
        }
    }
}
