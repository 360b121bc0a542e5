package io.wishbone.actor;

import io.wishbone.event.Event;

/** What a module does with an event that arrived at one of its inlets. */
@FunctionalInterface
public interface EventHandler {
    /**
     * Consumes one event, on the module's thread. What it throws sends the event to the module's {@code failed} outlet;
     * the module lives on.
     *
     * @param event the event; keep it beyond this call only under a {@link Hold}
     * @throws Exception if the event cannot be processed
     */
    void handle(Event event) throws Exception;
}
