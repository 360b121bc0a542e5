package io.wishbone.actor;

import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Events that a module keeps in order, such as those that an output has written and not yet flushed. <em>Confined to
 * its module's thread.</em> Each ends once, oldest first, by {@link #submitFirst}, {@link #succeedFirst} or
 * {@link #failFirst}, or with all others by {@link #submitMerged} or {@link #discard}; a stop waits for all.
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
        append(event);
    }

    private void append(Event event) {
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

    /** Ends the oldest by handing it on. */
    public void submitFirst(Outlet outlet) {
        Event event = removeFirst();
        runner().outcomes().holdSubmits(event, outlet, event);
    }

    /**
     * Ends all by handing on one event that was made of them. What becomes of it becomes of each; in the accounts it is
     * created, they are absorbed.
     */
    public void submitMerged(Outlet outlet, Event merged) {
        Outcomes outcomes = runner().outcomes();
        Completion completion = mergedCompletion();
        outcomes.submitApart(outlet, merged.withCompletion(completion));
        if (completion != null) {
            completion.release();
        }
        while (size > 0) {
            outcomes.holdAbsorbed(removeFirst());
        }
    }

    private @Nullable Completion mergedCompletion() {
        List<Completion> parts = List.of();
        for (int i = 0; i < size; i++) {
            Completion part = get(i).completion();
            if (part != null) {
                parts = parts.isEmpty() ? new ArrayList<>(size) : parts;
                parts.add(part);
            }
        }
        return parts.isEmpty() ? null : Completion.merge(parts);
    }

    /** Gives the oldest to another list of the same module, which keeps it behind its own. */
    public void moveFirstTo(HeldEvents other) {
        other.append(removeFirst());
    }

    /** Ends all as lost, without handing them on: for a module that is closed while it keeps some. */
    public void discard() {
        while (size > 0) {
            runner().outcomes().holdDiscarded(removeFirst());
        }
    }

    /** Ends the oldest: it was delivered. It goes to the outlet {@code successful} if that is connected. */
    public void succeedFirst() {
        runner().outcomes().holdSucceeds(removeFirst(), null);
    }

    /**
     * The same for an output that has several places to send to.
     *
     * @param endpoint where it was delivered to, for {@code header.<module>.endpoint}
     */
    public void succeedFirst(String endpoint) {
        runner().outcomes().holdSucceeds(removeFirst(), endpoint);
    }

    /**
     * Ends the oldest: it is given up. It goes to the outlet {@code failed} with the cause in its header.
     *
     * @param attempts how often it was tried
     */
    public void failFirst(Throwable cause, int attempts) {
        runner().outcomes().holdFails(removeFirst(), cause, attempts, null);
    }

    /**
     * The same for an output that has several places to send to.
     *
     * @param attempts how often it was tried
     * @param endpoint where it was to go to last, for {@code header.<module>.error.endpoint}; null if it was tried
     *     nowhere
     */
    public void failFirst(Throwable cause, int attempts, @Nullable String endpoint) {
        runner().outcomes().holdFails(removeFirst(), cause, attempts, endpoint);
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
