package io.wishbone.router;

import io.wishbone.queue.EventQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The queues of connections. */
final class Queues {
    private Queues() {}

    /** Those that are there: a connection has one from its router's start on. */
    static List<EventQueue> of(Collection<Connection> connections) {
        List<EventQueue> queues = new ArrayList<>();
        for (Connection connection : connections) {
            EventQueue queue = connection.queue();
            if (queue != null) {
                queues.add(queue);
            }
        }
        return queues;
    }
}
