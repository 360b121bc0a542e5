package io.wishbone.cli.python;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Modules that stand before or behind others and do what those did in Python's Wishbone. <em>Confined to the thread
 * that translates.</em>
 */
final class HelperModules {
    private static final String INBOX = "inbox";
    private static final String OUTBOX = "outbox";

    private final PythonModule.Work work;
    private final Set<String> names = new HashSet<>();
    private final Map<String, List<String>> behind = new LinkedHashMap<>();
    private final Map<String, List<String>> before = new LinkedHashMap<>();

    HelperModules(PythonModule.Work work) {
        this.work = work;
    }

    /** Keeps names from being taken. */
    void reserve(Set<String> taken) {
        names.addAll(taken);
    }

    /** The modules that a module needs, as entries of their section. */
    List<NodeTuple> around(PythonModule module, boolean isInput) {
        List<NodeTuple> helpers = new ArrayList<>();
        Map<String, List<Node>> byQueue = new LinkedHashMap<>(module.byQueue());
        if (isInput) {
            for (String outlet : work.routes().outlets(module.name())) {
                made(module, outlet, Optional.ofNullable(byQueue.remove(outlet)).orElse(List.of()), helpers);
            }
        } else if (!module.changed().isEmpty()) {
            List<Node> operations =
                    new ArrayList<>(Optional.ofNullable(byQueue.remove(INBOX)).orElse(List.of()));
            operations.addAll(module.changed());
            helper(module, before, INBOX, "prepared", operations, helpers);
        }
        byQueue.forEach((queue, operations) -> {
            if (work.routes().leadsTo(module.name(), queue)) {
                helper(module, before, queue, "prepared", operations, helpers);
            } else if (work.routes().leadsFrom(module.name(), queue)) {
                helper(module, behind, queue, "changed", operations, helpers);
            } else {
                work.notes()
                        .notice(
                                module.place(),
                                "functions of module \"" + module.name() + "\": its queue \"" + queue
                                        + "\" is not connected");
            }
        });
        if (!helpers.isEmpty() && work.routes().leadsFrom(module.name(), "failed")) {
            work.notes()
                    .notice(
                            module.place(),
                            "module \"" + module.name()
                                    + "\": what fails in the modules beside it that do a part of its"
                                    + " work does not go to \"" + module.name() + ".failed\"");
        }
        return helpers;
    }

    /** What an input makes is marked, made, decoded and put where it belongs, in this order. */
    private void made(PythonModule module, String outlet, List<Node> functions, List<NodeTuple> helpers) {
        List<Node> first = new ArrayList<>();
        if (!work.fields().stamps().isEmpty()) {
            first.add(stamps(module.place()));
        }
        first.addAll(module.made());
        List<Node> last = new ArrayList<>(module.changed());
        last.addAll(functions);
        if (module.decoding().isEmpty()) {
            first.addAll(last);
            helper(module, behind, outlet, "made", first, helpers);
            return;
        }
        helper(module, behind, outlet, "made", first, helpers);
        Node decoding = module.decoding().get();
        add(module, behind, outlet, "decoded", "wishbone.process.decode", Map.of("protocol", decoding), helpers);
        helper(module, behind, outlet, "changed", last, helpers);
    }

    private Node stamps(Node at) {
        Map<String, Node> fields = new LinkedHashMap<>();
        for (String stamp : work.fields().stamps()) {
            String value = switch (stamp) {
                case "uuid" -> "uuid()";
                case "timestamp" -> PythonFunctions.epoch();
                default -> "[]";
            };
            fields.put(Cel.field(EventFields.stamp(stamp)).text(), Nodes.text(at, value));
        }
        return Nodes.map(at, "compute", Nodes.map(at, fields));
    }

    private void helper(
            PythonModule module,
            Map<String, List<String>> side,
            String queue,
            String what,
            List<Node> operations,
            List<NodeTuple> helpers) {
        if (!operations.isEmpty()) {
            Node list = Nodes.list(module.place(), operations);
            add(module, side, queue, what, "wishbone.process.modify", Map.of("operations", list), helpers);
        }
    }

    private void add(
            PythonModule module,
            Map<String, List<String>> side,
            String queue,
            String what,
            String kind,
            Map<String, Node> arguments,
            List<NodeTuple> helpers) {
        String name = name(module.name(), queue, what);
        side.computeIfAbsent(module.name() + "." + queue, unused -> new ArrayList<>())
                .add(name);
        Node at = module.place();
        Map<String, Node> body = new LinkedHashMap<>();
        body.put("module", Nodes.raw(at, kind));
        body.put("arguments", Nodes.map(at, arguments));
        helpers.add(new NodeTuple(Nodes.raw(at, name), Nodes.map(at, body)));
    }

    private String name(String module, String queue, String what) {
        String base = module + "_" + (queue.equals(INBOX) || queue.equals(OUTBOX) ? "" : queue + "_") + what;
        String name = base;
        for (int i = 2; !names.add(name); i++) {
            name = base + i;
        }
        return name;
    }

    /** All connections, those of these modules included. */
    List<Node> routes() {
        List<Node> routes = new ArrayList<>(work.routes().others());
        for (PythonRoutes.Route route : work.routes().all()) {
            String source = route.module() + "." + route.outlet();
            String target = route.target() + "." + route.inlet();
            List<String> between = new ArrayList<>(behind.getOrDefault(source, List.of()));
            between.addAll(before.getOrDefault(target, List.of()));
            for (String helper : between) {
                routes.add(Nodes.raw(route.node(), source + " -> " + helper + "." + INBOX));
                source = helper + "." + OUTBOX;
            }
            routes.add(Nodes.raw(route.node(), source + " -> " + target));
        }
        return routes;
    }
}
