package io.wishbone.cli.python;

import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Finds the fields that modules of a file write to, before templates that read them are translated. */
final class WrittenFields {
    private WrittenFields() {}

    static void find(Optional<Node> modules, EventFields fields) {
        modules.map(Nodes::entries).orElseGet(Map::of).forEach((name, tuple) -> {
            Node module = tuple.getValueNode();
            PythonFile.kindOf(module)
                    .flatMap(PythonKinds::find)
                    .ifPresent(kind -> fields.addModule(name, kind.successor()));
            NodeTuple arguments = Nodes.entries(module).get("arguments");
            if (arguments != null) {
                Nodes.entries(arguments.getValueNode()).forEach((key, entry) -> of(key, entry.getValueNode(), fields));
            }
        });
    }

    private static void of(String argument, Node value, EventFields fields) {
        switch (argument) {
            case "destination" -> Nodes.scalar(value).ifPresent(fields::addWritten);
            case "templates", "additional_values" ->
                Nodes.entries(value).keySet().forEach(fields::addWritten);
            case "expressions" ->
                Nodes.items(value)
                        .forEach(item -> Nodes.entries(item)
                                .values()
                                .forEach(expression -> Nodes.items(expression.getValueNode()).stream()
                                        .flatMap(each -> Nodes.string(each).stream())
                                        .filter(text -> text.matches("@?\\w+(\\.\\w+)*"))
                                        .forEach(fields::addWritten)));
            default -> {
                // Reads, or is no path.
            }
        }
    }
}
