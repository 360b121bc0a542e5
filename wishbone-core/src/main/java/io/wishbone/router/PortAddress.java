package io.wishbone.router;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Inlet;
import io.wishbone.actor.Outlet;
import io.wishbone.module.NearestName;

/** The address of a queue end, {@code module.queue}. <em>Immutable.</em> */
record PortAddress(String module, String queue) {
    static PortAddress parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 1 || dot != text.lastIndexOf('.') || dot == text.length() - 1) {
            throw new WiringException(
                    "bad queue address \"" + text + "\" (expected: module.queue, such as \"in.outbox\")");
        }
        return new PortAddress(text.substring(0, dot), text.substring(dot + 1));
    }

    Outlet outletOf(Actor actor) {
        try {
            return actor.findOutlet(queue).orElseThrow(() -> {
                var known = actor.outlets().stream().map(Outlet::name).toList();
                boolean isInlet =
                        actor.inlets().stream().anyMatch(inlet -> inlet.name().equals(queue));
                return new WiringException("module \"" + module + "\" has no outlet \"" + queue + "\""
                        + (isInlet ? ", only an inlet of that name" : "") + NearestName.hint(queue, known));
            });
        } catch (IllegalArgumentException e) {
            throw new WiringException("outlet of module \"" + module + "\": " + e.getMessage(), e);
        }
    }

    Inlet inletOf(Actor actor) {
        try {
            return actor.findInlet(queue).orElseThrow(() -> {
                var known = actor.inlets().stream().map(Inlet::name).toList();
                boolean isOutlet = actor.outlets().stream()
                        .anyMatch(outlet -> outlet.name().equals(queue));
                return new WiringException("module \"" + module + "\" has no inlet \"" + queue + "\""
                        + (isOutlet ? ", only an outlet of that name" : "") + NearestName.hint(queue, known));
            });
        } catch (IllegalArgumentException e) {
            throw new WiringException("inlet of module \"" + module + "\": " + e.getMessage(), e);
        }
    }
}
