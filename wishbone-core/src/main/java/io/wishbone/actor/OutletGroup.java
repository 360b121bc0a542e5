package io.wishbone.actor;

import io.wishbone.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The outlets of a module that come into being when they are connected, such as those of a fanout. <em>Confined to its
 * module's thread.</em>
 */
public final class OutletGroup {
    private Outlet[] outlets = {};
    private final Outlet nowhere;

    OutletGroup(Outlet nowhere) {
        this.nowhere = nowhere;
    }

    /** How many there are. */
    public int size() {
        return outlets.length;
    }

    /** One of them, in the order in which they were connected. */
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

    /** The names, in the order in which they were connected. */
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

    boolean leadsNowhere() {
        return Arrays.stream(outlets).noneMatch(Outlet::isConnected);
    }

    void dropLoose() {
        outlets = Arrays.stream(outlets).filter(Outlet::isConnected).toArray(Outlet[]::new);
    }

    void add(Outlet outlet) {
        Outlet[] longer = Arrays.copyOf(outlets, outlets.length + 1);
        longer[outlets.length] = outlet;
        outlets = longer;
    }
}
