package io.wishbone.module.process;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.expression.EventFunction;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Adds entries to the header of each event in {@code inbox}, and hands it to {@code outbox}.
 *
 * <p>They are added under the module's own name, or another one; entries of the same key are replaced.
 */
public final class AddHeader extends Actor {
    private final Outlet outbox = outlet(OUTBOX);
    private final EventFunction<? extends Map<String, ?>> entries;
    private final @Nullable String name;

    /** Makes a module that adds the same entries to every event, under its own name. */
    public AddHeader(Map<String, ?> entries) {
        this(constant(entries), null);
    }

    /** Makes a module that adds entries that are worked out from the event, under its own name. */
    public AddHeader(EventFunction<? extends Map<String, ?>> entries) {
        this(entries, null);
    }

    /**
     * Makes a module that adds entries that are worked out from the event.
     *
     * @param entries gives the entries, none of them null
     * @param name under which they are added, as a module's name; null for that of this module
     */
    public AddHeader(EventFunction<? extends Map<String, ?>> entries, @Nullable String name) {
        this.entries = Objects.requireNonNull(entries, "entries");
        this.name = name;
        if (name != null && name.isBlank()) {
            throw new IllegalArgumentException("name: \"" + name + "\" (expected: a name)");
        }
        inlet(INBOX, this::consume);
    }

    private static EventFunction<Map<String, ?>> constant(Map<String, ?> entries) {
        Map<String, ?> copy = Header.of("any", entries).asMap().get("any");
        return event -> Objects.requireNonNull(copy);
    }

    private void consume(Event event) throws Exception {
        String module = name == null ? context().name() : name;
        outbox.submit(event.withHeader(event.header().with(module, entries.apply(event))));
    }
}
