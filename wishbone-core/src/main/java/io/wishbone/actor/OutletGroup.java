package io.wishbone.actor;

import io.wishbone.event.Event;
import java.util.Arrays;

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

    /** Submits an event to each of them; where there is none, it is dropped and counted as {@code unconnected}. */
    public void submitToAll(Event event) {
        Outlet[] all = outlets;
        for (Outlet outlet : all) {
            outlet.submit(event);
        }
        if (all.length == 0) {
            nowhere.submit(event);
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
