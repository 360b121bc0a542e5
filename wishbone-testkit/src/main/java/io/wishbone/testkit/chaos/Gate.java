package io.wishbone.testkit.chaos;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all links of a proxy share: which directions stand still, and how many bytes went each way.
 * <em>Thread-safe.</em>
 */
final class Gate {
    private final Set<Direction> stalled = EnumSet.noneOf(Direction.class);
    private final LongAdder toUpstream = new LongAdder();
    private final LongAdder toClient = new LongAdder();

    synchronized void stall(Direction direction) {
        stalled.add(direction);
    }

    synchronized void resume(Direction direction) {
        stalled.remove(direction);
        notifyAll();
    }

    synchronized void awaitOpen(Direction direction) throws InterruptedException {
        while (stalled.contains(direction)) {
            wait();
        }
    }

    LongAdder bytes(Direction direction) {
        return direction == Direction.TO_UPSTREAM ? toUpstream : toClient;
    }
}
