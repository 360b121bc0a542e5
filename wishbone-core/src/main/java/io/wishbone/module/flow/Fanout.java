package io.wishbone.module.flow;

import io.wishbone.actor.Actor;
import io.wishbone.actor.OutletGroup;

/**
 * Hands each event in {@code inbox} to every connected outlet; the names of outlets are free.
 *
 * <p>All outlets get the same event, which is immutable. One outlet that is full stops all, since none may lose an
 * event; a connection with a drop policy does not stop the others.
 *
 * <p>With an {@link Isolation} each branch has a buffer to itself, and no branch stops the others, unless its policy is
 * to block. The buffer is the connection's own queue, which is given these limits and this policy: a queue that drops
 * never makes its producer wait, keeps its order, counts each drop by reason in the ledger and the metrics, fails the
 * completion of what it drops, and is drained at a stop. A second buffer in front of it would have to do all of that
 * once more. Nothing makes the fanout wait then: where all branches are slower than what comes, all of them drop, and a
 * buffer that is smaller than a batch, 256 events, may drop within one. A branch that runs on the fanout's thread and
 * works for long still delays the others, as any module does that does not say where it wants to run.
 */
public final class Fanout extends Actor {
    private final OutletGroup outlets = dynamicOutlets();

    /** Makes a fanout without outlets; connecting from any name makes one. */
    public Fanout() {
        inlet(INBOX, outlets::submitToAll);
    }

    /** Makes a fanout whose outlets do not wait for each other. */
    public Fanout(Isolation isolation) {
        this();
        outlets.ownQueues(isolation.buffer(), isolation.policy());
    }
}
