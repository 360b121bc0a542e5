package io.wishbone.module.output;

import io.wishbone.actor.Actor;

/** Ends every event in {@code inbox}, as delivered: for tests, measurements and branches that nobody needs. */
public final class NullOutput extends Actor {
    /** Makes the module. */
    public NullOutput() {
        inlet(INBOX, event -> {});
    }
}
