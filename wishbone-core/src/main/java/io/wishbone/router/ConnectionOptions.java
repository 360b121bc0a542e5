package io.wishbone.router;

import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import java.util.Objects;

/**
 * How a connection's queue behaves. <em>Immutable.</em>
 *
 * @param limits how much it holds; default 4,096 events and 4 MiB
 * @param policy what happens when it is full; default {@link OverflowPolicy#BLOCK}
 */
public record ConnectionOptions(QueueLimits limits, OverflowPolicy policy) {
    /** 4,096 events, 4 MiB, {@link OverflowPolicy#BLOCK}. */
    public static final ConnectionOptions DEFAULT = new ConnectionOptions(QueueLimits.DEFAULT, OverflowPolicy.BLOCK);

    public ConnectionOptions {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(policy, "policy");
    }
}
