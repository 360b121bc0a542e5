package io.wishbone.module.flow;

import io.wishbone.actor.Actor;
import io.wishbone.actor.EventRefusedException;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes many events of one: hands each item of a list, which is the data of an event in {@code inbox}, to
 * {@code outbox}.
 *
 * <p>The events have the header of the bulk, or their own if the bulk has whole events. A bulk whose data is no list,
 * or that has an item that cannot be an event, goes to {@code failed} as a whole. An empty list ends here, which counts
 * as a success.
 */
public final class Unpack extends Actor {
    private final Outlet outbox = outlet(OUTBOX);
    private final BulkContent content;

    /** Makes a module that takes a list of data. */
    public Unpack() {
        this(BulkContent.DATA);
    }

    /** Makes a module that takes lists of this content. */
    public Unpack(BulkContent content) {
        this.content = Objects.requireNonNull(content, "content");
        inlet(INBOX, this::consume);
    }

    private void consume(Event bulk) {
        if (!(bulk.data() instanceof List<?> items)) {
            throw new EventRefusedException(
                    "data: a " + bulk.data().getClass().getSimpleName() + " (expected: a list)");
        }
        Event[] events = new Event[items.size()];
        int bytes = bulk.sizeBytes() / Math.max(1, events.length);
        int count = 0;
        for (Object item : items) {
            events[count] = eventOf(item, count, bulk.header(), bytes);
            count++;
        }
        for (Event event : events) {
            outbox.submit(event);
        }
    }

    private Event eventOf(Object item, int index, Header header, int bytes) {
        if (content == BulkContent.DATA && item != null) {
            return Event.decoded(item, header, bytes);
        }
        if (content == BulkContent.EVENTS && item instanceof Map<?, ?> event) {
            Object data = event.get("data");
            if (data != null && event.get("header") instanceof Map<?, ?> own) {
                return Event.decoded(data, headerOf(own, index), bytes);
            }
        }
        throw refuse(index);
    }

    private Header headerOf(Map<?, ?> modules, int index) {
        Header header = Header.empty();
        for (Map.Entry<?, ?> module : modules.entrySet()) {
            if (!(module.getKey() instanceof String name) || !(module.getValue() instanceof Map<?, ?> entries)) {
                throw refuse(index);
            }
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                if (!(entry.getKey() instanceof String key) || entry.getValue() == null) {
                    throw refuse(index);
                }
                header = header.with(name, key, entry.getValue());
            }
        }
        return header;
    }

    private EventRefusedException refuse(int index) {
        return new EventRefusedException("item " + index + " of the list (expected: "
                + (content == BulkContent.DATA ? "not null" : "a map with header and data") + ")");
    }
}
