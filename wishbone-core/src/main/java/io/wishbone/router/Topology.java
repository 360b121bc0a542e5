package io.wishbone.router;

import io.wishbone.actor.ModuleRunner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The graph of modules and connections: in which order to start and drain, and which connections close a cycle.
 *
 * <p>One depth-first search from the inputs in registration order finds the back edges; Tarjan's algorithm (SIAM J.
 * Comput. 1(2), 1972) finds the strongly connected components, which come out in reverse topological order. Both are
 * iterative, so that a chain of any length will do.
 *
 * <p>A connection to a control inlet of a module that no data is fed to, such as one by which an input is told what to
 * answer, is none of the graph's edges: nothing that comes there flows on, so it closes no cycle and the module stays
 * an input. {@link #answers} has them.
 */
final class Topology {
    private final Map<ModuleRunner, Node> nodes = new LinkedHashMap<>();
    private final Set<Connection> backEdges = new LinkedHashSet<>();
    private final Set<Connection> answers = new LinkedHashSet<>();
    private final List<List<ModuleRunner>> components = new ArrayList<>();
    private final Deque<Node> open = new ArrayDeque<>();
    private int visited;

    Topology(Collection<ModuleRunner> modules, Collection<Connection> connections) {
        modules.forEach(module -> nodes.put(module, new Node(module)));
        Set<ModuleRunner> fedWithData = connections.stream()
                .filter(connection -> !connection.inlet().isControl())
                .map(Connection::to)
                .collect(Collectors.toSet());
        for (Connection connection : connections) {
            if (connection.inlet().isControl() && !fedWithData.contains(connection.to())) {
                answers.add(connection);
            } else {
                node(connection.from()).edges.add(connection);
                node(connection.to()).feeders.add(connection.from());
            }
        }
        nodes.values().stream().filter(node -> !node.isFed()).forEach(this::visit);
        nodes.values().forEach(this::visit);
        Collections.reverse(components);
    }

    private Node node(ModuleRunner module) {
        Node node = nodes.get(module);
        if (node == null) {
            throw new IllegalArgumentException("module " + module.name() + " is not in the graph");
        }
        return node;
    }

    /** The strongly connected components, those that feed others first. */
    List<List<ModuleRunner>> components() {
        return components;
    }

    /** The connections that close a cycle. */
    Set<Connection> backEdges() {
        return backEdges;
    }

    /** The connections that only tell inputs something, and through which nothing flows on. */
    Set<Connection> answers() {
        return answers;
    }

    /** Whether anything is connected to one of the module's inlets, answers apart. */
    boolean isFed(ModuleRunner module) {
        return node(module).isFed();
    }

    /** The modules that feed a module. */
    List<ModuleRunner> feedersOf(ModuleRunner module) {
        return node(module).feeders;
    }

    /** The modules that a module feeds. */
    List<ModuleRunner> fedBy(ModuleRunner module) {
        return node(module).edges.stream().map(Connection::to).toList();
    }

    /** Whether a connection that is added to others closes a cycle. */
    static boolean closesCycle(Collection<Connection> others, Connection added) {
        List<Connection> all = new ArrayList<>(others);
        all.add(added);
        Set<ModuleRunner> ends = new LinkedHashSet<>();
        all.forEach(connection -> {
            ends.add(connection.from());
            ends.add(connection.to());
        });
        Topology graph = new Topology(ends, all);
        return !graph.answers.contains(added) && graph.downstreamOf(added.to()).contains(added.from());
    }

    /** The modules that a module feeds, directly or through others, itself included. */
    Set<ModuleRunner> downstreamOf(ModuleRunner module) {
        Set<ModuleRunner> reached = new LinkedHashSet<>();
        Deque<ModuleRunner> next = new ArrayDeque<>(List.of(module));
        while (!next.isEmpty()) {
            ModuleRunner current = next.pop();
            if (reached.add(current)) {
                node(current).edges.forEach(connection -> next.push(connection.to()));
            }
        }
        return reached;
    }

    /** All modules, those that feed others first. */
    List<ModuleRunner> upstreamFirst() {
        return components.stream().flatMap(List::stream).toList();
    }

    /** All modules, those that are fed by others first. */
    List<ModuleRunner> downstreamFirst() {
        List<ModuleRunner> reversed = new ArrayList<>(upstreamFirst());
        Collections.reverse(reversed);
        return reversed;
    }

    private void visit(Node root) {
        if (root.index >= 0) {
            return;
        }
        Deque<Node> path = new ArrayDeque<>();
        enter(root, path);
        while (!path.isEmpty()) {
            Node node = path.element();
            if (node.next < node.edges.size()) {
                follow(node, node.edges.get(node.next++), path);
                continue;
            }
            path.pop();
            leave(node);
            if (!path.isEmpty()) {
                path.element().reaches(node.lowest);
            }
        }
    }

    private void follow(Node from, Connection edge, Deque<Node> path) {
        Node to = node(edge.to());
        if (to.index < 0) {
            enter(to, path);
        } else if (to.open) {
            from.reaches(to.index);
            if (to.onPath) {
                backEdges.add(edge);
            }
        }
    }

    private void enter(Node node, Deque<Node> path) {
        node.index = visited++;
        node.lowest = node.index;
        node.open = true;
        node.onPath = true;
        open.push(node);
        path.push(node);
    }

    private void leave(Node node) {
        node.onPath = false;
        if (node.lowest != node.index) {
            return;
        }
        List<ModuleRunner> component = new ArrayList<>();
        Node member;
        do {
            member = open.pop();
            member.open = false;
            component.add(0, member.module);
        } while (member != node);
        components.add(component);
    }

    /** A module with Tarjan's numbers: when it was visited, and the earliest that it reaches in an open component. */
    private static final class Node {
        private final ModuleRunner module;
        private final List<Connection> edges = new ArrayList<>();
        private final List<ModuleRunner> feeders = new ArrayList<>();
        private int index = -1;
        private int lowest;
        private boolean open;
        private boolean onPath;
        private int next;

        Node(ModuleRunner module) {
            this.module = module;
        }

        boolean isFed() {
            return !feeders.isEmpty();
        }

        void reaches(int otherIndex) {
            lowest = Math.min(lowest, otherIndex);
        }
    }
}
