package io.wishbone.cli.bootstrap;

import io.wishbone.actor.Actor;
import io.wishbone.actor.PortNames;
import io.wishbone.module.ModuleType;
import io.wishbone.protocol.Protocols;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads {@code modules}. <em>Confined to the thread that loads the file.</em> */
final class ModuleSection {
    private static final String MODULE = "module";
    private static final String ARGUMENTS = "arguments";
    private static final String DESCRIPTION = "description";
    private static final String PROTOCOL = Protocols.ARGUMENT;
    private static final Set<String> KEYS = new TreeSet<>(Set.of(MODULE, ARGUMENTS, DESCRIPTION, PROTOCOL));

    private final SourceText source;
    private final ValueReader values;
    private final ArgumentChecks checks;
    private final Catalog catalog;
    private final ProtocolSection protocols;
    private final SharedPorts sharedPorts;

    ModuleSection(ArgumentChecks checks, Catalog catalog, ProtocolSection protocols, SharedPorts sharedPorts) {
        this.source = checks.source();
        this.values = checks.values();
        this.sharedPorts = sharedPorts;
        this.checks = checks;
        this.catalog = catalog;
        this.protocols = protocols;
    }

    /**
     * A module as far as the file lets it be known.
     *
     * @param name its name
     * @param type what it is; null if that is unknown
     * @param arguments its arguments; null if something about them was reported
     * @param actor one such module, to look at its queues; null if it cannot be made
     */
    record Found(
            String name,
            @Nullable ModuleType type,
            @Nullable Map<String, Object> arguments,
            @Nullable Actor actor) {
        Optional<Bootstrap.ModuleSpec> spec() {
            return type == null || arguments == null
                    ? Optional.empty()
                    : Optional.of(new Bootstrap.ModuleSpec(name, type, arguments));
        }
    }

    List<Found> read(Node node) {
        List<Found> found = new ArrayList<>();
        if (node instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
            values.entries(mapping, "modules").forEach((name, tuple) -> found.add(module(name, tuple)));
        } else {
            source.report(
                    Place.of(node),
                    "modules are empty or no map (expected: a name for each module, and below it what it is)");
        }
        return found;
    }

    private Found module(String name, NodeTuple tuple) {
        Place place = Place.of(tuple.getKeyNode());
        checkName(name, place);
        if (!(tuple.getValueNode() instanceof MappingNode mapping)) {
            source.report(
                    place,
                    "module " + Wording.quote(name)
                            + " does not say what it is (expected: below it, such as \"module: wishbone.input.tcp\")");
            return new Found(name, null, null, null);
        }
        Map<String, NodeTuple> entries = values.entries(mapping, "module " + Wording.quote(name));
        checkKeys(entries, name);
        Optional<ModuleType> type = type(entries.get(MODULE), name, place);
        NodeTuple arguments = entries.get(ARGUMENTS);
        if (type.isEmpty()) {
            if (arguments != null) {
                checks.hideSecrets(arguments.getValueNode());
            }
            return new Found(name, null, null, null);
        }
        return configured(name, type.get(), arguments, entries.get(PROTOCOL), place);
    }

    private void checkName(String name, Place place) {
        try {
            PortNames.check(name);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            source.report(
                    place, "bad module name " + Wording.quote(name) + message.substring(message.indexOf(" (expected")));
        }
    }

    private void checkKeys(Map<String, NodeTuple> entries, String name) {
        entries.forEach((key, tuple) -> {
            Place place = Place.of(tuple.getKeyNode());
            if (!KEYS.contains(key)) {
                source.report(
                        place,
                        "unknown key " + Wording.quote(key) + " in module " + Wording.quote(name)
                                + Wording.hint(key, KEYS));
            } else if (key.equals(DESCRIPTION)) {
                values.checkText(tuple.getValueNode(), "the description of module " + Wording.quote(name));
            }
        });
    }

    private Optional<ModuleType> type(@Nullable NodeTuple tuple, String module, Place place) {
        if (tuple == null) {
            source.report(
                    place,
                    "module " + Wording.quote(module)
                            + " lacks the key \"module\" (expected: such as \"module: wishbone.input.tcp\")");
            return Optional.empty();
        }
        Place at = Place.of(tuple.getValueNode());
        Value value = values.read(tuple.getValueNode());
        if (!value.isValid()) {
            return Optional.empty();
        }
        if (!(value.raw() instanceof String name)) {
            source.report(at, "\"module\" has no name (expected: such as wishbone.input.tcp)");
            return Optional.empty();
        }
        Optional<ModuleType> type = catalog.find(name);
        if (type.isEmpty()) {
            source.report(at, "unknown module " + value.shown() + (value.isHidden() ? "" : catalog.hint(name)));
        }
        return type;
    }

    private Found configured(
            String name, ModuleType type, @Nullable NodeTuple tuple, @Nullable NodeTuple protocol, Place place) {
        MappingNode mapping = null;
        Place at = place;
        if (tuple != null) {
            at = Place.of(tuple.getKeyNode());
            Node node = tuple.getValueNode();
            if (node instanceof MappingNode given) {
                mapping = given;
            } else if (!node.getTag().equals(Tag.NULL)) {
                source.report(
                        Place.of(node),
                        "arguments of module " + Wording.quote(name)
                                + " are no map (expected: such as \"arguments: {port: 5140}\")");
                return new Found(name, type, null, null);
            }
        }
        var subject = new ArgumentChecks.Subject("argument", "module " + Wording.quote(name), type.name());
        Place reportAt = at;
        Protocoled given = withProtocol(name, type, mapping, protocol);
        return checks.read(given.mapping(), at, subject, type.arguments())
                .filter(arguments -> given.isValid())
                .flatMap(arguments -> sharedPorts.share(name, type, arguments, given.mapping(), reportAt))
                .map(arguments -> made(name, type, arguments, reportAt))
                .orElseGet(() -> new Found(name, type, null, null));
    }

    /**
     * Arguments with their protocol.
     *
     * @param mapping the arguments
     * @param isValid false if a problem with the protocol was reported
     */
    private record Protocoled(@Nullable MappingNode mapping, boolean isValid) {}

    /** The protocol that stands beside the arguments is one of them, if the module has such a one. */
    private Protocoled withProtocol(
            String name, ModuleType type, @Nullable MappingNode mapping, @Nullable NodeTuple beside) {
        List<NodeTuple> tuples = new ArrayList<>(mapping == null ? List.of() : mapping.getValue());
        boolean takesOne = type.argument(PROTOCOL).isPresent();
        if (beside != null && takesOne) {
            tuples.add(beside);
        } else if (beside != null) {
            source.report(
                    Place.of(beside.getKeyNode()),
                    "module " + Wording.quote(name) + ", a " + type.name()
                            + ", takes no protocol (expected: one that reads or writes bytes, or a"
                            + " wishbone.process.decode or wishbone.process.encode beside it)");
        }
        boolean isValid = beside == null || takesOne;
        for (int i = 0; i < tuples.size(); i++) {
            NodeTuple tuple = tuples.get(i);
            if (takesOne
                    && tuple.getKeyNode() instanceof ScalarNode key
                    && key.getValue().equals(PROTOCOL)) {
                ProtocolSection.Resolved resolved = protocols.resolve(tuple.getValueNode());
                tuples.set(i, new NodeTuple(tuple.getKeyNode(), resolved.node()));
                isValid &= resolved.isValid();
            }
        }
        return new Protocoled(tuples.isEmpty() ? mapping : new MappingNode(Tag.MAP, tuples, FlowStyle.BLOCK), isValid);
    }

    /** A module looks at how its arguments go together when it is made. */
    private Found made(String name, ModuleType type, Map<String, Object> arguments, Place place) {
        try {
            return new Found(name, type, arguments, type.create(name, arguments));
        } catch (RuntimeException e) {
            String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            source.report(place, "module " + Wording.quote(name) + ": " + message);
            return new Found(name, type, null, null);
        }
    }
}
