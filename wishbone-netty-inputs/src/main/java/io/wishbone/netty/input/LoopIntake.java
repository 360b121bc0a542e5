package io.wishbone.netty.input;

import io.wishbone.actor.Emitter;
import io.wishbone.event.Event;
import java.util.ArrayDeque;

/**
 * What the connections of one event loop share: the emitters into the pipeline, and the line of those that wait until
 * the pipeline takes more. <em>Confined to the event loop.</em>
 */
final class LoopIntake {
    private final Emitters emitters;
    private final Emitter connections;
    private final ArrayDeque<StreamConnection> parked = new ArrayDeque<>();

    /**
     * Makes one.
     *
     * @param connections takes what is told of connections
     */
    LoopIntake(Emitters emitters, Emitter connections) {
        this.emitters = emitters;
        this.connections = connections;
        emitters.onOpen(this::resumeParked);
    }

    Emitters emitter() {
        return emitters;
    }

    /**
     * Tells of a connection.
     *
     * @return whether there was room; what nobody takes must not gather while peers come and go
     */
    boolean tell(Event event) {
        if (!connections.isOpen()) {
            return false;
        }
        connections.submit(event);
        return true;
    }

    /** Puts a connection at the end of the line. */
    void park(StreamConnection connection) {
        parked.add(connection);
    }

    /** Lets those that wait go on, each once and in the order in which they came, while the pipeline takes more. */
    private void resumeParked() {
        for (int waiting = parked.size(); waiting > 0 && emitters.isOpen(); waiting--) {
            parked.remove().resume();
        }
    }
}
