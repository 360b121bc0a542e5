package io.wishbone.cli.python;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Finds keys that stand twice in a map, of which Python took the last. <em>Confined to the thread that translates.</em>
 */
final class DoubledKeys {
    private final Notes notes;
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    DoubledKeys(Notes notes) {
        this.notes = notes;
    }

    void find(Node node, int depth) {
        if (depth > PythonFile.DEEPEST || !seen.add(node)) {
            return;
        }
        Nodes.items(node).forEach(item -> find(item, depth + 1));
        if (node instanceof MappingNode mapping) {
            Set<String> keys = new HashSet<>();
            for (NodeTuple tuple : mapping.getValue()) {
                String key = Nodes.scalar(tuple.getKeyNode()).orElse("");
                if (!keys.add(key)) {
                    notes.loss(
                            tuple.getKeyNode(),
                            "key \"" + key + "\" stands twice (expected: the last of them, which counted)");
                }
                find(tuple.getValueNode(), depth + 1);
            }
        }
    }
}
