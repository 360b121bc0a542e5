package io.wishbone.module.flow;

import io.wishbone.actor.ModuleContext;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import java.util.function.Supplier;

/**
 * Where a module sends what it does not let pass, and counts it under the outlet's name. <em>Confined to its module's
 * thread.</em> If the outlet is not connected events end here, which counts as a success.
 */
final class SideOutlet {
    private final Outlet outlet;
    private final Tally tally;

    SideOutlet(Outlet outlet, Supplier<ModuleContext> context) {
        this.outlet = outlet;
        this.tally = new Tally(context, outlet.name());
    }

    void take(Event event) {
        tally.increment();
        if (outlet.isConnected()) {
            outlet.submit(event);
        }
    }
}
