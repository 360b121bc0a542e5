package io.wishbone.router;

import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.ModuleState;
import io.wishbone.actor.Outlet;
import io.wishbone.queue.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Changes the connections of a router that runs, without losing an event on either side. <em>Confined to the thread
 * that has the router's lock.</em>
 *
 * <p>The order makes it safe: first consumers learn of their new queues, which they read once their old ones have ended
 * and are empty; then new modules start, those downstream first; then producers change over, those downstream first,
 * each in one step on its own thread, so that there is no moment in which it leads nowhere.
 */
final class LiveWiring {
    private final Plan plan;
    private final Wiring wiring;
    private final ModuleStarter starter;
    private final Duration patience;
    private final Rewiring change;
    private final Set<ModuleRunner> added = new LinkedHashSet<>();

    /** What starts a module and waits until it runs. */
    interface ModuleStarter {
        void start(ModuleRunner module);
    }

    /**
     * Makes what one change needs.
     *
     * @param patience how long a module may take to return, so that its connections can be changed
     * @param change what to make
     */
    LiveWiring(Plan plan, Wiring wiring, ModuleStarter starter, Duration patience, Rewiring change) {
        this.plan = plan;
        this.wiring = wiring;
        this.starter = starter;
        this.patience = patience;
        this.change = change;
    }

    /**
     * Makes the change, but for the modules that it takes away: they are disconnected from what feeds them, and still
     * feed what they fed.
     *
     * @throws WiringException if it connects a module that failed; nothing has changed then
     * @throws ModuleStartException if a module that it connects first cannot start; no connection has changed then
     * @throws IllegalStateException if a module does not return; if it is one that feeds others, all the rest is done,
     *     and its own part when it does return, else nothing has changed
     */
    void apply() {
        change.made().forEach(LiveWiring::requireUsable);
        Topology graph = change.target().topology();
        place(graph);
        openQueues();
        try {
            attachConsumers();
            startAdded(graph);
        } catch (RuntimeException | Error e) {
            giveUp();
            throw e;
        }
        plan.change(change.undone(), change.made());
        switchProducers(graph);
    }

    private static void requireUsable(Connection connection) {
        for (ModuleRunner module : List.of(connection.from(), connection.to())) {
            ModuleState state = module.lifecycle();
            if (state != ModuleState.NEW && state != ModuleState.RUNNING) {
                throw new WiringException("cannot connect \"" + connection.name() + "\": module \"" + module.name()
                        + "\" is " + state + " (expected: one that runs or was not started; remove it and register it"
                        + " anew)");
            }
        }
    }

    private void place(Topology graph) {
        Set<ModuleRunner> touched = new LinkedHashSet<>();
        for (Connection connection : change.made()) {
            touched.add(connection.from());
            touched.add(connection.to());
        }
        for (ModuleRunner module : graph.upstreamFirst()) {
            if (touched.contains(module) && module.lifecycle() == ModuleState.NEW) {
                added.add(module);
                if (!module.isPlaced()) {
                    wiring.place(module, graph);
                }
            }
        }
    }

    private void openQueues() {
        List<Connection> before = new ArrayList<>(plan.connections());
        before.removeAll(change.undone());
        for (Connection connection : change.made()) {
            connection.from().openIfNew(connection.outlet());
            boolean closesCycle = Topology.closesCycle(before, connection);
            before.add(connection);
            wiring.open(connection, closesCycle);
        }
    }

    private static EventQueue queueOf(Connection connection) {
        EventQueue queue = connection.queue();
        if (queue == null) {
            throw new IllegalStateException("connection " + connection.name() + " has no queue");
        }
        return queue;
    }

    private void attachConsumers() {
        for (Connection connection : change.made()) {
            if (added.contains(connection.to())) {
                connection.inlet().attach(queueOf(connection));
            } else {
                await(connection.to(), connection.to().attachInlet(connection.inlet(), queueOf(connection)));
            }
        }
    }

    private void startAdded(Topology graph) {
        change.made().stream()
                .filter(connection -> added.contains(connection.from()))
                .forEach(connection -> connection.outlet().attach(queueOf(connection)));
        graph.downstreamFirst().stream().filter(added::contains).forEach(starter::start);
    }

    /** Nothing comes of the change: consumers skip the queues that would have been theirs. */
    private void giveUp() {
        for (Connection connection : change.made()) {
            if (connection.from().lifecycle() == ModuleState.RUNNING && added.contains(connection.from())) {
                connection.from().switchOutlet(connection.outlet(), null);
            } else {
                queueOf(connection).end();
            }
        }
    }

    private void switchProducers(Topology graph) {
        Map<Outlet, @Nullable Connection> changes = new LinkedHashMap<>();
        change.undone().forEach(connection -> changes.put(connection.outlet(), null));
        change.made().stream()
                .filter(connection -> !added.contains(connection.from()))
                .forEach(connection -> changes.put(connection.outlet(), connection));
        List<IllegalStateException> late = new ArrayList<>();
        for (ModuleRunner module : graph.downstreamFirst()) {
            for (Outlet outlet : module.actor().outlets()) {
                if (changes.containsKey(outlet)) {
                    Connection next = changes.get(outlet);
                    try {
                        await(module, module.switchOutlet(outlet, next == null ? null : queueOf(next)));
                    } catch (IllegalStateException e) {
                        late.add(e);
                    }
                }
            }
        }
        if (!late.isEmpty()) {
            throw late.get(0);
        }
    }

    private void await(ModuleRunner module, CompletableFuture<Void> change) {
        try {
            change.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "module \"" + module.name() + "\" has not returned for " + patience
                            + ", so that its connection could not be changed (expected: handlers that return at once)",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("module \"" + module.name() + "\" did not let its connection change", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "interrupted while a connection of module \"" + module.name() + "\" changes", e);
        }
    }
}
