package io.wishbone.cli.python;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** What becomes of the arguments by which modules reach the network. */
final class PythonEndpoints {
    private static final String PORT = "19283";

    private PythonEndpoints() {}

    /** Host and port as an endpoint. */
    static void endpoint(PythonModule module, Node at) {
        Optional<Node> host = module.kept("host");
        String name = host.flatMap(Nodes::scalar).orElse("127.0.0.1");
        String port = module.kept("port").flatMap(Nodes::scalar).orElse(PORT);
        Node place = host.or(() -> module.kept("port")).orElse(at);
        // An IPv6 address has colons of its own.
        String shown = name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name;
        module.set("endpoints", Nodes.list(place, List.of(Nodes.raw(place, shown + ":" + port))));
    }

    /** What cuts a stream into messages, or is between them. */
    static void delimiter(PythonModule module, String argument, Node value) {
        if (Nodes.isNull(value)) {
            module.loss(
                    argument,
                    value,
                    "all that a connection brought was one message, which no framing does (expected: a framing, see"
                            + " docs/framings.md)");
            return;
        }
        PythonProtocols.framing(value).ifPresent(framing -> module.set("framing", framing));
    }

    /** What was written behind each datagram. */
    static void datagramDelimiter(PythonModule module, String argument, Node value) throws UntranslatableException {
        String text = Nodes.scalar(value).orElse("");
        if (!text.isEmpty()) {
            Node template = Nodes.text(value, "{{ data }}" + JinjaTemplate.plain(text.replace("\\n", "\n")));
            module.addChanged(Nodes.map(value, "set", Nodes.map(value, "data", template)));
        }
    }

    /** How many connections there may be, where 0 was any number. */
    static void connections(PythonModule module, String argument, Node value) {
        if (Nodes.scalar(value).orElse("").equals("0")) {
            module.notice(argument, value, "0 was any number; here it is at most 10000");
        } else {
            module.set("max_connections", Nodes.literal(value));
        }
    }

    /** Certificate, key and authority, as far as they are given. */
    static void tls(PythonModule module, String certificate, String key, String authority) {
        Map<String, Node> tls = new LinkedHashMap<>();
        module.kept(certificate).ifPresent(node -> tls.put("certificate", node));
        module.kept(key).ifPresent(node -> tls.put("key", node));
        module.kept(authority).ifPresent(node -> tls.put("ca", node));
        tls.values().stream().findFirst().ifPresent(at -> module.set("tls", Nodes.map(at, tls)));
    }

    /** Each connected queue of an HTTP server as a path. */
    static void resources(PythonModule module, Node at) throws UntranslatableException {
        tls(module, "certfile", "keyfile", "ca_certs");
        tls(module, "ssl_cert", "ssl_key", "ssl_cacerts");
        Map<String, NodeTuple> given =
                module.kept("resource").map(Nodes::entries).orElse(Map.of());
        Set<String> queues = module.work().routes().outlets(module.name());
        for (Map.Entry<String, NodeTuple> entry : given.entrySet()) {
            if (!queues.contains(entry.getKey()) && !entry.getKey().equals(".*")) {
                module.loss(
                        "resource",
                        entry.getValue().getKeyNode(),
                        "no queue \"" + entry.getKey() + "\" of the module leads anywhere (expected: the name of a"
                                + " queue, or .* for all)");
            }
        }
        Map<String, Node> resources = new LinkedHashMap<>();
        for (String queue : queues) {
            NodeTuple resource = given.containsKey(queue) ? given.get(queue) : given.get(".*");
            resources.put(queue.equals("outbox") ? "/" : "/" + queue, resource(module, at, resource));
        }
        if (!resources.isEmpty()) {
            module.set("resources", Nodes.map(at, resources));
        }
    }

    private static Node resource(PythonModule module, Node at, @Nullable NodeTuple given)
            throws UntranslatableException {
        Map<String, Node> resource = new LinkedHashMap<>();
        resource.put("methods", Nodes.list(at, List.of(Nodes.raw(at, "POST"), Nodes.raw(at, "PUT"))));
        Optional<Node> delimiter = module.kept("delimiter");
        if (delimiter.isPresent()) {
            if (!PythonProtocols.isLine(Nodes.scalar(delimiter.get()).orElse(""))) {
                throw new UntranslatableException("a body is cut into lines only (expected: a delimiter of \"\\n\")");
            }
            resource.put("events", Nodes.raw(delimiter.get(), PythonProtocols.LINES));
        }
        if (given != null) {
            for (Map.Entry<String, NodeTuple> entry :
                    Nodes.entries(given.getValueNode()).entrySet()) {
                answer(module, resource, entry.getKey(), entry.getValue().getValueNode());
            }
        }
        return Nodes.map(at, resource);
    }

    private static void answer(PythonModule module, Map<String, Node> resource, String key, Node value)
            throws UntranslatableException {
        switch (key) {
            case "response" -> resource.put("response", Nodes.map(value, "body", module.templateNode(value)));
            case "tokens" -> {
                if (!Nodes.items(value).isEmpty()) {
                    resource.put("auth", Nodes.map(value, "tokens", Nodes.literal(value)));
                }
            }
            default -> {
                if (!Nodes.items(value).isEmpty() || Nodes.scalar(value).isPresent()) {
                    module.loss(
                            "resource",
                            value,
                            "\"" + key + "\" has no equal (write instead: auth: {passwords: FILE}, a file as"
                                    + " \"htpasswd -B\" makes it)");
                }
            }
        }
    }

    /** Headers and the user of an HTTP output. */
    static void request(PythonModule module, Node at) throws UntranslatableException {
        Map<String, Node> headers = new LinkedHashMap<>();
        headers.put("Content-Type", module.kept("content_type").orElse(Nodes.raw(at, "application/json")));
        headers.put("Accept", module.kept("accept").orElse(Nodes.raw(at, "text/plain")));
        for (Map.Entry<String, NodeTuple> entry : module.kept("additional_headers")
                .map(Nodes::entries)
                .orElse(Map.of())
                .entrySet()) {
            headers.put(entry.getKey(), entry.getValue().getValueNode());
        }
        module.set("headers", Nodes.map(at, headers));
        Optional<Node> user = module.kept("username");
        if (user.isPresent()) {
            Map<String, Node> auth = new LinkedHashMap<>();
            auth.put("username", user.get());
            module.kept("password").ifPresent(password -> auth.put("password", password));
            module.set("auth", Nodes.map(user.get(), auth));
        }
    }

    /** Whether redirections are followed. */
    static void redirects(PythonModule module, String argument, Node value) {
        if (Nodes.bool(value).orElse(false)) {
            module.set("max_redirects", Nodes.number(value, 10));
        }
    }

    /** The directory and the name of a file. */
    static void path(PythonModule module, Node at) {
        Optional<Node> location = module.kept("location");
        if (location.isPresent()) {
            module.set("path", location.get());
            return;
        }
        String directory = module.kept("directory").flatMap(Nodes::scalar).orElse(".");
        String name = module.kept("filename").flatMap(Nodes::scalar).orElse("wishbone.out");
        Node place = module.kept("filename").or(() -> module.kept("directory")).orElse(at);
        module.set("path", Nodes.raw(place, directory + (directory.endsWith("/") ? "" : "/") + name));
    }
}
