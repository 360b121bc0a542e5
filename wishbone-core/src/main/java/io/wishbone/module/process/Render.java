package io.wishbone.module.process;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.expression.EventFunction;
import java.util.Objects;

/**
 * Makes a text of each event in {@code inbox}, puts it in the place of the data, or in another field, and hands the
 * event to {@code outbox}.
 */
public final class Render extends Actor {
    private final Outlet outbox = outlet(OUTBOX);
    private final EventFunction<String> text;
    private final Field to;

    /** Makes a module whose texts take the place of the data. */
    public Render(EventFunction<String> text) {
        this(text, "data");
    }

    /**
     * Makes a module.
     *
     * @param text gives the text
     * @param to the field that gets it, a path as {@link Operation} has them
     */
    public Render(EventFunction<String> text, String to) {
        this.text = Objects.requireNonNull(text, "text");
        this.to = Field.parse(to);
        inlet(INBOX, this::consume);
    }

    private void consume(Event event) throws Exception {
        outbox.submit(to.with(event, text.apply(event)));
    }
}
