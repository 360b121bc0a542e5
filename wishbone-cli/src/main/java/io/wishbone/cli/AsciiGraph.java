package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.Bootstrap.ModuleSpec;
import io.wishbone.cli.bootstrap.Bootstrap.Route;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A bootstrap file's connections as trees, one from each module that nothing feeds. <em>Confined to one thread.</em> A
 * module's own connections are drawn where it comes first.
 */
final class AsciiGraph {
    private final Bootstrap bootstrap;
    private final Set<String> drawn = new HashSet<>();
    private final StringBuilder text = new StringBuilder(256);

    AsciiGraph(Bootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    @Override
    public String toString() {
        drawn.clear();
        text.setLength(0);
        Set<String> fed =
                bootstrap.routes().stream().map(route -> route.to().module()).collect(Collectors.toSet());
        List<String> names = bootstrap.modules().stream().map(ModuleSpec::name).toList();
        names.stream().filter(name -> !fed.contains(name)).forEach(this::tree);
        bootstrap.routes().stream()
                .map(route -> route.from().module())
                .filter(name -> name.startsWith("_") && !drawn.contains(name))
                .distinct()
                .forEach(this::tree);
        // What only feeds itself in a circle has no beginning.
        names.stream().filter(name -> !drawn.contains(name)).forEach(name -> {
            if (!drawn.contains(name)) {
                tree(name);
            }
        });
        return text.toString();
    }

    private void tree(String name) {
        text.append(label(name)).append('\n');
        branches(name, "");
    }

    private String label(String name) {
        return bootstrap.modules().stream()
                .filter(module -> module.name().equals(name))
                .map(ModuleSpec::toString)
                .findFirst()
                .orElse(name + " (the router's own)");
    }

    private void branches(String name, String indent) {
        drawn.add(name);
        List<Route> routes = bootstrap.routes().stream()
                .filter(route -> route.from().module().equals(name))
                .toList();
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            boolean isLast = i == routes.size() - 1;
            String next = route.to().module();
            text.append(indent)
                    .append(isLast ? "`-- " : "|-- ")
                    .append(route.from().queue())
                    .append(" -> ")
                    .append(route.to().queue())
                    .append(" of ");
            if (drawn.contains(next)) {
                text.append(next).append(" (above)\n");
            } else {
                text.append(label(next)).append('\n');
                branches(next, indent + (isLast ? "    " : "|   "));
            }
        }
    }
}
