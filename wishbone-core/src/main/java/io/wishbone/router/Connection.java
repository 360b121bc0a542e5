package io.wishbone.router;

import io.wishbone.actor.Inlet;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.Outlet;

/** One outlet that feeds one inlet. <em>Immutable.</em> */
record Connection(ModuleRunner from, Outlet outlet, ModuleRunner to, Inlet inlet, ConnectionOptions options) {
    String outletName() {
        return from.name() + "." + outlet.name();
    }

    String inletName() {
        return to.name() + "." + inlet.name();
    }

    String name() {
        return outletName() + " -> " + inletName();
    }
}
