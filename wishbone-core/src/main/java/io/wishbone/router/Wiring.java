package io.wishbone.router;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Emitter;
import io.wishbone.actor.Home;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.Placement;
import io.wishbone.queue.EventQueue;
import io.wishbone.queue.OverflowPolicy;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a router's plan real: gives every module a home, those that feed others first, and every connection a queue
 * that suits the homes of its ends. <em>Confined to the thread that has the router's lock.</em>
 */
final class Wiring {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private final Homes homes;

    Wiring(Homes homes) {
        this.homes = homes;
    }

    /** Makes everything of a plan, before its modules start. */
    void apply(Topology graph, Collection<Connection> connections) {
        graph.upstreamFirst().forEach(module -> place(module, graph));
        for (Connection connection : connections) {
            EventQueue queue = open(connection, graph.backEdges().contains(connection));
            connection.inlet().attach(queue);
            connection.outlet().attach(queue);
        }
        graph.upstreamFirst().forEach(module -> warnOfLooseEnds(module, graph));
        warnOfEndlessLoops(graph, connections);
    }

    /** Gives a module its home. */
    void place(ModuleRunner module, Topology graph) {
        Home only = homes.only();
        if (only != null) {
            module.place(List.of(homes.trampoline(only)), false);
            return;
        }
        Placement placement = module.actor().placement(homes);
        if (placement instanceof Placement.Across across) {
            module.place(across.homes().stream().map(homes::trampoline).toList(), true);
        } else {
            module.place(List.of(homes.trampoline(homeFor(module, placement, graph))), false);
        }
    }

    private Home homeFor(ModuleRunner module, Placement placement, Topology graph) {
        if (placement instanceof Placement.On on) {
            return on.home();
        }
        if (placement instanceof Placement.Blocking) {
            return homes.ownThread(module.name());
        }
        if (placement instanceof Placement.Cpu) {
            return homes.worker();
        }
        // A module that is added while others run may feed one that has a home.
        return Stream.concat(graph.feedersOf(module).stream(), graph.fedBy(module).stream())
                .filter(ModuleRunner::isPlaced)
                .findFirst()
                .map(neighbour -> neighbour.trampoline().home())
                .orElseGet(homes::worker);
    }

    /** Gives a connection its queue; the caller attaches it. */
    EventQueue open(Connection connection, boolean closesCycle) {
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
        connection.open(built);
        return built;
    }

    private static void warnOfLooseEnds(ModuleRunner module, Topology graph) {
        boolean isLoose = module.outlets().stream()
                .anyMatch(outlet -> outlet.name().equals(Actor.OUTBOX) && !outlet.isConnected());
        if (isLoose && !Router.isOwn(module.name())) {
            LOG.warn(
                    "\"{}.outbox\" leads nowhere: what the module submits is dropped and counted as unconnected",
                    module.name());
        }
        boolean wantsData = module.actor().inlets().stream().anyMatch(inlet -> !inlet.isControl());
        if (wantsData && !graph.isFed(module)) {
            LOG.warn("module \"{}\" has inlets, but nothing is connected to any of them", module.name());
        }
    }

    /** An event that comes back to a module again and again keeps it busy for ever. */
    static void warnOfEndlessLoops(Topology graph, Collection<Connection> connections) {
        Set<ModuleRunner> unguarded = new LinkedHashSet<>(graph.upstreamFirst());
        unguarded.removeIf(module -> module.actor().endsLoops());
        List<Connection> between = connections.stream()
                .filter(connection -> unguarded.contains(connection.from()) && unguarded.contains(connection.to()))
                .toList();
        for (Connection connection : new Topology(unguarded, between).backEdges()) {
            LOG.warn(
                    "connection \"{}\" closes a loop that has no ttl module: an event may go round for ever (put a"
                            + " wishbone.flow.ttl into it, or another module that ends loops)",
                    connection.name());
        }
    }
}
