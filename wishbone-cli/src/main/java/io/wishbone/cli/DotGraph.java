package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.Bootstrap.ModuleSpec;
import io.wishbone.cli.bootstrap.Bootstrap.Route;
import java.util.List;

/** A bootstrap file's connections in the language of Graphviz. <em>Immutable.</em> */
final class DotGraph {
    private final Bootstrap bootstrap;

    DotGraph(Bootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    @Override
    public String toString() {
        // Names have letters, digits, "_" and "-" only, and need no more than the quotes.
        StringBuilder text = new StringBuilder("digraph wishbone {\n  rankdir=LR;\n  node [shape=box];\n");
        for (ModuleSpec module : bootstrap.modules()) {
            node(text, module.name(), module.type().name());
        }
        List<String> known = bootstrap.modules().stream().map(ModuleSpec::name).toList();
        bootstrap.routes().stream()
                .map(route -> route.from().module())
                .filter(name -> !known.contains(name))
                .distinct()
                .forEach(name -> node(text, name, "the router's own"));
        for (Route route : bootstrap.routes()) {
            text.append("  \"").append(route.from().module()).append("\" -> \"");
            text.append(route.to().module()).append("\" [taillabel=\"");
            text.append(route.from().queue()).append("\", headlabel=\"");
            text.append(route.to().queue()).append("\"];\n");
        }
        return text.append("}\n").toString();
    }

    private static void node(StringBuilder text, String name, String kind) {
        text.append("  \"").append(name).append("\" [label=\"").append(name);
        text.append("\\n").append(kind).append("\"];\n");
    }
}
