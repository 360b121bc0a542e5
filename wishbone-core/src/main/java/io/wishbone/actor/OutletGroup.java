package io.wishbone.actor;

import io.wishbone.event.Event;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The outlets of a module that come into being when they are connected, such as those of a fanout. <em>Confined to its
 * module's thread.</em> It has those that are connected, from {@link Actor#onStart} on; they may change while the
 * module runs, see {@link Actor#onRewired}.
 */
public final class OutletGroup {
    private final Collection<Outlet> known = new CopyOnWriteArrayList<>();
    private final Outlet nowhere;
    private Outlet[] outlets = {};
    private @Nullable QueueLimits ownLimits;
    private @Nullable OverflowPolicy ownPolicy;

    OutletGroup(Outlet nowhere) {
        this.nowhere = nowhere;
    }

    /**
     * Says, before anything is connected, how the queues behind its outlets behave. A connection that was made with
     * options of its own keeps those. Default: as the router says.
     */
    public void ownQueues(QueueLimits limits, OverflowPolicy policy) {
        this.ownLimits = limits;
        this.ownPolicy = policy;
    }

    /** How many there are. */
    public int size() {
        return outlets.length;
    }

    /** One of them, in the order in which they were first connected. */
    public Outlet get(int index) {
        return outlets[index];
    }

    /** The outlet of a name, or null where no connection made one. Looks at one after the other. */
    public @Nullable Outlet find(String name) {
        for (Outlet outlet : outlets) {
            if (outlet.name().equals(name)) {
                return outlet;
            }
        }
        return null;
    }

    /** The names, in the order in which they were first connected. */
    public Collection<String> names() {
        Collection<String> names = new ArrayList<>();
        for (Outlet outlet : outlets) {
            names.add(outlet.name());
        }
        return names;
    }

    /** Drops an event that none of the outlets is to get, counted as {@code unconnected}. */
    public void submitNowhere(Event event) {
        nowhere.submit(event);
    }

    /** Submits an event to each of them; where there is none, it is dropped and counted as {@code unconnected}. */
    public void submitToAll(Event event) {
        Outlet[] all = outlets;
        for (Outlet outlet : all) {
            outlet.submit(event);
        }
        if (all.length == 0) {
            submitNowhere(event);
        }
    }

    Outlet nowhere() {
        return nowhere;
    }

    /** Whether none is connected. Any thread. */
    boolean leadsNowhere() {
        return known.stream().noneMatch(Outlet::isConnected);
    }

    /** Takes in those that were connected, and drops those that are not any more. */
    void refresh() {
        outlets = known.stream().filter(Outlet::isConnected).toArray(Outlet[]::new);
    }

    /** One that belongs here once it is connected. Any thread. */
    void add(Outlet outlet) {
        if (ownLimits != null && ownPolicy != null) {
            outlet.ownQueue(ownLimits, ownPolicy);
        }
        known.add(outlet);
    }
}
