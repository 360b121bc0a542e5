package io.wishbone.cli.bootstrap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Puts the entries of other maps where a map merges them by the key {@code <<}: a key of the map's own wins, then the
 * map that was merged first. <em>Confined to the thread that loads the file.</em>
 */
final class MergeKeys {
    private static final String KEY = "<<";
    private static final int MOST_MERGED = 100_000;

    private final SourceText source;
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int merged;

    MergeKeys(SourceText source) {
        this.source = source;
    }

    /** Merges in a node and all that is in it. */
    void resolve(Node node) {
        if (!seen.add(node)) {
            return;
        }
        open.add(node);
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(this::resolve);
        } else if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> resolve(tuple.getValueNode()));
            if (mapping.getValue().stream().anyMatch(MergeKeys::isMerge)) {
                merge(mapping);
            }
        }
        open.remove(node);
    }

    private static boolean isMerge(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode key
                && key.isPlain()
                && key.getValue().equals(KEY);
    }

    private void merge(MappingNode mapping) {
        List<NodeTuple> result = new ArrayList<>();
        Set<String> names = new HashSet<>();
        mapping.getValue().stream().filter(tuple -> !isMerge(tuple)).forEach(tuple -> {
            result.add(tuple);
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                names.add(key.getValue());
            }
        });
        mapping.getValue().stream()
                .filter(MergeKeys::isMerge)
                .map(NodeTuple::getValueNode)
                .forEach(value -> {
                    List<Node> sources = value instanceof SequenceNode list ? list.getValue() : List.of(value);
                    sources.forEach(each -> take(each, names, result));
                });
        mapping.setValue(result);
    }

    private void take(Node node, Set<String> names, List<NodeTuple> result) {
        Place place = Place.of(node);
        if (!(node instanceof MappingNode mapping)) {
            source.report(place, "\"<<\" merges what is no map (expected: such as \"<<: *defaults\")");
            return;
        }
        if (open.contains(node)) {
            source.report(place, "a map merges itself");
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key && names.add(key.getValue())) {
                if (++merged > MOST_MERGED) {
                    throw new ValueReader.TooMuch(place, "the merges make more than " + MOST_MERGED + " values");
                }
                result.add(tuple);
            }
        }
    }
}
