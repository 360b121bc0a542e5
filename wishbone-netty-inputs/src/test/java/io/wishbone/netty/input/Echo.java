package io.wishbone.netty.input;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import java.util.function.UnaryOperator;

/** Answers each event by what an operator makes of it. */
final class Echo extends Actor {
    private final Outlet outbox = outlet(OUTBOX);

    Echo(UnaryOperator<Event> answer) {
        inlet(INBOX, event -> outbox.submit(answer.apply(event)));
    }
}
