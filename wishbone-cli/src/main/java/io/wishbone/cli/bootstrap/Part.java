package io.wishbone.cli.bootstrap;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A part of a value, as deep as it can be found. <em>Immutable.</em>
 *
 * @param node where it stands
 * @param raw what it is; null for nothing
 * @param name how messages name it, such as {@code , item 2, pattern}; empty for the whole value
 */
record Part(Node node, @Nullable Object raw, String name) {
    /**
     * Follows a path.
     *
     * @param path keys, and indices from 0; an index into what is no list stays where it is, since a single value is a
     *     list of one
     */
    static Part find(List<Object> path, Node node, @Nullable Object raw) {
        Part part = new Part(node, raw, "");
        for (Object step : path) {
            part = step instanceof Integer index ? part.item(index) : part.entry(step.toString());
        }
        return part;
    }

    private Part item(int index) {
        if (node instanceof SequenceNode list && raw instanceof List<?> items && index < items.size()) {
            return new Part(list.getValue().get(index), items.get(index), name + ", item " + (index + 1));
        }
        return this;
    }

    private Part entry(String key) {
        if (node instanceof MappingNode map && raw instanceof Map<?, ?> entries) {
            for (var tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key)) {
                    return new Part(tuple.getValueNode(), entries.get(key), name + ", " + key);
                }
            }
        }
        return new Part(node, raw, name + ", " + key);
    }
}
