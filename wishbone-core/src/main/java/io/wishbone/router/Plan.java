package io.wishbone.router;

import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.Outlet;
import io.wishbone.metrics.Ledger;
import io.wishbone.module.NearestName;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is registered with a router and how it is connected: what the router is told to be. <em>Thread-safe.</em>
 *
 * <p>A connection that was undone while the router runs stays on a list of its own until its consumer has taken what
 * was left in it.
 */
final class Plan {
    private final Map<String, ModuleRunner> modules = new LinkedHashMap<>();
    private final Map<String, Connection> byOutlet = new LinkedHashMap<>();
    private final Map<String, Connection> byInlet = new LinkedHashMap<>();
    private final List<Connection> draining = new ArrayList<>();
    private final FinishedAccounts finished = new FinishedAccounts();

    Plan() {}

    /** A plan to try changes on, with the same modules and connections. */
    synchronized Plan copy() {
        Plan copy = new Plan();
        copy.modules.putAll(modules);
        copy.byOutlet.putAll(byOutlet);
        copy.byInlet.putAll(byInlet);
        return copy;
    }

    /**
     * Registers a module.
     *
     * @param runner makes it, if the name is free
     * @throws WiringException if the name is taken
     */
    synchronized void register(String name, Supplier<ModuleRunner> runner) {
        if (modules.containsKey(name)) {
            throw new WiringException(
                    "module \"" + name + "\" is already registered (expected: a name for each module)");
        }
        modules.put(name, runner.get());
    }

    /** Forgets a module that has ended; its accounts are kept. What it submitted may still be on its way. */
    synchronized void remove(ModuleRunner module) {
        modules.remove(module.name());
        draining.removeIf(connection -> connection.to() == module && finished.add(connection));
        if (module.isPlaced()) {
            finished.add(module);
        }
    }

    synchronized List<ModuleRunner> modules() {
        return List.copyOf(modules.values());
    }

    /**
     * The module of a name.
     *
     * @param where what the name is part of, for the error
     * @throws WiringException if there is none
     */
    synchronized ModuleRunner module(String name, String where) {
        ModuleRunner module = modules.get(name);
        if (module == null) {
            throw new WiringException(
                    "module \"" + name + "\" is not registered" + where + NearestName.hint(name, modules.keySet()));
        }
        return module;
    }

    /**
     * Plans a connection.
     *
     * @throws WiringException if a module or queue does not exist or an end is connected already
     */
    synchronized Connection connect(String from, String to, ConnectionOptions options) {
        PortAddress source = PortAddress.parse(from);
        PortAddress target = PortAddress.parse(to);
        ModuleRunner producer = module(source.module(), ", in a connection from " + from);
        ModuleRunner consumer = module(target.module(), ", in a connection to " + to);
        refuseSecond(byOutlet.get(from), from);
        refuseSecond(byInlet.get(to), to);
        Connection connection = new Connection(
                producer, source.outletOf(producer.actor()), consumer, target.inletOf(consumer.actor()), options);
        byOutlet.put(from, connection);
        byInlet.put(to, connection);
        return connection;
    }

    /** How a connection behaves that does not say so itself: as its outlet wants it, else as others. */
    synchronized ConnectionOptions optionsFor(String from, ConnectionOptions otherwise) {
        PortAddress source = PortAddress.parse(from);
        ModuleRunner producer = module(source.module(), ", in a connection from " + from);
        Outlet outlet = source.outletOf(producer.actor());
        QueueLimits limits = outlet.ownLimits();
        OverflowPolicy policy = outlet.ownPolicy();
        return limits == null || policy == null ? otherwise : new ConnectionOptions(limits, policy);
    }

    private static void refuseSecond(@Nullable Connection existing, String end) {
        if (existing != null) {
            throw new WiringException("\"" + end + "\" is already connected, by \"" + existing.name()
                    + "\" (a queue joins one outlet to one inlet; put a fanout or a funnel between)");
        }
    }

    /**
     * Takes a connection out of the plan.
     *
     * @throws WiringException if the outlet is not connected
     */
    synchronized Connection disconnect(String from) {
        Connection connection = byOutlet.remove(from);
        if (connection == null) {
            throw new WiringException("\"" + from + "\" is not connected" + NearestName.hint(from, byOutlet.keySet()));
        }
        byInlet.remove(connection.inletName());
        return connection;
    }

    /** Makes a tried change real. */
    synchronized void change(Collection<Connection> undone, Collection<Connection> made) {
        for (Connection connection : undone) {
            byOutlet.remove(connection.outletName());
            byInlet.remove(connection.inletName());
            draining.add(connection);
        }
        for (Connection connection : made) {
            byOutlet.put(connection.outletName(), connection);
            byInlet.put(connection.inletName(), connection);
        }
    }

    /** The connections, in the order in which they were made. */
    synchronized List<Connection> connections() {
        return List.copyOf(byOutlet.values());
    }

    /** The connections, and behind them those that were undone and are not empty yet. */
    synchronized List<Connection> connectionsInUse() {
        draining.removeIf(connection -> connection.isFinished() && finished.add(connection));
        List<Connection> inUse = new ArrayList<>(byOutlet.values());
        inUse.addAll(draining);
        return inUse;
    }

    /** The graph of what is registered; a module that was removed is not in it, even if it has left something. */
    synchronized Topology topology() {
        List<Connection> between = connectionsInUse().stream()
                .filter(connection -> modules.get(connection.from().name()) == connection.from()
                        && modules.get(connection.to().name()) == connection.to())
                .toList();
        return new Topology(modules(), between);
    }

    /** The accounts of what the users registered, that which has ended included. */
    synchronized Ledger ledger() {
        List<Connection> inUse = connectionsInUse();
        return finished.addedTo(Accounts.ledger(Router.withoutSystemModules(modules.values()), inUse));
    }
}
