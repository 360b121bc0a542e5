package io.wishbone.cli.python;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The filters, tests and methods that expressions of Jinja2 name, and what they are in CEL. */
final class JinjaFilters {
    /** What becomes of a value. */
    private interface Form {
        Cel make(Cel value, List<Cel> arguments) throws UntranslatableException;
    }

    private static final Map<String, Form> FILTERS = Map.ofEntries(
            Map.entry("abs", (value, given) -> Cel.of("math.abs(" + value.text() + ")")),
            Map.entry("count", (value, given) -> Cel.of("size(" + value.text() + ")")),
            Map.entry("d", JinjaFilters::otherwise),
            Map.entry("default", JinjaFilters::otherwise),
            Map.entry("first", (value, given) -> Cel.of(value.whole() + "[0]")),
            Map.entry("float", (value, given) -> Cel.of("double(" + value.text() + ")")),
            Map.entry("int", (value, given) -> Cel.of("int(" + value.text() + ")")),
            Map.entry("join", (value, given) -> member(value, "join", given, 1)),
            Map.entry("last", (value, given) -> Cel.of(value.whole() + "[size(" + value.text() + ") - 1]")),
            Map.entry("length", (value, given) -> Cel.of("size(" + value.text() + ")")),
            Map.entry("lower", (value, given) -> member(value, "lowerAscii", given, 0)),
            Map.entry("replace", (value, given) -> member(value, "replace", given, 2)),
            Map.entry("safe", (value, given) -> value),
            Map.entry("string", (value, given) -> Cel.of("string(" + value.text() + ")")),
            Map.entry("tojson", (value, given) -> Cel.of("json_encode(" + value.text() + ")")),
            Map.entry("trim", (value, given) -> member(value, "trim", given, 0)),
            Map.entry("upper", (value, given) -> member(value, "upperAscii", given, 0)));

    private static final Map<String, Form> METHODS = Map.of(
            "endswith", (value, given) -> bool(member(value, "endsWith", given, 1)),
            "find", (value, given) -> member(value, "indexOf", given, 1),
            "get", JinjaFilters::get,
            "join", (value, given) -> member(one(given), "join", List.of(value), 1),
            "lower", (value, given) -> member(value, "lowerAscii", given, 0),
            "replace", (value, given) -> member(value, "replace", given, 2),
            "split", (value, given) -> member(value, "split", given, 1),
            "startswith", (value, given) -> bool(member(value, "startsWith", given, 1)),
            "strip", (value, given) -> member(value, "trim", given, 0),
            "upper", (value, given) -> member(value, "upperAscii", given, 0));

    private JinjaFilters() {}

    static Cel filter(String name, Cel value, List<Cel> arguments) throws UntranslatableException {
        return form("filter", name, FILTERS).make(value, arguments);
    }

    static Cel method(String name, Cel value, List<Cel> arguments) throws UntranslatableException {
        return form("method", name, METHODS).make(value, arguments);
    }

    static Cel test(String name, Cel value, boolean isNot) throws UntranslatableException {
        String text = switch (name) {
            case "defined" -> optional(value) + ".hasValue()";
            case "undefined" -> "!" + optional(value) + ".hasValue()";
            case "none" -> value.within(Cel.SUM) + " == null";
            default ->
                throw new UntranslatableException(
                        "the test \"" + name + "\" has no equal here (known: defined, none, undefined)");
        };
        return isNot ? Cel.bool("!(" + text + ")", Cel.UNARY) : Cel.bool(text, Cel.RELATION);
    }

    private static Form form(String what, String name, Map<String, Form> known) throws UntranslatableException {
        Form form = known.get(name);
        if (form == null) {
            throw new UntranslatableException("the " + what + " \"" + name + "\" has no equal here (known: "
                    + String.join(", ", new TreeSet<>(known.keySet())) + ")");
        }
        return form;
    }

    private static String optional(Cel value) throws UntranslatableException {
        if (value.origin() instanceof Cel.Field field && field.segments().size() > 1) {
            return Cel.optional(field);
        }
        throw new UntranslatableException("only of a field can be told whether it is there, such as data.color");
    }

    private static Cel otherwise(Cel value, List<Cel> arguments) throws UntranslatableException {
        if (arguments.size() > 1) {
            throw new UntranslatableException("the filter \"default\" takes one value here");
        }
        String other = arguments.isEmpty() ? "\"\"" : arguments.get(0).text();
        return Cel.of(optional(value) + ".orValue(" + other + ")");
    }

    private static Cel get(Cel value, List<Cel> arguments) throws UntranslatableException {
        if (arguments.isEmpty() || arguments.size() > 2) {
            throw new UntranslatableException("the method \"get\" takes a key, and a value for what is not there");
        }
        String other = arguments.size() == 1 ? "null" : arguments.get(1).text();
        return Cel.of(value.whole() + "[?" + arguments.get(0).text() + "].orValue(" + other + ")");
    }

    private static Cel one(List<Cel> arguments) throws UntranslatableException {
        if (arguments.size() != 1) {
            throw new UntranslatableException("the method \"join\" takes one list");
        }
        return arguments.get(0);
    }

    private static Cel member(Cel value, String function, List<Cel> arguments, int count)
            throws UntranslatableException {
        if (arguments.size() != count) {
            throw new UntranslatableException(
                    "\"" + function + "\" takes " + count + " values here, not " + arguments.size());
        }
        List<String> texts = arguments.stream().map(Cel::text).toList();
        return Cel.of(value.whole() + "." + function + "(" + String.join(", ", texts) + ")");
    }

    private static Cel bool(Cel value) {
        return Cel.bool(value.text(), value.level());
    }
}
