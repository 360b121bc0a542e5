package io.wishbone.cli.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One module of a file of Python's Wishbone on its way. <em>Confined to the thread that translates.</em> What it did
 * that its successor does not, operations before its inlets and behind its outlets do.
 */
final class PythonModule {
    private static final List<String> KEPT_DATA = EventFields.stamp("data");

    private final String name;
    private final String shown;
    private final Node place;
    private final Work work;
    private final Map<String, Node> arguments = new LinkedHashMap<>();
    private final Map<String, Node> kept = new LinkedHashMap<>();
    private final List<Node> made = new ArrayList<>();
    private final List<Node> changed = new ArrayList<>();
    private final Map<String, List<Node>> byQueue = new LinkedHashMap<>();
    private String successor;
    private Optional<Node> protocol = Optional.empty();
    private Optional<Node> decoding = Optional.empty();

    /**
     * A module.
     *
     * @param shown its kind as the file names it
     * @param successor the kind that takes its place
     * @param place where its name stands
     */
    PythonModule(String name, String shown, String successor, Node place, Work work) {
        this.name = name;
        this.successor = successor;
        this.shown = shown;
        this.place = place;
        this.work = work;
    }

    /** What modules of a file share. */
    record Work(
            Notes notes,
            PythonFunctions functions,
            EventFields fields,
            PythonRoutes routes,
            NativeKinds kinds,
            boolean unpacks) {}

    String name() {
        return name;
    }

    /** Its kind as the file names it. */
    String shown() {
        return shown;
    }

    String successor() {
        return successor;
    }

    void setSuccessor(String kind) {
        successor = kind;
    }

    Node place() {
        return place;
    }

    Work work() {
        return work;
    }

    Map<String, Node> arguments() {
        return arguments;
    }

    void set(String argument, Node value) {
        arguments.put(argument, value);
    }

    /** Keeps a value until all arguments are known. */
    void keep(String argument, Node value) {
        kept.put(argument, value);
    }

    Optional<Node> kept(String argument) {
        return Optional.ofNullable(kept.get(argument));
    }

    String label(String argument) {
        return "argument \"" + argument + "\" of " + shown;
    }

    void loss(String argument, Node at, String reason) {
        work.notes().loss(at, label(argument) + ": " + reason);
    }

    void notice(String argument, Node at, String reason) {
        work.notes().notice(at, label(argument) + ": " + reason);
    }

    /** Has operations done on what it makes, before that is decoded. */
    void addMade(Node operation) {
        made.add(operation);
    }

    List<Node> made() {
        return made;
    }

    /** Has operations done behind its outbox, after that was decoded; or, of an output, before its inbox. */
    void addChanged(Node operation) {
        changed.add(operation);
    }

    List<Node> changed() {
        return changed;
    }

    /**
     * Has templates of an output find the data where {@link #keepData} puts it, if something takes its place.
     *
     * @param isInput of an input nothing does
     */
    void moveData(boolean isInput) {
        work.fields().moveData(isInput || changed.isEmpty() ? List.of() : KEPT_DATA);
    }

    /** Ends {@link #moveData}: keeps the data if a template reads it. */
    void keepData() {
        if (work.fields().hasReadData() && !changed.isEmpty() && work.fields().isDataMoved()) {
            changed.add(0, copying(place, "data", Cel.field(KEPT_DATA).text()));
        }
        work.fields().moveData(List.of());
    }

    /** Operations by the queue that functions of the module are for. */
    Map<String, List<Node>> byQueue() {
        return byQueue;
    }

    Optional<Node> protocol() {
        return protocol;
    }

    void setProtocol(Node value) {
        protocol = Optional.of(value);
    }

    /** What a module of its own decodes behind it. */
    Optional<Node> decoding() {
        return decoding;
    }

    void setDecoding(Node value) {
        decoding = Optional.of(value);
    }

    JinjaTemplate template(String text) throws UntranslatableException {
        return JinjaTemplate.of(text, work.functions(), work.fields());
    }

    /** A value of CEL, templates in it included. */
    String literal(Node value) throws UntranslatableException {
        return Literals.of(
                value,
                text -> JinjaTemplate.isOne(text) ? template(text).expression().text() : Cel.quote(text));
    }

    /** A text that may be a template, as a template of here. */
    Node templateNode(Node value) throws UntranslatableException {
        String text = Nodes.scalar(value).orElseThrow(() -> new UntranslatableException("is no text"));
        return Nodes.text(value, template(text).template());
    }

    /** An operation that sets a field to a value, which may be a template. */
    Node setting(String path, Node value) throws UntranslatableException {
        Optional<String> text = Nodes.string(value);
        if (text.isPresent()) {
            return Nodes.map(value, "set", Nodes.map(value, work.fields().path(path), templateNode(value)));
        }
        Map<String, Node> fields = new LinkedHashMap<>();
        if (isAllOfAModule(path)) {
            for (var entry : Nodes.entries(value).entrySet()) {
                Node part = entry.getValue().getValueNode();
                fields.put(work.fields().path(path + "." + entry.getKey()), Nodes.text(part, literal(part)));
            }
        } else {
            fields.put(work.fields().path(path), Nodes.text(value, literal(value)));
        }
        return Nodes.map(value, "compute", Nodes.map(value, fields));
    }

    /** What a module notes has no place as a whole, only its parts. */
    private boolean isAllOfAModule(String path) throws UntranslatableException {
        List<String> segments = work.fields().segments(path);
        return segments.size() == 2 && !segments.get(0).equals("data");
    }

    /** An operation that gives a field of an event's data to the next module as all of the data. */
    static Node selecting(Node at, String field) {
        return copying(at, field, "data");
    }

    static Node copying(Node at, String from, String to) {
        Map<String, Node> copy = new LinkedHashMap<>();
        copy.put("from", Nodes.text(at, from));
        copy.put("to", Nodes.text(at, to));
        return Nodes.map(at, "copy", Nodes.map(at, copy));
    }
}
