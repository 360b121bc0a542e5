package io.wishbone.netty.input;

import io.wishbone.actor.Pending;

/** Where the connections of a {@link StreamInput} come from. <em>Confined to its module's thread.</em> */
interface Door {
    /**
     * Opens it.
     *
     * @param opening to be told when it is open, or why it cannot be
     */
    void open(Pending opening);

    /**
     * Closes it; connections live on. Idempotent, and also called if it never opened.
     *
     * @param closed run when no more connection comes; on any thread
     */
    void close(Runnable closed);
}
