package io.wishbone.actor;

import java.util.Collection;
import java.util.stream.Stream;

/**
 * The gates at a module's outlets: while one is closed, the module is given no data. <em>Confined to its module's
 * thread.</em>
 */
final class Gates {
    private final Emitter[] emitters;
    private int closed;

    Gates(Collection<Outlet> outlets) {
        this.emitters = outlets.stream()
                .flatMap(outlet -> outlet.emitters().stream())
                .filter(emitter -> emitter.isStepped() && emitter.isConnected())
                .toArray(Emitter[]::new);
        this.closed =
                (int) Stream.of(emitters).filter(emitter -> !emitter.isOpen()).count();
    }

    boolean areOpen() {
        return closed == 0;
    }

    void closedOne() {
        closed++;
    }

    /** Opens those whose queues have drained. */
    void tryOpen() {
        if (closed == 0) {
            return;
        }
        for (Emitter emitter : emitters) {
            if (!emitter.isOpen() && emitter.tryOpen()) {
                closed--;
            }
        }
    }

    /** Whether {@link #tryOpen} would get on. */
    boolean canProceed() {
        for (Emitter emitter : emitters) {
            if (!emitter.isOpen() && emitter.canProceed()) {
                return true;
            }
        }
        return false;
    }

    /** Wakes what is downstream of outlets that were submitted to. */
    void publish() {
        for (Emitter emitter : emitters) {
            emitter.publish();
        }
    }
}
