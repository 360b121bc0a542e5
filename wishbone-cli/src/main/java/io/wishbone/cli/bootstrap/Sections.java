package io.wishbone.cli.bootstrap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The sections of bootstrap files that are read together, by their keys. <em>Confined to the thread that loads the
 * files.</em> What several files say of one section becomes one map or list, so that a name that two of them define is
 * found as it is within one file.
 */
final class Sections {
    static final String MODULES = "modules";
    static final String PROTOCOLS = "protocols";
    static final String ROUTINGTABLE = "routingtable";
    static final String SETTINGS = "settings";
    /** Keys that begin so hold what anchors are put on, and mean nothing by themselves. */
    static final String IGNORED = "x-";

    private static final Set<String> KEYS = new TreeSet<>(Set.of(MODULES, PROTOCOLS, ROUTINGTABLE, SETTINGS));

    private final SourceText source;
    private final ValueReader values;
    private final List<Node> roots = new ArrayList<>();
    private final Map<String, List<Node>> sections = new LinkedHashMap<>();

    Sections(SourceText source, ValueReader values) {
        this.source = source;
        this.values = values;
    }

    void add(Node root) {
        if (!(root instanceof MappingNode mapping)) {
            source.report(
                    Place.of(root),
                    "no bootstrap file (expected: a map with the keys modules, routingtable and settings)");
            return;
        }
        roots.add(root);
        values.entries(mapping, "the file").forEach((key, tuple) -> {
            if (KEYS.contains(key)) {
                sections.computeIfAbsent(key, unused -> new ArrayList<>()).add(tuple.getValueNode());
            } else if (!key.startsWith(IGNORED)) {
                source.report(
                        Place.of(tuple.getKeyNode()), "unknown key " + Wording.quote(key) + Wording.hint(key, KEYS));
            }
        });
    }

    boolean hasRoots() {
        return !roots.isEmpty();
    }

    /** What stands under a key that may be left out or empty: one node, and any that cannot be joined to it. */
    List<Node> given(String key) {
        return joined(sections.getOrDefault(key, List.of()).stream()
                .filter(node -> !node.getTag().equals(Tag.NULL))
                .toList());
    }

    /** As {@link #given}; reports that there is none. */
    List<Node> required(String key) {
        List<Node> given = given(key);
        List<Node> all = sections.getOrDefault(key, List.of());
        if (all.isEmpty()) {
            source.report(
                    Place.of(roots.get(0)),
                    "the key " + Wording.quote(key) + " is missing (expected: at least one module)");
        }
        return given.isEmpty() ? all : given;
    }

    private static List<Node> joined(List<Node> nodes) {
        if (nodes.size() < 2) {
            return nodes;
        }
        List<NodeTuple> tuples = new ArrayList<>();
        List<Node> items = new ArrayList<>();
        List<Node> result = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof MappingNode mapping) {
                tuples.addAll(mapping.getValue());
            } else if (node instanceof SequenceNode sequence) {
                items.addAll(sequence.getValue());
            } else {
                result.add(node);
            }
        }
        Node first = nodes.get(0);
        if (!items.isEmpty()) {
            result.add(
                    0,
                    new SequenceNode(Tag.SEQ, true, items, FlowStyle.BLOCK, first.getStartMark(), first.getEndMark()));
        }
        if (!tuples.isEmpty()) {
            result.add(
                    0,
                    new MappingNode(Tag.MAP, true, tuples, FlowStyle.BLOCK, first.getStartMark(), first.getEndMark()));
        }
        return result;
    }
}
