package io.wishbone.metrics;

import io.wishbone.queue.DropReason;
import java.util.Map;

/**
 * The account of one connection, or of one outlet that is not connected: {@code in = out + dropped + size}.
 * <em>Immutable.</em> Exact at rest, approximate while running.
 *
 * @param outlet the producing end, such as {@code listen.outbox}
 * @param inlet the consuming end, such as {@code out.inbox}; empty if the outlet leads nowhere
 * @param in submitted
 * @param out taken by the consumer
 * @param dropped dropped, by reason
 * @param size waiting
 */
public record QueueLedger(String outlet, String inlet, long in, long out, Map<DropReason, Long> dropped, long size) {
    public QueueLedger {
        dropped = Map.copyOf(dropped);
    }

    /** How many events were dropped, for whatever reason. */
    public long droppedTotal() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether both sides are equal. */
    public boolean isBalanced() {
        return in == out + droppedTotal() + size;
    }

    /** The connection as people write it, such as {@code listen.outbox -> out.inbox}. */
    public String name() {
        return inlet.isEmpty() ? outlet : outlet + " -> " + inlet;
    }
}
