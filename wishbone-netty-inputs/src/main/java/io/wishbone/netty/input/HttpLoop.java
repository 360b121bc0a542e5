package io.wishbone.netty.input;

import io.wishbone.actor.Outlet;
import io.wishbone.netty.EventLoopHome;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What the connections of an {@link HttpInput} on one event loop share. <em>Confined to the event loop.</em> */
final class HttpLoop {
    private final Map<String, HttpQueue> queues = new HashMap<>();

    HttpLoop(Collection<Outlet> outlets, EventLoopHome home) {
        for (Outlet outlet : outlets) {
            queues.put(outlet.name(), new HttpQueue(outlet.emitter(home)));
        }
    }

    /** The end of an outlet on this loop. */
    HttpQueue queue(String outlet) {
        HttpQueue queue = queues.get(outlet);
        if (queue == null) {
            throw new IllegalArgumentException("there is no outlet \"" + outlet + "\"");
        }
        return queue;
    }
}
