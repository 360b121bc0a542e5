package io.wishbone.netty.input;

import java.util.ArrayList;
import java.util.List;

/**
 * What an input's datagram sockets on one event loop share: the emitters into the pipeline, and their turn when it
 * takes more. <em>Confined to the event loop.</em>
 */
final class DatagramLoop {
    private final Emitters emitters;
    private final List<Runnable> sockets = new ArrayList<>();

    DatagramLoop(Emitters emitters) {
        this.emitters = emitters;
        emitters.onOpen(() -> sockets.forEach(Runnable::run));
    }

    Emitters emitters() {
        return emitters;
    }

    /** Adds what makes a socket read on if it waits. */
    void add(Runnable resume) {
        sockets.add(resume);
    }
}
