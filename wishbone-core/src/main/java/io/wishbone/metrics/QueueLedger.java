package io.wishbone.metrics;

import io.wishbone.queue.DropReason;
import java.util.HashMap;
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

    /** The sum of two accounts of one name. */
    public QueueLedger plus(QueueLedger other) {
        Map<DropReason, Long> sum = new HashMap<>(dropped);
        other.dropped.forEach((reason, events) -> sum.merge(reason, events, Long::sum));
        return new QueueLedger(outlet, inlet, in + other.in, out + other.out, sum, size + other.size);
    }

    /** The account after its consumer was removed: what waited is dropped. */
    public QueueLedger asRemoved() {
        return size == 0
                ? this
                : new QueueLedger(outlet, inlet, in, out, Map.of(DropReason.REMOVED, size), 0)
                        .plus(new QueueLedger(outlet, inlet, 0, 0, dropped, 0));
    }

    /** The connection as people write it, such as {@code listen.outbox -> out.inbox}. */
    public String name() {
        return inlet.isEmpty() ? outlet : outlet + " -> " + inlet;
    }
}
