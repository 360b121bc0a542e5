package io.wishbone.router;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Emitter;
import io.wishbone.actor.Home;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.Placement;
import io.wishbone.queue.EventQueue;
import io.wishbone.queue.OverflowPolicy;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a router's plan real at its start: gives every module a home, those that feed others first, and every
 * connection a queue that suits the homes of its ends. <em>Confined to the thread that starts the router.</em>
 */
final class Wiring {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private final Topology graph;
    private final Homes homes;
    private final Collection<Connection> connections;

    Wiring(Topology graph, Homes homes, Collection<Connection> connections) {
        this.graph = graph;
        this.homes = homes;
        this.connections = connections;
    }

    void apply() {
        graph.upstreamFirst().forEach(this::place);
        connections.forEach(this::open);
        graph.upstreamFirst().forEach(this::warnOfLooseEnds);
    }

    private void place(ModuleRunner module) {
        Placement placement = module.actor().placement(homes);
        if (placement instanceof Placement.Across across) {
            module.place(across.homes().stream().map(homes::trampoline).toList(), true);
        } else {
            module.place(List.of(homes.trampoline(homeFor(module, placement))), false);
        }
    }

    private Home homeFor(ModuleRunner module, Placement placement) {
        if (placement instanceof Placement.On on) {
            return on.home();
        }
        if (placement instanceof Placement.Blocking) {
            return homes.ownThread(module.name());
        }
        if (placement instanceof Placement.Cpu) {
            return homes.worker();
        }
        return connections.stream()
                .filter(connection ->
                        connection.to() == module && connection.from().isPlaced())
                .findFirst()
                .map(connection -> connection.from().trampoline().home())
                .orElseGet(homes::worker);
    }

    private void open(Connection connection) {
        boolean closesCycle = graph.backEdges().contains(connection);
        if (closesCycle && connection.options().policy() == OverflowPolicy.BLOCK) {
            LOG.warn(
                    "connection \"{}\" closes a cycle: it does not make its producer wait, but drops and counts events beyond"
                            + " {} times its limit",
                    connection.name(),
                    4);
        }
        List<Emitter> ends = connection.outlet().emitters();
        Home consumerHome = connection.to().trampoline().home();
        EventQueue.Builder queue = EventQueue.builder(connection.name())
                .limits(connection.options().limits())
                .policy(connection.options().policy())
                .closesCycle(closesCycle)
                .sameThread(ends.stream().allMatch(end -> end.home().equals(consumerHome)))
                .consumer(connection.to());
        ends.forEach(end -> queue.producer(end.signal()));
        EventQueue built = queue.build();
        connection.inlet().attach(built);
        connection.outlet().attach(built);
    }

    private void warnOfLooseEnds(ModuleRunner module) {
        boolean isLoose = module.outlets().stream()
                .anyMatch(outlet -> outlet.name().equals(Actor.OUTBOX) && !outlet.isConnected());
        if (isLoose && !module.name().startsWith("_")) {
            LOG.warn(
                    "\"{}.outbox\" leads nowhere: what the module submits is dropped and counted as unconnected",
                    module.name());
        }
        if (!module.actor().inlets().isEmpty() && !graph.isFed(module)) {
            LOG.warn("module \"{}\" has inlets, but nothing is connected to any of them", module.name());
        }
    }
}
