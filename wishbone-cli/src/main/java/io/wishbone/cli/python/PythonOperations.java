package io.wishbone.cli.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** What the module {@code modify} and functions of modules did, as operations of {@code wishbone.process.modify}. */
final class PythonOperations {
    private static final Pattern FORMAT_FIELD = Pattern.compile("\\{\\{|\\}\\}|\\{(?<name>[^{}]*)\\}|[{}]");
    private static final Pattern GROUP = Pattern.compile("\\\\(?:g<(?<name>\\w+)>|(?<number>[1-9]))|\\$|\\\\\\\\");

    /** What becomes of an expression. */
    private interface Form {
        Node make(PythonModule module, Node at, List<Node> given) throws UntranslatableException;
    }

    private static final Map<String, Form> FORMS = Map.ofEntries(
            Map.entry(
                    "add_item",
                    (module, at, given) ->
                            operation(at, "append", Map.of(field(module, given, 1), item(module, given.get(0))))),
            Map.entry("copy", PythonOperations::copy),
            Map.entry("del_item", (module, at, given) -> {
                throw new UntranslatableException("takes the first such item away, which no operation does"
                        + " (write instead: compute with a filter, which takes all)");
            }),
            Map.entry("delete", (module, at, given) -> named(module, at, "delete", given, 0)),
            Map.entry("extract", PythonOperations::extract),
            Map.entry("join", PythonOperations::join),
            Map.entry("lowercase", (module, at, given) -> named(module, at, "lowercase", given, 0)),
            Map.entry("merge", PythonOperations::merge),
            Map.entry("replace", PythonOperations::replace),
            Map.entry("set", (module, at, given) -> module.setting(text(given, 1), given.get(0))),
            Map.entry("template", PythonOperations::template),
            Map.entry("time", PythonOperations::time),
            Map.entry("uppercase", (module, at, given) -> named(module, at, "uppercase", given, 0)));

    private PythonOperations() {}

    /** The rule of the argument {@code expressions}. */
    static void expressions(PythonModule module, String argument, Node value) throws UntranslatableException {
        List<Node> operations = new ArrayList<>();
        for (Node item : Nodes.list(value)) {
            for (Map.Entry<String, NodeTuple> entry : Nodes.map(item).entrySet()) {
                NodeTuple tuple = entry.getValue();
                try {
                    operations.add(operation(module, entry.getKey(), tuple));
                } catch (UntranslatableException e) {
                    module.loss(argument, tuple.getKeyNode(), "\"" + entry.getKey() + "\": " + e.reason());
                }
            }
        }
        module.set("operations", Nodes.list(value, operations));
    }

    private static Node operation(PythonModule module, String name, NodeTuple tuple) throws UntranslatableException {
        Form form = FORMS.get(name);
        if (form == null) {
            throw new UntranslatableException("is none of Python's expressions (known: "
                    + String.join(", ", new TreeSet<>(FORMS.keySet())) + ")");
        }
        return form.make(module, tuple.getKeyNode(), Nodes.list(tuple.getValueNode()));
    }

    /** The rule of the argument {@code templates} of the module {@code template}. */
    static void templates(PythonModule module, String argument, Node value) throws UntranslatableException {
        List<Node> operations = new ArrayList<>();
        for (Map.Entry<String, NodeTuple> entry : Nodes.map(value).entrySet()) {
            try {
                operations.add(module.setting(entry.getKey(), entry.getValue().getValueNode()));
            } catch (UntranslatableException e) {
                module.loss(argument, entry.getValue().getValueNode(), e.reason());
            }
        }
        module.set("operations", Nodes.list(value, operations));
    }

    /** What a function of modules did, such as {@code wishbone.function.module.append}. */
    static List<Node> function(PythonModule module, String function, Map<String, NodeTuple> given, Node at)
            throws UntranslatableException {
        String name = function.substring(function.lastIndexOf('.') + 1);
        Node destination = argument(given, "destination", at, name.equals("append") ? "tags" : "data");
        Node source = argument(given, "source", at, "data");
        return switch (name) {
            case "append" ->
                List.of(operation(
                        at,
                        "append",
                        Map.of(module.work().fields().path(scalar(destination)), plainItem(data(given)))));
            case "set" -> List.of(module.setting(scalar(destination), data(given)));
            case "lowercase", "uppercase" -> recased(module, at, name, source, destination);
            default ->
                throw new UntranslatableException("is Python code of your own"
                        + " (expected: append, lowercase, set or uppercase of wishbone.function.module;"
                        + " write instead: a wishbone.process.modify, or a module of your own)");
        };
    }

    /** The arguments of such a function. */
    static List<String> argumentsOf(String function) {
        boolean isNew = function.endsWith(".append") || function.endsWith(".set");
        return List.of(isNew ? "data" : "source", "destination");
    }

    private static List<Node> recased(PythonModule module, Node at, String name, Node source, Node destination)
            throws UntranslatableException {
        List<Node> operations = new ArrayList<>();
        if (!scalar(source).equals(scalar(destination))) {
            operations.add(copy(module, at, List.of(source, destination)));
        }
        operations.add(named(module, at, name, List.of(destination), 0));
        return operations;
    }

    private static Node data(Map<String, NodeTuple> given) throws UntranslatableException {
        NodeTuple data = given.get("data");
        if (data == null) {
            throw new UntranslatableException("lacks the argument \"data\"");
        }
        return data.getValueNode();
    }

    private static Node argument(Map<String, NodeTuple> given, String name, Node at, String otherwise) {
        NodeTuple tuple = given.get(name);
        return tuple == null ? Nodes.text(at, otherwise) : tuple.getValueNode();
    }

    private static String scalar(Node node) {
        return Nodes.scalar(node).orElse("");
    }

    private static Node operation(Node at, String name, Map<String, Node> entries) {
        return Nodes.map(at, name, Nodes.map(at, entries));
    }

    private static String text(List<Node> given, int index) throws UntranslatableException {
        if (index >= given.size()) {
            throw new UntranslatableException(
                    "has " + given.size() + " values (expected: at least " + (index + 1) + ")");
        }
        return Nodes.scalar(given.get(index))
                .orElseThrow(() -> new UntranslatableException("has a value " + (index + 1) + " that is no text"));
    }

    private static String field(PythonModule module, List<Node> given, int index) throws UntranslatableException {
        return module.work().fields().path(text(given, index));
    }

    private static Node named(PythonModule module, Node at, String name, List<Node> given, int index)
            throws UntranslatableException {
        return Nodes.map(at, name, Nodes.text(at, field(module, given, index)));
    }

    private static Node item(PythonModule module, Node value) throws UntranslatableException {
        return Nodes.string(value).isPresent() ? module.templateNode(value) : Nodes.literal(value);
    }

    private static Node plainItem(Node value) {
        return Nodes.string(value)
                .map(text -> Nodes.text(value, JinjaTemplate.plain(text)))
                .orElseGet(() -> Nodes.literal(value));
    }

    private static Map<String, Node> named(Node at, String... namesAndTexts) {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            entries.put(namesAndTexts[i], Nodes.text(at, namesAndTexts[i + 1]));
        }
        return entries;
    }

    private static Node copy(PythonModule module, Node at, List<Node> given) throws UntranslatableException {
        String to = field(module, given, 1);
        if (given.size() < 3) {
            return operation(at, "copy", named(at, "from", field(module, given, 0), "to", to));
        }
        Cel from = Cel.field(module.work().fields().segments(text(given, 0)));
        boolean isPart =
                from.origin() instanceof Cel.Field field && field.segments().size() > 1;
        String value = isPart && from.origin() instanceof Cel.Field field
                ? Cel.optional(field) + ".orValue(" + module.literal(given.get(2)) + ")"
                : from.text();
        return operation(at, "compute", named(at, to, value));
    }

    private static Node extract(PythonModule module, Node at, List<Node> given) throws UntranslatableException {
        // Python looks at the beginning only, and passes on what does not match.
        String pattern = "^(?:" + text(given, 1) + ")";
        return operation(
                at,
                "extract",
                named(
                        at,
                        "from",
                        field(module, given, 2),
                        "pattern",
                        pattern,
                        "to",
                        field(module, given, 0),
                        "mismatch",
                        "pass"));
    }

    private static Node join(PythonModule module, Node at, List<Node> given) throws UntranslatableException {
        return operation(
                at,
                "join",
                named(
                        at,
                        "field",
                        field(module, given, 0),
                        "separator",
                        text(given, 1),
                        "to",
                        field(module, given, 2)));
    }

    private static Node merge(PythonModule module, Node at, List<Node> given) throws UntranslatableException {
        Map<String, Node> entries = new LinkedHashMap<>();
        entries.put(
                "from",
                Nodes.list(
                        at, List.of(Nodes.text(at, field(module, given, 0)), Nodes.text(at, field(module, given, 1)))));
        entries.put("to", Nodes.text(at, field(module, given, 2)));
        return operation(at, "merge", entries);
    }

    private static Node replace(PythonModule module, Node at, List<Node> given) throws UntranslatableException {
        Matcher group = GROUP.matcher(text(given, 1));
        StringBuilder with = new StringBuilder();
        while (group.find()) {
            String own = group.group();
            if (group.group("name") != null) {
                own = "${" + group.group("name") + "}";
            } else if (group.group("number") != null) {
                own = "$" + group.group("number");
            } else if (own.equals("$")) {
                own = "\\$";
            }
            group.appendReplacement(with, Matcher.quoteReplacement(own));
        }
        group.appendTail(with);
        return operation(
                at,
                "replace",
                named(at, "field", field(module, given, 2), "pattern", text(given, 0), "with", with.toString()));
    }

    /** A format of Python's own: {@code {name}} stands for an entry of a map. */
    private static Node template(PythonModule module, Node at, List<Node> given) throws UntranslatableException {
        List<String> source = module.work().fields().segments(text(given, 2));
        Matcher piece = FORMAT_FIELD.matcher(text(given, 1));
        StringBuilder template = new StringBuilder();
        while (piece.find()) {
            String name = piece.group("name");
            if (name == null ? piece.group().length() == 1 : !name.matches("\\w+")) {
                throw new UntranslatableException("has \"" + piece.group() + "\" (expected: {name})");
            }
            String own = name == null ? piece.group().substring(1) : "{{ " + entry(source, name) + " }}";
            piece.appendReplacement(template, Matcher.quoteReplacement(own));
        }
        piece.appendTail(template);
        return operation(at, "set", named(at, field(module, given, 0), template.toString()));
    }

    private static String entry(List<String> source, String name) {
        List<String> path = new ArrayList<>(source);
        path.add(name);
        return Cel.field(path).text();
    }

    private static Node time(PythonModule module, Node at, List<Node> given) throws UntranslatableException {
        String stamp = Cel.field(module.work().fields().segments("timestamp")).text();
        Cel text = PythonFunctions.formatted("timestamp(int(" + stamp + "))", TimePattern.of(text(given, 1)));
        return operation(at, "compute", named(at, field(module, given, 0), text.text()));
    }
}
