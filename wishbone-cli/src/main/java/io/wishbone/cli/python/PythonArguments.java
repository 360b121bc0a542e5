package io.wishbone.cli.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** What becomes of arguments that several kinds of modules have, or that take some work. */
final class PythonArguments {
    private static final Set<String> WHOLE = Set.of("", ".");
    private static final Pattern ENTRY = Pattern.compile("header\\.\\w+\\.\\w+");

    private PythonArguments() {}

    /** Arguments of all inputs. */
    static Map<String, Rule> ofInputs() {
        return Map.of(
                "destination",
                PythonArguments::destination,
                "native_events",
                Rule.lost(
                        "false",
                        "events of Python's Wishbone cannot be read here (write instead: the"
                                + " protocol json, or the protocol wishbone if both ends are this one)"));
    }

    /** Arguments of all outputs. */
    static Map<String, Rule> ofOutputs() {
        return Map.of(
                "selection",
                PythonArguments::selection,
                "payload",
                PythonArguments::toSend,
                "native_events",
                Rule.lost(
                        "false",
                        "events are not written as Python's Wishbone reads them (write"
                                + " instead: the protocol wishbone if the receiver is this one, else json)"),
                "parallel_streams",
                Rule.harmless("an output sends as fast as its receiver takes"));
    }

    /** What a generator makes: a text, or operations that make it. */
    static void payload(PythonModule module, String argument, Node value) throws UntranslatableException {
        Optional<String> text = Nodes.string(value);
        if (Nodes.isNull(value)) {
            return;
        }
        if (text.isPresent() && !JinjaTemplate.isOne(text.get())) {
            module.set("payload", Nodes.text(value, text.get()));
        } else {
            module.addMade(module.setting("data", value));
            module.set("payload", Nodes.text(value, "made below"));
        }
    }

    /** A template, where the module takes one. */
    static void templatePayload(PythonModule module, String argument, Node value) throws UntranslatableException {
        if (Nodes.string(value).isPresent()) {
            module.set("payload", module.templateNode(value));
        } else {
            payload(module, argument, value);
        }
    }

    /** A number behind each payload of a generator. */
    static void numbered(PythonModule module, String argument, Node value) throws UntranslatableException {
        if (Nodes.bool(value).orElse(false)) {
            String sequence =
                    Cel.field(List.of("header", module.name(), "sequence")).text();
            module.addMade(Nodes.map(
                    value, "set", Nodes.map(value, "data", Nodes.text(value, "{{ data }}_{{ " + sequence + " }}"))));
        }
    }

    /** Further fields of what a generator makes. */
    static void additional(PythonModule module, String argument, Node value) throws UntranslatableException {
        for (var entry : Nodes.map(value).entrySet()) {
            module.addMade(module.setting(entry.getKey(), entry.getValue().getValueNode()));
        }
    }

    /** Where an input puts what it reads. */
    static void destination(PythonModule module, String argument, Node value) throws UntranslatableException {
        String path = Nodes.scalar(value).orElse("data");
        List<String> segments = module.work().fields().segments(path);
        if (segments.equals(List.of("data"))) {
            return;
        }
        if (segments.get(0).equals("data")) {
            StringBuilder wrapped = new StringBuilder("data");
            for (int i = segments.size() - 1; i > 0; i--) {
                wrapped.insert(0, "{" + Cel.quote(segments.get(i)) + ": ").append('}');
            }
            module.addChanged(
                    Nodes.map(value, "compute", Nodes.map(value, "data", Nodes.text(value, wrapped.toString()))));
            return;
        }
        module.addChanged(
                PythonModule.copying(value, "data", Cel.field(segments).text()));
        module.notice(argument, value, "the data of events has it, too");
    }

    /** Which part of an event an output writes. */
    static void selection(PythonModule module, String argument, Node value) throws UntranslatableException {
        String path = Nodes.scalar(value).orElse("").strip();
        boolean isStdout = module.work().kinds().takes(PythonKinds.STDOUT, argument) && isStdout(module);
        if (WHOLE.contains(path)) {
            if (isStdout) {
                module.set(argument, Nodes.text(value, "."));
            } else {
                module.loss(
                        argument,
                        value,
                        "a whole event is not written as Python's (write instead: the protocol wishbone, or a"
                                + " wishbone.process.modify before it that makes the data)");
            }
            return;
        }
        String own = module.work().fields().path(path);
        if (isStdout && ENTRY.matcher(own).matches()) {
            module.set(argument, Nodes.text(value, own));
        } else if (!own.equals("data")) {
            module.addChanged(PythonModule.selecting(value, own));
        }
    }

    private static boolean isStdout(PythonModule module) {
        return PythonKinds.STDOUT.equals(module.successor());
    }

    /** What an output writes in the place of a part of the event. */
    static void toSend(PythonModule module, String argument, Node value) throws UntranslatableException {
        if (!Nodes.isNull(value)) {
            module.addChanged(module.setting("data", value));
        }
    }

    /** Whether an output writes the whole event. */
    static void complete(PythonModule module, String argument, Node value) {
        if (Nodes.bool(value).orElse(false)) {
            module.set("selection", Nodes.text(value, "."));
        }
    }

    /** Outlets by templates, all of which are looked at. */
    static void queues(PythonModule module, String argument, Node value) throws UntranslatableException {
        List<String> lists = new ArrayList<>();
        for (Node item : Nodes.list(value)) {
            Map<String, NodeTuple> entries = Nodes.entries(item);
            NodeTuple queue = entries.get("queue");
            NodeTuple payload = entries.get("payload");
            module.work()
                    .notes()
                    .unknownKeys(
                            entries,
                            List.of("name", "queue", "payload"),
                            "a template of module \"" + module.name() + "\"");
            try {
                lists.add(queueList(module, queue));
            } catch (UntranslatableException e) {
                module.loss(argument, queue == null ? item : queue.getValueNode(), e.reason());
            }
            if (payload != null) {
                module.loss(
                        argument,
                        payload.getKeyNode(),
                        "\"payload\" is not put into the event (write instead: a wishbone.process.header or"
                                + " wishbone.process.modify behind the queue)");
            }
        }
        if (lists.size() > 1) {
            module.notice(
                    argument,
                    value,
                    "an event goes to nomatch only if no template chose a queue, not for each that chose none");
        }
        module.set("queue", Nodes.text(value, lists.isEmpty() ? "[]" : String.join(" + ", lists)));
    }

    private static String queueList(PythonModule module, @Nullable NodeTuple queue) throws UntranslatableException {
        if (queue == null) {
            throw new UntranslatableException("a template lacks the key \"queue\"");
        }
        String text = Nodes.scalar(queue.getValueNode()).orElse("").strip();
        return queueList(
                module.template(text).expression(), module.work().routes().outlets(module.name()));
    }

    /** The names that a text lists, those that are connected. */
    private static String queueList(Cel names, Set<String> connected) {
        if (names.origin() instanceof Cel.Text text) {
            List<String> queues = new ArrayList<>();
            for (String name : text.value().split(",", -1)) {
                if (connected.contains(name.strip())) {
                    queues.add(Cel.quote(name.strip()));
                }
            }
            return "[" + String.join(", ", queues) + "]";
        }
        if (names.origin() instanceof Cel.Choice choice) {
            String met = queueList(choice.met(), connected);
            String otherwise = queueList(choice.otherwise(), connected);
            return "(" + choice.condition() + " ? " + met + " : " + otherwise + ")";
        }
        List<String> known = connected.stream().map(Cel::quote).toList();
        return "string(" + names.text() + ").split(\",\").map(name, name.trim()).filter(name, name in ["
                + String.join(", ", known) + "])";
    }

    /** The payload of an event that tells of a state. */
    static Rule text(String name) {
        return (module, argument, value) -> {
            if (Nodes.string(value).isEmpty()) {
                throw new UntranslatableException("is no text (expected: a text; write instead: a"
                        + " wishbone.process.modify behind the queue that makes the data)");
            }
            module.set(name, Rule.fixed(module, value));
        };
    }

    /** Which way a module of versions before 3.0 converted JSON or MessagePack. */
    static void mode(PythonModule module, String argument, Node value) throws UntranslatableException {
        String mode = Nodes.scalar(value).orElse("");
        if (!mode.equals("encode") && !mode.equals("decode")) {
            throw new UntranslatableException("\"" + mode + "\" (expected: decode or encode)");
        }
        module.setSuccessor("wishbone.process." + mode);
    }
}
