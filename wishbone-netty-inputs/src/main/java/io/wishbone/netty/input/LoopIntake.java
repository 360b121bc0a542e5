package io.wishbone.netty.input;

import java.util.ArrayDeque;

/**
 * What the connections of one event loop share: the emitters into the pipeline, and the line of those that wait until
 * the pipeline takes more. <em>Confined to the event loop.</em>
 */
final class LoopIntake {
    private final Emitters emitters;
    private final ArrayDeque<TcpConnection> parked = new ArrayDeque<>();

    LoopIntake(Emitters emitters) {
        this.emitters = emitters;
        emitters.onOpen(this::resumeParked);
    }

    Emitters emitter() {
        return emitters;
    }

    /** Puts a connection at the end of the line. */
    void park(TcpConnection connection) {
        parked.add(connection);
    }

    /** Lets those that wait go on, each once and in the order in which they came, while the pipeline takes more. */
    private void resumeParked() {
        for (int waiting = parked.size(); waiting > 0 && emitters.isOpen(); waiting--) {
            parked.remove().resume();
        }
    }
}
