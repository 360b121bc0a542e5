package io.wishbone.cli.python;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** The section {@code protocols} of a file of Python's Wishbone. <em>Confined to the thread that translates.</em> */
final class PythonProtocols {
    private static final String PREFIX = "wishbone.protocol.";
    /** By the ends of Python's names; empty for those that leave messages as they are. */
    private static final Map<String, String> NAMES = Map.of(
            "decode.json", "json",
            "decode.msgpack", "msgpack",
            "decode.plain", "text",
            "decode.dummy", "",
            "encode.json", "json",
            "encode.msgpack", "msgpack",
            "encode.binary", "bytes",
            "encode.dummy", "");

    private static final Set<String> STREAMS = Set.of("wishbone.input.tcp", "wishbone.input.unix");
    private static final String HTTP = "wishbone.input.http";
    static final String LINES = "lines";

    /** A protocol that the file defines. */
    private record Definition(Node at, String name, boolean isDecoding, Map<String, NodeTuple> arguments) {
        Optional<Node> argument(String key) {
            return Optional.ofNullable(arguments.get(key))
                    .map(NodeTuple::getValueNode)
                    .filter(node -> !Nodes.isNull(node));
        }
    }

    private final Notes notes;
    private final Map<String, Definition> defined = new TreeMap<>();
    private final Map<String, NodeTuple> others = new LinkedHashMap<>();
    private final Set<String> unknown = new HashSet<>();

    PythonProtocols(Notes notes, Optional<Node> section) {
        this.notes = notes;
        section.map(Nodes::entries).orElseGet(Map::of).forEach(this::define);
    }

    static boolean isPythons(Node definition) {
        NodeTuple protocol = Nodes.entries(definition).get("protocol");
        return protocol != null
                && Nodes.scalar(protocol.getValueNode())
                        .filter(name -> name.startsWith(PREFIX))
                        .isPresent();
    }

    private void define(String name, NodeTuple tuple) {
        Map<String, NodeTuple> entries = Nodes.entries(tuple.getValueNode());
        NodeTuple kind = entries.get("protocol");
        Node at = kind == null ? tuple.getKeyNode() : kind.getValueNode();
        String protocol = kind == null ? "" : Nodes.scalar(at).orElse("");
        if (!isPythons(tuple.getValueNode()) && !protocol.contains(".")) {
            others.put(name, tuple);
            return;
        }
        String own = protocol.startsWith(PREFIX) ? NAMES.get(protocol.substring(PREFIX.length())) : null;
        if (own == null) {
            notes.loss(
                    at,
                    "protocol \"" + protocol + "\" has no equal here (expected: " + PREFIX
                            + "decode or .encode, and json, msgpack or plain; \"wishbone list\" shows those of here)");
            unknown.add(name);
            return;
        }
        notes.unknownKeys(entries, List.of("protocol", "arguments"), "protocol \"" + name + "\"");
        Map<String, NodeTuple> arguments = new HashMap<>();
        NodeTuple given = entries.get("arguments");
        if (given != null) {
            arguments.putAll(Nodes.entries(given.getValueNode()));
        }
        Definition definition = new Definition(tuple.getKeyNode(), own, protocol.contains(".decode."), arguments);
        defined.put(name, definition);
        check(definition);
    }

    private void check(Definition definition) {
        definition.arguments().forEach((key, tuple) -> {
            Node value = tuple.getValueNode();
            String text = Nodes.scalar(value).orElse("");
            boolean isCut = definition.isDecoding()
                    && Set.of("delimiter", "buffer_size").contains(key);
            boolean isCharset =
                    key.equals("charset") && (isUtf8(text) || definition.name().equals("text"));
            boolean isOff =
                    Nodes.isNull(value) || Nodes.bool(value).filter(is -> !is).isPresent();
            if (!isCut && !isCharset && !isOff) {
                notes.loss(
                        value,
                        "argument \"" + key + "\" of a protocol: " + definition.name()
                                + " has no such argument here (expected: \"wishbone show json\" lists what it has)");
            }
        });
    }

    private static boolean isUtf8(String charset) {
        return charset.replace("-", "").equalsIgnoreCase("utf8");
    }

    /** The definitions that are none of Python's. */
    List<NodeTuple> others() {
        return List.copyOf(others.values());
    }

    /** Gives a module the protocol that it names. */
    void apply(PythonModule module, PythonKind kind, Node reference) {
        String name = Nodes.scalar(reference).orElse("");
        Definition definition = defined.get(name);
        if (definition == null) {
            if (!unknown.contains(name)) {
                module.setProtocol(reference);
            }
            return;
        }
        if (kind.isInput() != definition.isDecoding()) {
            notes.loss(
                    reference,
                    "protocol \"" + name + "\" of module \"" + module.name() + "\": it "
                            + (kind.isInput() ? "encodes, and the module reads" : "decodes, and the module writes")
                            + " (expected: one that " + (kind.isInput() ? "decodes)" : "encodes)"));
            return;
        }
        if (!definition.name().isEmpty()) {
            use(module, kind, reference, definition);
        }
        frame(module, kind, reference, definition);
    }

    private static void use(PythonModule module, PythonKind kind, Node reference, Definition definition) {
        Node protocol = Nodes.text(reference, definition.name());
        Optional<Node> charset = definition
                .argument("charset")
                .filter(node -> !isUtf8(Nodes.scalar(node).orElse("")));
        if (definition.name().equals("text") && charset.isPresent()) {
            Map<String, Node> map = new LinkedHashMap<>();
            map.put("type", protocol);
            map.put("charset", Nodes.literal(charset.get()));
            protocol = Nodes.map(reference, map);
        }
        if (module.work().kinds().takes(kind.successor(), "protocol")) {
            module.setProtocol(protocol);
        } else if (kind.isInput() && !definition.name().equals("text")) {
            module.setDecoding(protocol);
        } else if (!kind.isInput()) {
            module.work()
                    .notes()
                    .loss(
                            reference,
                            "protocol of module \"" + module.name() + "\": a " + kind.successor()
                                    + " takes none (write instead: a wishbone.process.encode before it)");
        }
    }

    /** Where Python's protocols cut streams, the framings of inputs do here. */
    private void frame(PythonModule module, PythonKind kind, Node reference, Definition definition) {
        Optional<Node> delimiter = definition.argument("delimiter");
        Optional<Node> size = definition.argument("buffer_size");
        boolean isStream = STREAMS.contains(kind.successor());
        if (isStream) {
            delimiter.ifPresent(node -> framing(node).ifPresent(framing -> module.set("framing", framing)));
            size.ifPresent(node -> module.set("max_frame", Nodes.literal(node)));
            if (delimiter.isEmpty()
                    && definition.isDecoding()
                    && !definition.name().equals("text")) {
                notes.notice(
                        reference,
                        "protocol of module \"" + module.name()
                                + "\": without a delimiter all that a connection brought was one message; here each line"
                                + " is one");
            }
            return;
        }
        if (kind.successor().equals(HTTP) && delimiter.isPresent()) {
            module.keep("delimiter", delimiter.get());
        } else {
            delimiter.ifPresent(node -> notes.notice(
                    node, "argument \"delimiter\" of a protocol: each event of the module is one message here"));
        }
        size.ifPresent(node -> notes.notice(
                node,
                "argument \"buffer_size\" of a protocol: the module has limits of its own (see docs/protocols.md)"));
    }

    /** The framing that a delimiter means; none for lines, which need none. */
    static Optional<Node> framing(Node delimiter) {
        String text = Nodes.scalar(delimiter).orElse("");
        if (isLine(text)) {
            return Optional.empty();
        }
        if (text.isEmpty()) {
            return Optional.of(Nodes.text(delimiter, "none"));
        }
        Map<String, Node> framing = new LinkedHashMap<>();
        framing.put("type", Nodes.text(delimiter, "delimiter"));
        framing.put("delimiter", Nodes.text(delimiter, text));
        return Optional.of(Nodes.map(delimiter, framing));
    }

    /** Whether a delimiter ends lines, also as one of YAML's unquoted texts has it. */
    static boolean isLine(String delimiter) {
        return Set.of("\n", "\r\n", "\\n", "\\r\\n").contains(delimiter);
    }
}
