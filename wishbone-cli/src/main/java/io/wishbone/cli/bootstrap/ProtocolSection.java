package io.wishbone.cli.bootstrap;

import io.wishbone.protocol.ProtocolType;
import io.wishbone.protocol.Protocols;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads {@code protocols}, and puts what it defines where modules name it. <em>Confined to the thread that loads the
 * file.</em>
 */
final class ProtocolSection {
    private static final String PROTOCOL = "protocol";
    private static final String ARGUMENTS = "arguments";
    private static final String DESCRIPTION = "description";
    private static final Set<String> KEYS = new TreeSet<>(Set.of(PROTOCOL, ARGUMENTS, DESCRIPTION));

    private final SourceText source;
    private final ValueReader values;
    private final ArgumentChecks checks;

    /** Definitions by name, as the value that an argument takes; empty where a problem was reported. */
    private final Map<String, Optional<Node>> defined = new TreeMap<>();

    ProtocolSection(SourceText source, ValueReader values, ArgumentChecks checks) {
        this.source = source;
        this.values = values;
        this.checks = checks;
    }

    void read(Node node) {
        if (node instanceof MappingNode mapping) {
            values.entries(mapping, "protocols").forEach((name, tuple) -> defined.put(name, definition(name, tuple)));
        } else {
            source.report(
                    Place.of(node),
                    "protocols are no map (expected: a name for each, and below it such as \"protocol: json\")");
        }
    }

    private Optional<Node> definition(String name, NodeTuple tuple) {
        Place place = Place.of(tuple.getKeyNode());
        String owner = "protocol " + Wording.quote(name);
        if (Protocols.find(name).isPresent()) {
            source.report(place, owner + " is there already (expected: a name that \"wishbone list\" does not show)");
            return Optional.empty();
        }
        if (!(tuple.getValueNode() instanceof MappingNode mapping)) {
            source.report(place, owner + " does not say what it is (expected: below it, such as \"protocol: json\")");
            return Optional.empty();
        }
        Map<String, NodeTuple> entries = values.entries(mapping, owner);
        entries.forEach((key, entry) -> {
            if (!KEYS.contains(key)) {
                source.report(
                        Place.of(entry.getKeyNode()),
                        "unknown key " + Wording.quote(key) + " in " + owner + Wording.hint(key, KEYS));
            } else if (key.equals(DESCRIPTION)) {
                values.checkText(entry.getValueNode(), "the description of " + owner);
            }
        });
        return type(entries.get(PROTOCOL), owner, place)
                .flatMap(type -> checked(type, owner, entries.get(ARGUMENTS), mapping));
    }

    private Optional<ProtocolType> type(@Nullable NodeTuple tuple, String owner, Place place) {
        if (tuple == null) {
            source.report(place, owner + " lacks the key \"protocol\" (expected: such as \"protocol: json\")");
            return Optional.empty();
        }
        Value value = values.read(tuple.getValueNode());
        if (!value.isValid()) {
            return Optional.empty();
        }
        Object raw = value.raw();
        if (raw instanceof Map || raw instanceof List) {
            source.report(
                    Place.of(tuple.getValueNode()),
                    "the protocol of " + owner + " is no name (expected: such as json)");
            return Optional.empty();
        }
        Optional<ProtocolType> type = raw == null ? Optional.empty() : Protocols.find(raw.toString());
        if (type.isEmpty()) {
            String hint = raw == null || value.isHidden() ? "" : Wording.hint(raw.toString(), installed());
            source.report(Place.of(tuple.getValueNode()), "unknown protocol " + value.shown() + hint);
        }
        return type;
    }

    private static List<String> installed() {
        return Protocols.installed().stream().map(ProtocolType::name).toList();
    }

    private Optional<Node> checked(
            ProtocolType type, String owner, @Nullable NodeTuple arguments, MappingNode definition) {
        MappingNode given = null;
        Place place = Place.of(definition);
        if (arguments != null && !arguments.getValueNode().getTag().equals(Tag.NULL)) {
            place = Place.of(arguments.getKeyNode());
            if (!(arguments.getValueNode() instanceof MappingNode mapping)) {
                source.report(
                        Place.of(arguments.getValueNode()),
                        "arguments of " + owner + " are no map (expected: such as \"arguments: {max_depth: 50}\")");
                return Optional.empty();
            }
            given = mapping;
        }
        var subject = new ArgumentChecks.Subject("argument", owner, "protocol " + type.name());
        Place at = place;
        MappingNode mapping = given;
        return checks.read(given, place, subject, type.arguments())
                .filter(read -> canBeMade(type, owner, read, at))
                .map(read -> asValue(type, mapping, definition));
    }

    /** A protocol looks at how its arguments go together when it is made. */
    private boolean canBeMade(ProtocolType type, String owner, Map<String, Object> arguments, Place place) {
        try {
            type.create("", arguments);
            return true;
        } catch (RuntimeException e) {
            source.report(place, owner + ": " + e.getMessage());
            return false;
        }
    }

    /** What a module would say that has the definition in its own arguments. */
    private static Node asValue(ProtocolType type, @Nullable MappingNode given, MappingNode definition) {
        List<NodeTuple> tuples = new ArrayList<>();
        tuples.add(new NodeTuple(text(ProtocolType.TYPE, definition), text(type.name(), definition)));
        if (given != null) {
            tuples.addAll(given.getValue());
        }
        return new MappingNode(
                Tag.MAP, true, tuples, FlowStyle.BLOCK, definition.getStartMark(), definition.getEndMark());
    }

    private static ScalarNode text(String text, Node place) {
        return new ScalarNode(Tag.STR, true, text, ScalarStyle.PLAIN, place.getStartMark(), place.getEndMark());
    }

    /**
     * The protocol that a module names, as the value of an argument.
     *
     * @param node what the file says: a name, or a map, which stays as it is
     */
    Resolved resolve(Node node) {
        if (!(node instanceof ScalarNode scalar)
                || scalar.getValue().contains("${")
                || node.getTag().equals(Tag.NULL)
                || Protocols.find(scalar.getValue()).isPresent()) {
            return new Resolved(node, true);
        }
        String name = scalar.getValue();
        Optional<Node> definition = defined.get(name);
        if (definition == null) {
            List<String> known = new ArrayList<>(defined.keySet());
            known.addAll(installed());
            source.report(Place.of(node), "unknown protocol " + Wording.quote(name) + Wording.hint(name, known));
        }
        return definition == null || definition.isEmpty()
                ? new Resolved(text("bytes", node), false)
                : new Resolved(definition.get(), true);
    }

    /**
     * What stands for a protocol. <em>Immutable.</em>
     *
     * @param node the value to read; any valid one if a problem was reported, so that the rest can be checked
     * @param isValid false if a problem was reported
     */
    record Resolved(Node node, boolean isValid) {}
}
