package io.wishbone.cli.python;

import io.wishbone.module.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Translates the section {@code modules}. <em>Confined to the thread that translates.</em> */
final class PythonModules {
    private static final String MODULE = "module";
    private static final String ARGUMENTS = "arguments";
    private static final String FUNCTIONS = "functions";
    private static final String PROTOCOL = "protocol";
    private static final String DESCRIPTION = "description";
    private static final String EVENT = "event";
    private static final String PAYLOAD = "payload";
    private static final String SELECTION = "selection";
    private static final Set<String> TRANSLATED = Set.of(ARGUMENTS, FUNCTIONS, PROTOCOL, EVENT);

    private final PythonModule.Work work;
    private final PythonProtocols protocols;
    private final Map<String, Node> functions;
    private final HelperModules helpers;

    PythonModules(PythonModule.Work work, PythonProtocols protocols, Map<String, Node> functions) {
        this.work = work;
        this.protocols = protocols;
        this.functions = functions;
        this.helpers = new HelperModules(work);
    }

    /** Modules of here, with those that help them. */
    List<NodeTuple> translate(Optional<Node> section) {
        Map<String, NodeTuple> entries = section.map(Nodes::entries).orElseGet(Map::of);
        helpers.reserve(entries.keySet());
        Map<String, PythonModule> modules = new LinkedHashMap<>();
        Map<String, NodeTuple> bodies = new LinkedHashMap<>();
        entries.forEach((name, tuple) -> {
            bodies.put(name, tuple);
            module(name, tuple).ifPresent(module -> modules.put(name, module));
        });
        List<NodeTuple> result = new ArrayList<>();
        bodies.forEach((name, tuple) -> {
            PythonModule module = modules.get(name);
            if (module == null) {
                result.add(new NodeTuple(tuple.getKeyNode(), Nodes.verbatim(tuple.getValueNode())));
            } else {
                result.add(new NodeTuple(tuple.getKeyNode(), body(module, tuple.getValueNode())));
                boolean isInput = kind(module).isInput();
                result.addAll(helpers.around(module, isInput));
            }
        });
        return result;
    }

    /** Connections, those to and from helping modules in the place of those that they came into. */
    List<Node> routes() {
        return helpers.routes();
    }

    private static PythonKind kind(PythonModule module) {
        return PythonKinds.find(module.shown()).orElseThrow();
    }

    private Optional<PythonModule> module(String name, NodeTuple tuple) {
        Map<String, NodeTuple> entries = Nodes.entries(tuple.getValueNode());
        String shown = text(entries, MODULE);
        Node at = value(entries, MODULE).orElse(tuple.getKeyNode());
        Optional<PythonKind> kind = PythonKinds.find(shown);
        if (kind.isEmpty()) {
            // What lacks a kind is told by who reads the result.
            if (entries.containsKey(MODULE) && !work.kinds().has(shown)) {
                unknown(at, shown);
            }
            return Optional.empty();
        }
        if (!kind.get().hasSuccessor()) {
            work.notes()
                    .loss(
                            at,
                            "module \"" + shown + "\" has no equal here ("
                                    + kind.get().advice() + ")");
            return Optional.empty();
        }
        PythonModule module = new PythonModule(name, shown, kind.get().successor(), tuple.getKeyNode(), work);
        protocol(module, kind.get(), entries);
        arguments(module, kind.get(), value(entries, ARGUMENTS));
        moduleFunctions(module, value(entries, FUNCTIONS));
        if (entries.containsKey(EVENT)) {
            work.notes().notice(entries.get(EVENT).getKeyNode(), "key \"event\": modules get whole events here");
        }
        return Optional.of(module);
    }

    private void unknown(Node at, String name) {
        work.notes()
                .loss(at, "module \"" + name + "\" is none of Python's Wishbone nor of this" + PythonKinds.hint(name));
    }

    private void protocol(PythonModule module, PythonKind kind, Map<String, NodeTuple> entries) {
        value(entries, PROTOCOL).ifPresent(reference -> protocols.apply(module, kind, reference));
    }

    private static void arguments(PythonModule module, PythonKind kind, Optional<Node> given) {
        Map<String, NodeTuple> arguments = entries(module, ARGUMENTS, given);
        boolean hasPayload = kind.rules().containsKey(SELECTION)
                && arguments.containsKey(PAYLOAD)
                && !Nodes.isNull(arguments.get(PAYLOAD).getValueNode());
        // These come first, since other templates are worked out after what they do.
        for (String name : List.of(SELECTION, PAYLOAD)) {
            Rule rule = kind.rules().get(name);
            if (rule != null && arguments.containsKey(name) && !(hasPayload && name.equals(SELECTION))) {
                apply(module, name, arguments.get(name).getValueNode(), rule);
            }
        }
        module.moveData(kind.isInput());
        arguments.forEach((name, tuple) -> {
            Rule rule = kind.rules().get(name);
            if (rule == null) {
                String hint = NearestName.find(name, kind.rules().keySet())
                        .map(near -> " (did you mean \"" + near + "\"?)")
                        .orElse(" (known: "
                                + String.join(", ", new TreeSet<>(kind.rules().keySet())) + ")");
                module.loss(name, tuple.getKeyNode(), "there was no such argument" + hint);
            } else if (hasPayload && name.equals(SELECTION)) {
                module.notice(name, tuple.getValueNode(), "\"payload\" counts in its place");
            } else if (!name.equals(PAYLOAD) && !name.equals(SELECTION)) {
                apply(module, name, tuple.getValueNode(), rule);
            }
        });
        module.keepData();
        try {
            kind.end().apply(module, module.place());
        } catch (UntranslatableException e) {
            module.work().notes().loss(module.place(), "module \"" + module.name() + "\": " + e.reason());
        }
        kind.defaults().forEach((name, value) -> otherwise(module, name, value));
    }

    private static void apply(PythonModule module, String name, Node value, Rule rule) {
        try {
            rule.apply(module, name, value);
        } catch (UntranslatableException e) {
            module.loss(name, value, e.reason());
        }
    }

    private static void otherwise(PythonModule module, String name, String value) {
        if (name.equals(PROTOCOL)) {
            module.setProtocol(Nodes.raw(module.place(), value));
        } else {
            module.arguments().putIfAbsent(name, Nodes.typed(module.place(), value));
        }
    }

    private void moduleFunctions(PythonModule module, Optional<Node> given) {
        entries(module, FUNCTIONS, given).forEach((queue, tuple) -> {
            if (!(tuple.getValueNode() instanceof SequenceNode)) {
                work.notes()
                        .loss(
                                tuple.getValueNode(),
                                "functions of module \"" + module.name() + "\" are no list (expected: names of"
                                        + " module_functions)");
            }
            for (Node reference : Nodes.items(tuple.getValueNode())) {
                module.byQueue()
                        .computeIfAbsent(queue, unused -> new ArrayList<>())
                        .addAll(operations(module, reference));
            }
        });
    }

    private static Map<String, NodeTuple> entries(PythonModule module, String key, Optional<Node> given) {
        if (given.isPresent() && !Nodes.isNull(given.get()) && !(given.get() instanceof MappingNode)) {
            module.work()
                    .notes()
                    .loss(given.get(), key + " of module \"" + module.name() + "\" are no map (expected: such as {})");
        }
        return given.map(Nodes::entries).orElseGet(Map::of);
    }

    private List<Node> operations(PythonModule module, Node reference) {
        String name = Nodes.scalar(reference).orElse("");
        Node definition = functions.get(name);
        try {
            if (definition == null) {
                String hint = NearestName.find(name, functions.keySet())
                        .map(near -> " (did you mean \"" + near + "\"?)")
                        .orElse(" (known: " + String.join(", ", functions.keySet()) + ")");
                throw new UntranslatableException("is not in module_functions" + hint);
            }
            Map<String, NodeTuple> entries = Nodes.entries(definition);
            String function = text(entries, "function");
            Map<String, NodeTuple> arguments =
                    value(entries, ARGUMENTS).map(Nodes::entries).orElseGet(Map::of);
            List<Node> made = PythonOperations.function(module, function, arguments, definition);
            work.notes().unknownKeys(entries, List.of("function", ARGUMENTS), "function \"" + name + "\"");
            work.notes()
                    .unknownKeys(
                            arguments,
                            PythonOperations.argumentsOf(function),
                            "the arguments of function \"" + name + "\"");
            return made;
        } catch (UntranslatableException e) {
            work.notes().loss(reference, "function \"" + name + "\" of module \"" + module.name() + "\" " + e.reason());
            return List.of();
        }
    }

    private static Optional<Node> value(Map<String, NodeTuple> entries, String key) {
        return Optional.ofNullable(entries.get(key)).map(NodeTuple::getValueNode);
    }

    private static String text(Map<String, NodeTuple> entries, String key) {
        return value(entries, key).flatMap(Nodes::scalar).orElse("");
    }

    private static Node body(PythonModule module, Node old) {
        List<NodeTuple> tuples = new ArrayList<>();
        Nodes.entries(old).forEach((key, tuple) -> {
            Node value = tuple.getValueNode();
            if (key.equals(MODULE)) {
                tuples.add(new NodeTuple(tuple.getKeyNode(), Nodes.raw(value, module.successor())));
                module.protocol()
                        .ifPresent(protocol -> tuples.add(new NodeTuple(Nodes.raw(protocol, PROTOCOL), protocol)));
            } else if (key.equals(DESCRIPTION)) {
                tuples.add(new NodeTuple(tuple.getKeyNode(), Nodes.literal(value)));
            } else if (!TRANSLATED.contains(key)) {
                tuples.add(new NodeTuple(tuple.getKeyNode(), Nodes.verbatim(value)));
            }
        });
        if (!module.arguments().isEmpty()) {
            NodeTuple given = Nodes.entries(old).get(ARGUMENTS);
            Node at = given == null ? module.place() : given.getKeyNode();
            tuples.add(new NodeTuple(Nodes.raw(at, ARGUMENTS), Nodes.map(at, module.arguments())));
        }
        return Nodes.mapOf(old, tuples);
    }
}
