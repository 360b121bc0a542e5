package io.wishbone.actor;

import io.wishbone.event.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A module: an isolated unit that consumes events from its inlets and submits events to its outlets.
 *
 * <p><em>Confined to its module's thread</em> from {@link #onStart} to {@link #onClose}: one thread at a time runs it,
 * so a subclass needs no synchronisation. That thread is usually an event loop which serves sockets too; a module that
 * computes for long or waits says so in {@link #placement}.
 *
 * <p>A subclass declares its queue ends in field initializers or its constructor:
 *
 * <pre>{@code
 * private final Outlet outbox = outlet("outbox");
 *
 * public Enrich() {
 *     inlet("inbox", this::consume);
 * }
 * }</pre>
 *
 * <p>Every module also has a {@code failed} outlet, to which an event goes whose handler threw, with
 * {@code header.<module>.error}. An event may be kept beyond its handler's return only under a {@link #hold}.
 */
public abstract class Actor {
    /** The usual name of the inlet that takes what the module works on. */
    public static final String INBOX = "inbox";

    /** The usual name of the outlet for a module's results. */
    public static final String OUTBOX = "outbox";

    /** The outlet on which an output reports what it delivered. */
    public static final String SUCCESSFUL = "successful";

    /** The outlet that every module has for events that it could not process. */
    public static final String FAILED = "failed";

    // Replaced, not changed, when a port is added: any thread may read them.
    private volatile Map<String, Inlet> inlets = Map.of();
    private volatile Map<String, Outlet> outlets = Map.of();
    private final Outlet failed = outlet(FAILED);
    private final List<HeldEvents> held = new ArrayList<>(0);
    private @Nullable EventHandler dynamicInlets;
    private @Nullable OutletGroup dynamicOutlets;
    private @Nullable Source source;
    private @Nullable ModuleRunner runner;

    /** For subclasses. */
    protected Actor() {}

    /** Declares an inlet for data: it is not read while one of the module's outlets is full. */
    protected final Inlet inlet(String name, EventHandler handler) {
        return add(new Inlet(PortNames.check(name), handler, false));
    }

    /** Declares an inlet that steers the module: it stays live while outlets are full, and should not emit data. */
    protected final Inlet controlInlet(String name, EventHandler handler) {
        return add(new Inlet(PortNames.check(name), handler, true));
    }

    /** Declares that connecting to any name makes an inlet for data with this handler. */
    protected final void dynamicInlets(EventHandler handler) {
        this.dynamicInlets = handler;
    }

    /** Declares an outlet. */
    protected final Outlet outlet(String name) {
        Outlet outlet = new Outlet(PortNames.check(name));
        Map<String, Outlet> more = new LinkedHashMap<>(outlets);
        if (more.putIfAbsent(name, outlet) != null) {
            throw new IllegalArgumentException("outlet \"" + name + "\" is declared twice");
        }
        outlets = more;
        return outlet;
    }

    /** Declares that connecting from any name makes an outlet, which the group then has. */
    protected final OutletGroup dynamicOutlets() {
        OutletGroup group = new OutletGroup(new Outlet(OUTBOX));
        this.dynamicOutlets = group;
        return group;
    }

    /** Declares that this module makes events by itself. */
    protected final void source(Source newSource) {
        this.source = newSource;
    }

    private Inlet add(Inlet inlet) {
        Map<String, Inlet> more = new LinkedHashMap<>(inlets);
        if (more.putIfAbsent(inlet.name(), inlet) != null) {
            throw new IllegalArgumentException("inlet \"" + inlet.name() + "\" is declared twice");
        }
        inlets = more;
        return inlet;
    }

    /**
     * Whether this module drops an event that has passed it too often, so that a loop of connections through it ends.
     * The router warns of loops without such a module. Default: false.
     */
    public boolean endsLoops() {
        return false;
    }

    /**
     * Where this module wants to run; called once, when the router starts, before {@link #onStart} and on the thread
     * that starts the router. Default: {@link Placement#inherit}.
     *
     * @param shared what the router's modules share, such as event loops
     */
    public Placement placement(SharedResources shared) {
        return Placement.inherit();
    }

    /**
     * Called once, before the first event, on the module's thread. What outlives the call is announced by
     * {@link ModuleContext#begin}; the router's start waits for it.
     *
     * @throws Exception if the module cannot start; the router's start then fails with this cause
     */
    public void onStart() throws Exception {}

    /**
     * Called after connections of this module were made or undone while it runs: a place to look again at what
     * {@link #onStart} remembered of them, such as the outlets of a group.
     */
    public void onRewired() throws Exception {}

    /** Called after each batch of events that the module was given; a place to flush. */
    public void onBatchEnd() throws Exception {}

    /**
     * Called between {@link #onStart} and {@link #onClose} whenever the router is asked to reopen: closes and opens
     * again what the module holds open by a name that others may give to something else, such as a log file that was
     * moved away. Default: nothing.
     *
     * @throws Exception logged; the module lives on
     */
    public void onReopen() throws Exception {}

    /**
     * Called once when the router begins to stop, on every module and before anything drains: a place to lift what
     * keeps events waiting, such as a lock, since what waits is drained before {@link #onDrain}.
     */
    public void onStop() throws Exception {}

    /**
     * Called once when the router stops: an input closes its door; another module, after everything before it has
     * drained, emits what it still gathers.
     */
    public void onDrain() throws Exception {}

    /** Called once at the end, also if {@link #onStart} failed: releases what the module holds. */
    public void onClose() throws Exception {}

    /**
     * What this module can do on its router.
     *
     * @throws IllegalStateException if the module is not registered with a router
     */
    protected final ModuleContext context() {
        return runner().context();
    }

    /**
     * Keeps an event beyond the end of its handler. The holder ends it by submitting, succeeding or failing.
     *
     * @param event the event that is being consumed
     */
    protected final Hold hold(Event event) {
        return new Hold(runner(), event);
    }

    /**
     * A list, first in first out, of events that this module keeps, such as those that an output has not flushed. What
     * is left in it after {@link #onClose} ends as not delivered.
     */
    protected final HeldEvents heldEvents() {
        HeldEvents events = new HeldEvents(this::runner);
        held.add(events);
        return events;
    }

    /** Ends what the module kept and has not ended, after {@link #onClose}. */
    final void discardHeld() {
        held.forEach(HeldEvents::discard);
    }

    /** The inlets by name order of declaration. */
    public final Collection<Inlet> inlets() {
        return Collections.unmodifiableCollection(inlets.values());
    }

    /** The outlets by order of declaration, {@code failed} included. */
    public final Collection<Outlet> outlets() {
        return Collections.unmodifiableCollection(outlets.values());
    }

    /** The inlet of a name; made if the module declared dynamic inlets. */
    public final Optional<Inlet> findInlet(String name) {
        EventHandler handler = dynamicInlets;
        if (!inlets.containsKey(name) && handler != null) {
            inlet(name, handler);
        }
        return Optional.ofNullable(inlets.get(name));
    }

    /** The outlet of a name; made if the module declared dynamic outlets and no inlet has that name. */
    public final Optional<Outlet> findOutlet(String name) {
        OutletGroup group = dynamicOutlets;
        if (!outlets.containsKey(name) && group != null && !inlets.containsKey(name)) {
            group.add(outlet(name));
        }
        return Optional.ofNullable(outlets.get(name));
    }

    /** Whether connecting makes inlets. */
    public final boolean hasDynamicInlets() {
        return dynamicInlets != null;
    }

    /** Whether connecting makes outlets. */
    public final boolean hasDynamicOutlets() {
        return dynamicOutlets != null;
    }

    final @Nullable Outlet declaredOutlet(String name) {
        return outlets.get(name);
    }

    final Outlet failed() {
        return failed;
    }

    /** The group of dynamic outlets, or null where there is none. */
    final @Nullable OutletGroup outletGroup() {
        return dynamicOutlets;
    }

    final @Nullable Source source() {
        return source;
    }

    final void bind(ModuleRunner newRunner) {
        if (runner != null) {
            throw new IllegalStateException("this " + getClass().getSimpleName() + " is already registered as module \""
                    + runner.name() + "\" (expected: a new object for each registration)");
        }
        this.runner = newRunner;
    }

    private ModuleRunner runner() {
        if (runner == null) {
            throw new IllegalStateException("module " + getClass().getSimpleName()
                    + " is not registered with a router (call registerModule first)");
        }
        return runner;
    }
}
