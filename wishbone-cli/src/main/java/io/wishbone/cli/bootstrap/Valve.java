package io.wishbone.cli.bootstrap;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;

/**
 * Holds up what comes while the module behind it is exchanged: until it is opened it takes nothing, so that events wait
 * in the queue before it. <em>Confined to its module's thread</em>, but for {@link #open}.
 */
final class Valve extends Actor {
    private final Outlet outbox = outlet(OUTBOX);
    private boolean isOpen;

    Valve() {
        inlet(INBOX, outbox::submit);
    }

    @Override
    public void onStart() {
        if (!isOpen) {
            context().pause();
        }
    }

    /** Lets everything pass from now on. Called once it is connected, on any thread. */
    void open() {
        context().run(this::opened);
    }

    private void opened() {
        if (!isOpen) {
            isOpen = true;
            context().resume();
        }
    }

    /** Where the router stops meanwhile, nothing must stay behind. */
    @Override
    public void onStop() {
        opened();
    }
}
