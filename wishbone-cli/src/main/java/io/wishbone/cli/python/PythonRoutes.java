package io.wishbone.cli.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** The connections of a file of Python's Wishbone. <em>Immutable.</em> */
final class PythonRoutes {
    private static final Pattern ROUTE =
            Pattern.compile("\\s*([^.\\s]+)\\.([^.\\s]+)\\s*->\\s*([^.\\s]+)\\.([^.\\s]+)\\s*");

    /**
     * A connection.
     *
     * @param node where it stands
     */
    record Route(Node node, String module, String outlet, String target, String inlet) {}

    private final List<Route> routes = new ArrayList<>();
    private final List<Node> others = new ArrayList<>();

    PythonRoutes(Optional<Node> table) {
        table.map(Nodes::items).orElse(List.of()).forEach(item -> {
            Matcher matcher = ROUTE.matcher(Nodes.scalar(item).orElse(""));
            if (matcher.matches()) {
                routes.add(new Route(
                        item, matcher.group(1), outlet(matcher.group(2)), matcher.group(3), matcher.group(4)));
            } else {
                others.add(item);
            }
        });
    }

    /** From 3.0 on the names of a module's own queues began with an underscore. */
    private static String outlet(String name) {
        return switch (name) {
            case "_failed" -> "failed";
            case "_success", "success" -> "successful";
            case "_logs" -> "logs";
            case "_metrics" -> "metrics";
            default -> name;
        };
    }

    List<Route> all() {
        return routes;
    }

    /** What is no connection, as it is. */
    List<Node> others() {
        return others;
    }

    /** The names of a module's outlets that lead somewhere, but for those that every module has. */
    Set<String> outlets(String module) {
        Set<String> outlets = new TreeSet<>();
        routes.stream().filter(route -> route.module().equals(module)).forEach(route -> outlets.add(route.outlet()));
        outlets.removeAll(Set.of("failed", "successful", "logs", "metrics"));
        return outlets;
    }

    boolean leadsTo(String module, String inlet) {
        return routes.stream()
                .anyMatch(
                        route -> route.target().equals(module) && route.inlet().equals(inlet));
    }

    boolean leadsFrom(String module, String outlet) {
        return routes.stream()
                .anyMatch(
                        route -> route.module().equals(module) && route.outlet().equals(outlet));
    }
}
