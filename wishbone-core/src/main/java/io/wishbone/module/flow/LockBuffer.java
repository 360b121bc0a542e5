package io.wishbone.module.flow;

import io.wishbone.actor.Actor;
import io.wishbone.actor.EventRefusedException;
import io.wishbone.actor.HeldEvents;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;

/**
 * Hands the events in {@code inbox} to {@code outbox}, but keeps them while it is locked.
 *
 * <p>An event in {@code lock} whose text is {@code lock} or {@code unlock}, blanks around it left out, locks and
 * unlocks it; another one goes to {@code failed}. A locked buffer that is full takes nothing more, so that what feeds
 * it waits. What it kept goes on in order and as {@code outbox} takes it, before what comes later. A stop unlocks it
 * for good.
 */
public final class LockBuffer extends Actor {
    private final Outlet outbox = outlet(OUTBOX);
    private final HeldEvents kept = heldEvents();
    private final LockBufferConfig config;
    private boolean locked;
    private boolean paused;
    private boolean stopping;

    /** Makes the module. */
    public LockBuffer(LockBufferConfig config) {
        this.config = config;
        this.locked = config.locked();
        inlet(INBOX, this::consume);
        controlInlet("lock", this::control);
    }

    private void consume(Event event) {
        if (!locked && kept.isEmpty()) {
            outbox.submit(event);
            return;
        }
        kept.add(event);
        if (isFull()) {
            paused = true;
            context().pause();
        }
    }

    private boolean isFull() {
        return kept.size() >= config.size() || kept.sizeBytes() >= config.maxBytes();
    }

    private void control(Event event) {
        String command = event.text().strip();
        switch (command) {
            case "lock" -> locked = !stopping;
            case "unlock" -> locked = false;
            default ->
                throw new EventRefusedException(
                        "data: a text of " + command.length() + " characters (expected: lock or unlock)");
        }
    }

    /** Here and not where it is unlocked, since a control event must not emit while the outlet is full. */
    @Override
    public void onBatchEnd() {
        while (!locked && !kept.isEmpty() && outbox.isOpen()) {
            kept.submitFirst(outbox);
        }
        if (paused && !isFull()) {
            paused = false;
            context().resume();
        }
    }

    @Override
    public void onStop() {
        stopping = true;
        locked = false;
    }

    @Override
    public void onDrain() {
        onStop();
    }

    @Override
    public void onClose() {
        kept.discard();
    }
}
