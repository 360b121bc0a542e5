package io.wishbone.cli.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Translates bootstrap files of Python's Wishbone. <em>Immutable.</em> */
public final class PythonFile {
    static final int DEEPEST = 50;

    private static final String MODULES = "modules";
    private static final String PROTOCOLS = "protocols";
    private static final String ROUTINGTABLE = "routingtable";
    private static final String MODULE = "module";
    private static final String ARGUMENTS = "arguments";
    private static final List<String> DEFINITION = List.of("function", MODULE, ARGUMENTS);
    private static final List<String> FUNCTIONS = List.of("template_functions", "lookups");
    private static final Set<String> SECTIONS =
            Set.of("module_functions", "template_functions", "lookups", "logs", "metrics");

    private final NativeKinds kinds;

    /**
     * A translator.
     *
     * @param kinds what there is here
     */
    public PythonFile(NativeKinds kinds) {
        this.kinds = kinds;
    }

    /**
     * A file of this Wishbone.
     *
     * @param root its root, with places in the old file
     * @param notes what was not carried over, in no order
     */
    public record Translation(Node root, List<Note> notes) {
        public Translation {
            notes = List.copyOf(notes);
        }
    }

    /** Whether a file can only be one of Python's: by a section, a module, a protocol or an argument that it has. */
    public boolean isOne(Node root) {
        Map<String, NodeTuple> sections = Nodes.entries(root);
        return sections.keySet().stream().anyMatch(SECTIONS::contains)
                || values(sections, PROTOCOLS).values().stream().anyMatch(PythonProtocols::isPythons)
                || values(sections, MODULES).values().stream().anyMatch(this::isPythons);
    }

    private static Map<String, Node> values(Map<String, NodeTuple> sections, String key) {
        Map<String, Node> values = new LinkedHashMap<>();
        if (sections.containsKey(key)) {
            Nodes.entries(sections.get(key).getValueNode())
                    .forEach((name, tuple) -> values.put(name, tuple.getValueNode()));
        }
        return values;
    }

    private boolean isPythons(Node module) {
        Map<String, NodeTuple> entries = Nodes.entries(module);
        if (entries.containsKey("functions") || entries.containsKey("event")) {
            return true;
        }
        String name = entries.containsKey(MODULE)
                ? Nodes.scalar(entries.get(MODULE).getValueNode()).orElse("")
                : "";
        Optional<PythonKind> kind = PythonKinds.find(name);
        if (kind.isEmpty()) {
            return false;
        }
        // What is called the same in both is Python's if it is spelled and configured as only Python's was.
        return !kinds.has(name)
                || (PythonKinds.isOlder(name)
                        && values(entries, ARGUMENTS).keySet().stream()
                                .anyMatch(argument ->
                                        kind.get().rules().containsKey(argument) && !kinds.takes(name, argument)));
    }

    /** Translates a file, whether or not {@link #isOne} tells that it is one. */
    public Translation translate(Node root) {
        if (!(root instanceof MappingNode)) {
            return new Translation(root, List.of());
        }
        Map<String, NodeTuple> sections = Nodes.entries(root);
        Notes notes = new Notes();
        new DoubledKeys(notes).find(root, 0);
        PythonRoutes routes = new PythonRoutes(section(sections, ROUTINGTABLE));
        EventFields fields = new EventFields();
        PythonFunctions functions = new PythonFunctions(fields);
        boolean unpacks = values(sections, MODULES).values().stream()
                .anyMatch(module ->
                        kindOf(module).filter(name -> name.endsWith(".unpack")).isPresent());
        var work = new PythonModule.Work(notes, functions, fields, routes, kinds, unpacks);
        define(sections, work);
        WrittenFields.find(section(sections, MODULES), fields);
        PythonProtocols protocols = new PythonProtocols(notes, section(sections, PROTOCOLS));
        var modules = new PythonModules(work, protocols, values(sections, "module_functions"));
        List<NodeTuple> translated = modules.translate(section(sections, MODULES));
        return new Translation(
                Nodes.mapOf(root, result(sections, protocols, translated, modules.routes())), notes.all());
    }

    private static Optional<Node> section(Map<String, NodeTuple> sections, String key) {
        return Optional.ofNullable(sections.get(key)).map(NodeTuple::getValueNode);
    }

    static Optional<String> kindOf(Node module) {
        return section(Nodes.entries(module), MODULE).flatMap(Nodes::scalar);
    }

    private static void define(Map<String, NodeTuple> sections, PythonModule.Work work) {
        work.functions().defineLookups();
        for (String section : FUNCTIONS) {
            values(sections, section).forEach((name, definition) -> {
                Map<String, NodeTuple> entries = Nodes.entries(definition);
                Optional<Node> function = section(entries, "function").or(() -> section(entries, MODULE));
                String kind = function.flatMap(Nodes::scalar).orElse("");
                work.notes().unknownKeys(entries, DEFINITION, "function \"" + name + "\"");
                Map<String, NodeTuple> arguments =
                        section(entries, ARGUMENTS).map(Nodes::entries).orElseGet(Map::of);
                PythonFunctions.settings(kind)
                        .ifPresent(known -> work.notes()
                                .unknownKeys(arguments, known, "the arguments of function \"" + name + "\""));
                if (!work.functions().define(name, kind, arguments)) {
                    work.notes()
                            .loss(
                                    function.orElse(definition),
                                    "function \"" + kind + "\" has no equal here (expected: one of Python's"
                                            + " wishbone.function.template or wishbone.lookup; write instead: an"
                                            + " io.wishbone.expression.ExpressionFunctions in a jar)");
                }
            });
        }
        for (String section : List.of("logs", "metrics")) {
            if (sections.containsKey(section)) {
                work.notes()
                        .loss(
                                sections.get(section).getKeyNode(),
                                "the section \"" + section + "\" has no equal here (write instead: modules, and a route"
                                        + " from _" + section + ".outbox)");
            }
        }
    }

    private static List<NodeTuple> result(
            Map<String, NodeTuple> sections, PythonProtocols protocols, List<NodeTuple> modules, List<Node> routes) {
        List<NodeTuple> result = new ArrayList<>();
        sections.forEach((key, tuple) -> {
            Node value = tuple.getValueNode();
            if (key.equals(MODULES) && value instanceof MappingNode) {
                result.add(new NodeTuple(tuple.getKeyNode(), Nodes.mapOf(value, modules)));
            } else if (key.equals(ROUTINGTABLE) && !Nodes.items(value).isEmpty()) {
                result.add(new NodeTuple(tuple.getKeyNode(), Nodes.list(value, routes)));
            } else if (key.equals(PROTOCOLS) && value instanceof MappingNode) {
                if (!protocols.others().isEmpty()) {
                    result.add(new NodeTuple(tuple.getKeyNode(), Nodes.mapOf(value, protocols.others())));
                }
            } else if (!SECTIONS.contains(key)) {
                result.add(new NodeTuple(tuple.getKeyNode(), Nodes.verbatim(value)));
            }
        });
        return result;
    }
}
