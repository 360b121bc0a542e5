package io.wishbone.module.process;

import io.wishbone.actor.Actor;
import io.wishbone.actor.EventRefusedException;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import java.util.List;

/**
 * Applies operations to each event in {@code inbox}, in order, and hands the result to {@code outbox}.
 *
 * <p>If an operation cannot be done the event goes to {@code failed} as it came; the reason names the operation by its
 * number, from 1, and its kind, the field, what was there and what was expected.
 *
 * <pre>{@code
 * new Modify(
 *         Operation.set("data.color", "red"),
 *         Operation.compute("data.length", event -> event.text().length()),
 *         Operation.lowercase("header.listen.user"));
 * }</pre>
 */
public final class Modify extends Actor {
    private final Outlet outbox = outlet(OUTBOX);
    private final Operation[] operations;

    /** Makes the module. */
    public Modify(Operation... operations) {
        this(List.of(operations));
    }

    /** Makes the module. */
    public Modify(List<Operation> operations) {
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("operations: none (expected: one or more)");
        }
        this.operations = operations.toArray(Operation[]::new);
        inlet(INBOX, this::consume);
    }

    private void consume(Event event) {
        Event changed = event;
        for (int i = 0; i < operations.length; i++) {
            try {
                changed = operations[i].apply(changed);
            } catch (Exception e) {
                throw new EventRefusedException(
                        "operation " + (i + 1) + " (" + operations[i].kind() + "): " + Reasons.of(e));
            }
        }
        outbox.submit(changed);
    }
}
