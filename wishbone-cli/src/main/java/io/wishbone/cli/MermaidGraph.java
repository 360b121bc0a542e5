package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.Bootstrap.ModuleSpec;
import io.wishbone.cli.bootstrap.Bootstrap.Route;
import java.util.LinkedHashMap;
import java.util.Map;

/** A bootstrap file's connections as a Mermaid flow chart. <em>Immutable.</em> */
final class MermaidGraph {
    private final Bootstrap bootstrap;

    MermaidGraph(Bootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    @Override
    public String toString() {
        // Names of modules may be words of Mermaid's, such as "end".
        Map<String, String> ids = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder("flowchart LR\n");
        for (ModuleSpec module : bootstrap.modules()) {
            node(text, ids, module.name(), module.type().name());
        }
        for (Route route : bootstrap.routes()) {
            if (!ids.containsKey(route.from().module())) {
                node(text, ids, route.from().module(), "the router's own");
            }
        }
        for (Route route : bootstrap.routes()) {
            text.append("  ")
                    .append(ids.get(route.from().module()))
                    .append(" -- \"")
                    .append(route.from().queue())
                    .append(" to ")
                    .append(route.to().queue())
                    .append("\" --> ")
                    .append(ids.get(route.to().module()))
                    .append('\n');
        }
        return text.toString();
    }

    private static void node(StringBuilder text, Map<String, String> ids, String name, String kind) {
        String id = "m" + ids.size();
        ids.put(name, id);
        text.append("  ")
                .append(id)
                .append("[\"")
                .append(name)
                .append("<br/>")
                .append(kind)
                .append("\"]\n");
    }
}
