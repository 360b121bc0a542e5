package io.wishbone.module.flow;

import io.wishbone.actor.Actor;
import io.wishbone.actor.HeldEvents;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes one event of many: gathers the events in {@code inbox} and submits them to {@code outbox} as a bulk, an event
 * whose data is a list.
 *
 * <p>A bulk is complete by number, by bytes or by age; what is left at a stop is a bulk too. The list has the data of
 * each event in order, or its header and data. The bulk's own header has {@code count}. What becomes of the bulk
 * becomes of each of its events. The counterpart is {@link Unpack}.
 */
public final class Pack extends Actor {
    private final Outlet outbox = outlet(OUTBOX);
    private final HeldEvents gathered = heldEvents();
    private final SteadyClock clock = new SteadyClock(() -> context().nanoTime());
    private final Alarm tooOld = new Alarm(this::context, clock, this::emit);
    private final PackConfig config;
    private final long maxAgeNanos;
    private boolean draining;

    /** Makes the module. */
    public Pack(PackConfig config) {
        this.config = config;
        this.maxAgeNanos = config.maxAge().toNanos();
        inlet(INBOX, this::consume);
    }

    private void consume(Event event) {
        if (gathered.sizeBytes() + event.sizeBytes() > config.maxBytes()) {
            emit();
        }
        gathered.add(event);
        if (gathered.size() == config.maxEvents() || gathered.sizeBytes() >= config.maxBytes()) {
            emit();
        } else if (gathered.size() == 1) {
            tooOld.set(clock.now() + maxAgeNanos);
        }
    }

    private void emit() {
        int count = gathered.size();
        if (count == 0) {
            return;
        }
        tooOld.clear();
        Object[] parts = new Object[count];
        for (int i = 0; i < count; i++) {
            parts[i] = partOf(gathered.get(i));
        }
        int bytes = (int) Math.min(Integer.MAX_VALUE, gathered.sizeBytes());
        Header header = Header.of(context().name(), Map.of("count", count));
        gathered.submitMerged(outbox, Event.decoded(Collections.unmodifiableList(Arrays.asList(parts)), header, bytes));
    }

    private Object partOf(Event event) {
        if (config.content() == BulkContent.DATA) {
            return event.data();
        }
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("header", event.header().asMap());
        part.put("data", event.data());
        return Collections.unmodifiableMap(part);
    }

    @Override
    public void onDrain() {
        draining = true;
    }

    /** At a stop nothing waits for more; what still comes, round a loop, is emitted batch by batch. */
    @Override
    public void onBatchEnd() {
        if (draining) {
            emit();
        }
    }

    @Override
    public void onClose() {
        tooOld.clear();
        gathered.discard();
    }
}
