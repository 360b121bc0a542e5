package io.wishbone.cli.bootstrap;

import io.wishbone.module.Argument;
import io.wishbone.module.ModuleType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * Has the listeners of several instances share their ports. <em>Confined to the thread that loads the file.</em> A kind
 * of module that has the argument {@code reuse_port} gets it; what cannot be shared is reported.
 */
final class SharedPorts {
    private static final String REUSE_PORT = "reuse_port";
    private static final String PORT = "port";

    private final SourceText source;
    private final Instances instances;

    SharedPorts(SourceText source, Instances instances) {
        this.source = source;
        this.instances = instances;
    }

    /**
     * The arguments of a module of this instance; nothing if it cannot be shared.
     *
     * @param mapping what the file gives; null if it gives nothing
     * @param place where to report what has no place of its own
     */
    Optional<Map<String, Object>> share(
            String module, ModuleType type, Map<String, Object> arguments, @Nullable MappingNode mapping, Place place) {
        if (instances.count() == 1 || isClient(arguments)) {
            return Optional.of(arguments);
        }
        Optional<Argument<?>> reusePort = type.argument(REUSE_PORT);
        if (reusePort.isEmpty()) {
            return isListener(type) ? refuse(module, type, place) : Optional.of(arguments);
        }
        if ("0".equals(String.valueOf(arguments.get(PORT)))) {
            source.report(
                    at(PORT, mapping, arguments, place),
                    "module " + Wording.quote(module) + ": port 0 is another one in each of " + instances.count()
                            + " instances (expected: a port to share)");
            return Optional.empty();
        }
        Object given = arguments.get(REUSE_PORT);
        if (given != null && Boolean.FALSE.equals(reusePort.get().type().read(given))) {
            source.report(
                    at(REUSE_PORT, mapping, arguments, place),
                    "module " + Wording.quote(module) + ": reuse_port is false, but " + instances.count()
                            + " instances share the port (expected: true, or none)");
            return Optional.empty();
        }
        Map<String, Object> shared = new LinkedHashMap<>(arguments);
        shared.put(REUSE_PORT, true);
        return Optional.of(shared);
    }

    /** What connects itself shares nothing. */
    private static boolean isClient(Map<String, Object> arguments) {
        return "client".equalsIgnoreCase(String.valueOf(arguments.get("mode")));
    }

    private static boolean isListener(ModuleType type) {
        boolean isInput = type.name().contains(".input.");
        return isInput && (type.argument(PORT).isPresent() || type.name().startsWith("wishbone.input.unix"));
    }

    private Optional<Map<String, Object>> refuse(String module, ModuleType type, Place place) {
        source.report(
                place,
                "module " + Wording.quote(module) + ", a " + type.name() + ", cannot listen in " + instances.count()
                        + " instances at once (expected: one that has reuse_port, such as wishbone.input.tcp; or"
                        + " this one in a bootstrap file that is started on its own)");
        return Optional.empty();
    }

    private static Place at(
            String argument, @Nullable MappingNode mapping, Map<String, Object> arguments, Place otherwise) {
        return mapping == null
                ? otherwise
                : Place.of(Part.find(List.of(argument), mapping, arguments).node());
    }
}
