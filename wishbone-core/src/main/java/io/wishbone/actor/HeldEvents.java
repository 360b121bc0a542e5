package io.wishbone.actor;

import io.wishbone.event.Event;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Events that a module keeps in order, such as those that an output has written and not yet flushed. <em>Confined to
 * its module's thread.</em> Each ends once, oldest first, by {@link #succeedFirst} or {@link #failFirst}; a stop waits
 * for all.
 */
public final class HeldEvents {
    private final Supplier<ModuleRunner> runnerSource;
    private @Nullable Event[] ring = new Event[16];
    private int head;
    private int size;
    private long bytes;
    private @Nullable ModuleRunner runner;

    HeldEvents(Supplier<ModuleRunner> runnerSource) {
        this.runnerSource = runnerSource;
    }

    /** Keeps an event, behind those that are kept already. */
    public void add(Event event) {
        runner().outcomes().holdBegins(event);
        if (size == ring.length) {
            grow();
        }
        ring[(head + size) & (ring.length - 1)] = event;
        size++;
        bytes += event.sizeBytes();
    }

    /** One of the events; 0 is the oldest. */
    public Event get(int index) {
        Objects.checkIndex(index, size);
        return Objects.requireNonNull(ring[(head + index) & (ring.length - 1)]);
    }

    /** How many events are kept. */
    public int size() {
        return size;
    }

    /** How many bytes they have, by {@link Event#sizeBytes}. */
    public long sizeBytes() {
        return bytes;
    }

    /** Whether none is kept. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Ends the oldest: it was delivered. It goes to the outlet {@code successful} if that is connected. */
    public void succeedFirst() {
        runner().outcomes().holdSucceeds(removeFirst());
    }

    /**
     * Ends the oldest: it is given up. It goes to the outlet {@code failed} with the cause in its header.
     *
     * @param attempts how often it was tried
     */
    public void failFirst(Throwable cause, int attempts) {
        runner().outcomes().holdFails(removeFirst(), cause, attempts);
    }

    private Event removeFirst() {
        Event event = get(0);
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        size--;
        bytes -= event.sizeBytes();
        return event;
    }

    private void grow() {
        @Nullable Event[] larger = new Event[ring.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[(head + i) & (ring.length - 1)];
        }
        ring = larger;
        head = 0;
    }

    private ModuleRunner runner() {
        ModuleRunner known = runner;
        if (known == null) {
            known = runnerSource.get();
            runner = known;
        }
        return known;
    }
}
