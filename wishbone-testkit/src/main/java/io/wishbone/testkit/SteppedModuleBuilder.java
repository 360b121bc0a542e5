package io.wishbone.testkit;

import io.wishbone.actor.Actor;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.Outlet;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.ModuleStartException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Collects how a {@link SteppedModule} is wired. <em>Confined to the test's thread.</em> */
public final class SteppedModuleBuilder {
    final String name;
    final Actor actor;
    final List<String> inlets = new ArrayList<>();
    final List<String> outlets = new ArrayList<>();
    final Set<String> unconnected = new LinkedHashSet<>();
    final List<String> expectedWarnings = new ArrayList<>();
    boolean anyWarning;
    private final Set<String> unread = new LinkedHashSet<>();
    private final Map<String, QueueLimits> limits = new HashMap<>();
    private final Map<String, OverflowPolicy> policies = new HashMap<>();
    private QueueLimits otherLimits = QueueLimits.DEFAULT;

    SteppedModuleBuilder(String name, Actor actor) {
        this.name = Objects.requireNonNull(name, "name");
        this.actor = Objects.requireNonNull(actor, "actor");
    }

    /** Connects to inlets of these names, where connecting makes them. */
    public SteppedModuleBuilder inlets(String... names) {
        inlets.addAll(List.of(names));
        return this;
    }

    /** Connects outlets of these names, where connecting makes them. */
    public SteppedModuleBuilder outlets(String... names) {
        outlets.addAll(List.of(names));
        return this;
    }

    /** Leaves outlets unconnected; what the module submits there is dropped and counted. Default: none. */
    public SteppedModuleBuilder unconnected(String... names) {
        unconnected.addAll(List.of(names));
        return this;
    }

    /** Does not read outlets until {@link SteppedModule#resumeReading}. Default: all are read. */
    public SteppedModuleBuilder unread(String... names) {
        unread.addAll(List.of(names));
        return this;
    }

    /** How much the queue behind an outlet holds; default {@link QueueLimits#DEFAULT}. */
    public SteppedModuleBuilder limits(String outlet, QueueLimits value) {
        limits.put(outlet, value);
        return this;
    }

    /** How much the queues behind all other outlets hold; default {@link QueueLimits#DEFAULT}. */
    public SteppedModuleBuilder limits(QueueLimits value) {
        this.otherLimits = value;
        return this;
    }

    /**
     * What happens when the queue behind an outlet is full; default the outlet's own, else
     * {@link OverflowPolicy#BLOCK}.
     */
    public SteppedModuleBuilder policy(String outlet, OverflowPolicy value) {
        policies.put(outlet, value);
        return this;
    }

    /** Expects one or more warnings or errors whose text has a part; default none. */
    public SteppedModuleBuilder expectWarning(String part) {
        expectedWarnings.add(part);
        return this;
    }

    /** Lets the module warn of anything. Default: only of what is expected. */
    public SteppedModuleBuilder allowWarnings() {
        this.anyWarning = true;
        return this;
    }

    /**
     * Makes the module, not started.
     *
     * @throws IllegalArgumentException if it has no such queue, or brings event loops of its own
     */
    public SteppedModule build() {
        return new SteppedModule(this);
    }

    /**
     * Makes the module and starts it.
     *
     * @throws IllegalArgumentException if it has no such queue, or brings event loops of its own
     * @throws ModuleStartException if it cannot start; it is closed then
     */
    public SteppedModule start() {
        return build().start();
    }

    /** The outlets that were spoken of. */
    Set<String> named() {
        Set<String> named = new LinkedHashSet<>(unconnected);
        named.addAll(unread);
        named.addAll(limits.keySet());
        named.addAll(policies.keySet());
        return named;
    }

    Tap tap(ModuleRunner runner, Outlet outlet) {
        String end = outlet.name();
        return new Tap(
                runner,
                outlet,
                limits.getOrDefault(end, Objects.requireNonNullElse(outlet.ownLimits(), otherLimits)),
                policies.getOrDefault(end, Objects.requireNonNullElse(outlet.ownPolicy(), OverflowPolicy.BLOCK)),
                !unread.contains(end));
    }
}
