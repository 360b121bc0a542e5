package io.wishbone.router;

import io.wishbone.actor.ModuleRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A change of modules and connections that {@link Router#rewire} makes as one: either all of it or, if a part is wrong,
 * none. <em>Confined to the thread that collects it.</em>
 */
public final class Rewiring {
    private final Plan target;
    private final RouterConfig config;
    private final List<Connection> made = new ArrayList<>();
    private final List<Connection> undone = new ArrayList<>();
    private final Map<ModuleRunner, Duration> removed = new LinkedHashMap<>();

    Rewiring(Plan plan, RouterConfig config) {
        this.target = plan.copy();
        this.config = config;
    }

    /**
     * Connects an outlet to an inlet with the router's default options.
     *
     * @param from such as {@code listen.outbox}
     * @param to such as {@code out.inbox}
     * @throws WiringException if a module or queue does not exist or an end is connected already
     */
    public Rewiring connect(String from, String to) {
        return connect(from, to, target.optionsFor(from, config.connection()));
    }

    /** Connects an outlet to an inlet; see {@link #connect(String, String)}. */
    public Rewiring connect(String from, String to, ConnectionOptions options) {
        made.add(target.connect(from, to, Objects.requireNonNull(options, "options")));
        return this;
    }

    /**
     * Undoes a connection. What is left in its queue is still consumed.
     *
     * @param from its outlet, such as {@code listen.outbox}
     * @throws WiringException if it is not connected
     */
    public Rewiring disconnect(String from) {
        undo(target.disconnect(from));
        return this;
    }

    private void undo(Connection connection) {
        if (!made.remove(connection)) {
            undone.add(connection);
        }
    }

    /** Takes a module away, which may drain as long as at a stop; see {@link #remove(String, Duration)}. */
    public Rewiring remove(String module) {
        return remove(module, config.stopDeadline());
    }

    /**
     * Takes a module and its connections away. What it was given before it still works on, and what it submits
     * meanwhile goes where it went before; then it drains and closes. The ends that this frees may be connected in the
     * same change: what comes the new way is consumed after what comes the old way.
     *
     * @param deadline how long the module may drain, 0 or more
     * @throws WiringException if no such module is registered, or it is the router's own
     */
    public Rewiring remove(String module, Duration deadline) {
        ModuleRunner runner = target.module(module, ", so that it cannot be removed");
        if (Router.isOwn(module)) {
            throw new WiringException("module \"" + module + "\" is the router's own and cannot be removed");
        }
        if (deadline.isNegative()) {
            throw new IllegalArgumentException("deadline: " + deadline + " (expected: 0 or more)");
        }
        target.connections().stream()
                .filter(connection -> connection.touches(runner))
                .forEach(connection -> disconnect(connection.outletName()));
        target.remove(runner);
        removed.put(runner, deadline);
        return this;
    }

    /** What the router shall be. */
    Plan target() {
        return target;
    }

    /** The connections to make. */
    List<Connection> made() {
        return made;
    }

    /** The connections to undo. */
    List<Connection> undone() {
        return undone;
    }

    /** The modules to take away, and how long they may drain. */
    Map<ModuleRunner, Duration> removed() {
        return removed;
    }
}
