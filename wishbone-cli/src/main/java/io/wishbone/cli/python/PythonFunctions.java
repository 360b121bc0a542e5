package io.wishbone.cli.python;

import io.wishbone.module.NearestName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * The functions that templates call: those of Python's Wishbone, by the names that the sections
 * {@code template_functions} and {@code lookups} give them. <em>Confined to the thread that translates.</em>
 */
final class PythonFunctions {
    private static final String EPOCH = "double(int(now())) + double(now().getMilliseconds()) / 1000.0";

    /** What a function becomes. */
    private interface Form {
        Cel make(Call call) throws UntranslatableException;
    }

    /** A call. */
    private record Call(List<Cel> given, Map<String, Node> configured, EventFields fields) {
        Cel argument(int index, String what) throws UntranslatableException {
            if (index >= given.size()) {
                throw new UntranslatableException("the call lacks " + what);
            }
            return given.get(index);
        }

        String text(int index, String what) throws UntranslatableException {
            if (argument(index, what).origin() instanceof Cel.Text text) {
                return text.value();
            }
            throw new UntranslatableException(what + " is worked out for each event (expected: a text)");
        }

        Optional<Node> setting(String... names) {
            for (String name : names) {
                Node node = configured.get(name);
                if (node != null) {
                    return Optional.of(node);
                }
            }
            return Optional.empty();
        }

        long number(long otherwise, String... names) throws UntranslatableException {
            Optional<String> text = setting(names).flatMap(Nodes::scalar);
            if (text.isPresent() && !text.get().matches("-?[0-9]{1,15}")) {
                throw new UntranslatableException("\"" + names[0] + "\" is no whole number");
            }
            return text.map(Long::parseLong).orElse(otherwise);
        }
    }

    private static final Map<String, Form> FORMS = Map.ofEntries(
            Map.entry("choice", PythonFunctions::choice),
            Map.entry(
                    "cycle",
                    call -> lost("remembers what it gave last, which expressions do not"
                            + " (write instead: a wishbone.flow.roundrobin)")),
            Map.entry("environment", PythonFunctions::environment),
            Map.entry("epoch", call -> new Cel(EPOCH, Cel.SUM, false, null)),
            Map.entry(
                    "event",
                    call -> Cel.field(
                            call.fields().segments(call.given().isEmpty() ? "data" : call.text(0, "the field")))),
            Map.entry("etcd", call -> lost("asks a server, which expressions do not")),
            Map.entry("getuuid", call -> Cel.of("uuid()")),
            Map.entry("pid", call -> lost("tells the process, which expressions do not know")),
            Map.entry("randombool", call -> Cel.bool("random() < 0.5", Cel.RELATION)),
            Map.entry("randominteger", PythonFunctions::randomInteger),
            Map.entry("randomuuid", call -> Cel.of("uuid()")),
            Map.entry(
                    "randomword",
                    call -> lost("needs a list of words (write instead: a list of your own, such as"
                            + " [\"one\", \"two\"][int(random() * 2.0)])")),
            Map.entry("regex", PythonFunctions::regex),
            Map.entry("strftime", PythonFunctions::strftime),
            Map.entry("uuid", call -> Cel.of("uuid()")),
            Map.entry("version", call -> lost("tells the version, which expressions do not know")));

    /** What Python's Wishbone has without a section. */
    private static final Map<String, String> BUILT_IN = Map.of(
            "strftime", "strftime", "env", "environment", "epoch", "epoch", "version", "version", "regex", "regex");

    private static final Map<String, List<String>> SETTINGS = Map.ofEntries(
            Map.entry("choice", List.of("values", "array", "list")),
            Map.entry("environment", List.of()),
            Map.entry("epoch", List.of()),
            Map.entry("event", List.of()),
            Map.entry("getuuid", List.of()),
            Map.entry("randombool", List.of()),
            Map.entry("randominteger", List.of("minimum", "min", "maximum", "max")),
            Map.entry("randomuuid", List.of()),
            Map.entry("regex", List.of()),
            Map.entry("strftime", List.of()),
            Map.entry("uuid", List.of()));

    private record Definition(String form, Map<String, Node> arguments) {}

    private final Map<String, Definition> defined = new TreeMap<>();
    private final EventFields fields;

    PythonFunctions(EventFields fields) {
        this.fields = fields;
        BUILT_IN.forEach((name, form) -> defined.put(name, new Definition(form, Map.of())));
    }

    /** Takes a definition of the file; false if it names a function that Python's Wishbone did not bring. */
    boolean define(String name, String function, Map<String, NodeTuple> arguments) {
        String form = form(function);
        boolean isOwn = function.matches("wishbone\\.(function\\.template|lookup(\\.(internal|external))?)\\.\\w+");
        Map<String, Node> configured = new HashMap<>();
        arguments.forEach((key, tuple) -> configured.put(key, tuple.getValueNode()));
        defined.put(name, new Definition(form, configured));
        return isOwn && FORMS.containsKey(form);
    }

    private static String form(String function) {
        return function.substring(function.lastIndexOf('.') + 1).replace("_", "");
    }

    /** The arguments that a function reads; empty for one that cannot be called here. */
    static Optional<List<String>> settings(String function) {
        return Optional.ofNullable(SETTINGS.get(form(function)));
    }

    /** Has the lookup {@code event}, which needs no definition. */
    void defineLookups() {
        defined.putIfAbsent("event", new Definition("event", Map.of()));
    }

    /** What calls a function here. */
    Cel call(String name, List<Cel> arguments) throws UntranslatableException {
        Definition definition = defined.get(name);
        if (definition == null) {
            TreeSet<String> known = new TreeSet<>(defined.keySet());
            throw new UntranslatableException("there is no function \"" + name + "\""
                    + NearestName.find(name, known)
                            .map(near -> " (did you mean \"" + near + "\"?)")
                            .orElse(" (known: " + String.join(", ", known) + ")"));
        }
        Form form = FORMS.get(definition.form());
        if (form == null) {
            throw new UntranslatableException("the function \"" + name + "\" is Python code of your own"
                    + " (expected: an io.wishbone.expression.ExpressionFunctions in a jar)");
        }
        try {
            return form.make(new Call(arguments, definition.arguments(), fields));
        } catch (UntranslatableException e) {
            throw new UntranslatableException("the function \"" + name + "\": " + e.reason());
        }
    }

    private static Cel lost(String reason) throws UntranslatableException {
        throw new UntranslatableException(reason);
    }

    private static Cel choice(Call call) throws UntranslatableException {
        List<Node> values =
                call.setting("values", "array", "list").map(Nodes::items).orElse(List.of());
        if (values.isEmpty()) {
            throw new UntranslatableException("it has no values to choose from");
        }
        List<String> items = new ArrayList<>();
        for (Node value : values) {
            items.add(Literals.of(value));
        }
        return Cel.of("[" + String.join(", ", items) + "][int(random() * " + values.size() + ".0)]");
    }

    private static Cel randomInteger(Call call) throws UntranslatableException {
        long least = call.number(0, "minimum", "min");
        long most = call.number(call.setting("max").isPresent() ? 0 : least, "maximum", "max");
        if (most < least) {
            throw new UntranslatableException("its maximum is less than its minimum");
        }
        String number = "int(random() * " + (most - least + 1) + ".0)";
        return least == 0 ? Cel.of(number) : new Cel(number + " + " + least, Cel.SUM, false, null);
    }

    private static Cel environment(Call call) throws UntranslatableException {
        return Cel.field(List.of("env", call.text(0, "the name of the variable")));
    }

    private static Cel regex(Call call) throws UntranslatableException {
        String pattern = "^(?:" + call.text(0, "the pattern") + ")";
        String text = call.argument(1, "the text to look at").whole();
        return Cel.bool(text + ".matches(" + Cel.quote(pattern) + ")", Cel.WHOLE);
    }

    private static Cel strftime(Call call) throws UntranslatableException {
        Cel time = call.argument(0, "the time");
        String pattern = TimePattern.of(call.text(1, "the format"));
        return formatted(time.text().equals(EPOCH) ? "now()" : "timestamp(int(" + time.text() + "))", pattern);
    }

    /** A time of seconds since 1970 by a pattern. */
    static Cel formatted(String time, String pattern) {
        return Cel.of("format_time(" + time + ", " + Cel.quote(pattern) + ")");
    }

    /** The time of an event as seconds since 1970. */
    static String epoch() {
        return EPOCH;
    }
}
