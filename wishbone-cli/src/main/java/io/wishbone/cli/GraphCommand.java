package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.BootstrapException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Draws the connections of a bootstrap file. */
@Command(
        name = "graph",
        description = "Draw the modules of a bootstrap file and how they are connected.",
        footer = {"", "Such as:", "  wishbone graph -c relay.yaml --format dot | dot -Tsvg > relay.svg"})
final class GraphCommand extends Verb {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "ascii (the default), mermaid, which GitHub and many editors draw, or dot, for Graphviz.")
    private Format format = Format.ASCII;

    /** How to draw. */
    enum Format {
        ASCII,
        MERMAID,
        DOT
    }

    @Override
    public Integer call() throws BootstrapException {
        Bootstrap bootstrap = config.load();
        if (json.isWanted()) {
            json.print(out(), graph(bootstrap));
        } else {
            out().print(drawing(bootstrap));
        }
        return ExitCode.DONE;
    }

    private Object drawing(Bootstrap bootstrap) {
        return switch (format) {
            case ASCII -> new AsciiGraph(bootstrap);
            case MERMAID -> new MermaidGraph(bootstrap);
            case DOT -> new DotGraph(bootstrap);
        };
    }

    private static Map<String, Object> graph(Bootstrap bootstrap) {
        Map<String, Object> graph = new LinkedHashMap<>();
        graph.put(
                "modules",
                bootstrap.modules().stream()
                        .map(module -> Json.object(
                                "name", module.name(), "module", module.type().name()))
                        .toList());
        graph.put(
                "connections",
                bootstrap.routes().stream()
                        .map(route -> Json.object(
                                "from",
                                route.from().toString(),
                                "to",
                                route.to().toString()))
                        .toList());
        return graph;
    }
}
