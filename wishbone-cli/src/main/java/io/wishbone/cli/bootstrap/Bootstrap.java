package io.wishbone.cli.bootstrap;

import io.wishbone.actor.Actor;
import io.wishbone.module.ModuleType;
import io.wishbone.router.Router;
import io.wishbone.router.RouterConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A bootstrap file without a fault. <em>Immutable.</em>
 *
 * @param file the file, as the user named it
 * @param modules in the file's order
 * @param routes in the file's order
 * @param settings what is said of the server as a whole
 * @param secrets texts that must not be shown
 */
public record Bootstrap(
        String file, List<ModuleSpec> modules, List<Route> routes, Settings settings, Set<String> secrets) {
    /**
     * A module.
     *
     * @param name its name
     * @param type what it is
     * @param arguments its arguments, as the file gives them after substitution
     */
    public record ModuleSpec(String name, ModuleType type, Map<String, Object> arguments) {
        public ModuleSpec {
            arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        }

        /** A new module. */
        public Actor create() {
            return type.create(name, arguments);
        }

        /** The module without its arguments, which may be secret. */
        @Override
        public String toString() {
            return name + " (" + type.name() + ")";
        }
    }

    /**
     * A connection.
     *
     * @param from an outlet
     * @param to an inlet
     */
    public record Route(End from, End to) {
        @Override
        public String toString() {
            return from + " -> " + to;
        }
    }

    /**
     * One end of a connection.
     *
     * @param module the name of a module
     * @param queue the name of one of its queues
     */
    public record End(String module, String queue) {
        @Override
        public String toString() {
            return module + "." + queue;
        }
    }

    public Bootstrap {
        modules = List.copyOf(modules);
        routes = List.copyOf(routes);
        secrets = Set.copyOf(secrets);
    }

    /** The module of a name. */
    public Optional<ModuleSpec> module(String name) {
        return modules.stream().filter(module -> module.name().equals(name)).findFirst();
    }

    /** This file with some of its modules, and the routes between these. */
    public Bootstrap only(Set<String> names) {
        return new Bootstrap(
                file,
                modules.stream().filter(module -> names.contains(module.name())).toList(),
                routes.stream()
                        .filter(route -> names.contains(route.from().module())
                                && names.contains(route.to().module()))
                        .toList(),
                settings,
                secrets);
    }

    /** A new router with the file's modules and connections, not started. */
    public Router createRouter() {
        return createRouter(Map.of(), settings -> settings);
    }

    /**
     * A new router, not started, in which other modules stand for some.
     *
     * @param substitutes modules by name
     * @param more what is set beside the file's settings
     */
    Router createRouter(Map<String, ? extends Actor> substitutes, UnaryOperator<RouterConfig.Builder> more) {
        RouterConfig.Builder config = RouterConfig.builder()
                .metricsInterval(settings.metricsInterval())
                .callLimit(settings.callLimit())
                .workers(settings.workers())
                .ioThreads(settings.eventLoops())
                .startTimeout(settings.startTimeout())
                .source(settings.source())
                .stopDeadline(settings.stopDeadline())
                .connection(settings.queue());
        Router router = Router.create(more.apply(config).build());
        for (ModuleSpec module : modules) {
            Actor substitute = substitutes.get(module.name());
            router.registerModule(module.name(), substitute == null ? module.create() : substitute);
        }
        routes.forEach(
                route -> router.connect(route.from().toString(), route.to().toString()));
        return router;
    }

    /** The same with other settings. */
    Bootstrap withSettings(Settings others) {
        return new Bootstrap(file, modules, routes, others, secrets);
    }

    /** A message with what is secret in the file blanked out. */
    public String mask(String message) {
        return Secrets.mask(message, secrets);
    }

    /** The file and how much is in it; nothing that may be secret. */
    @Override
    public String toString() {
        return file + ": " + count(modules.size(), "module") + ", " + count(routes.size(), "route");
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
