package io.wishbone.router;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.queue.LossyQueue;

/**
 * Gathers what all modules say, their logs or their metrics, and hands it on if something is connected to its
 * {@code outbox}. Offers come from any thread and are lossy, so that they never slow the data path.
 */
class SystemFunnel extends Actor {
    private static final int CAPACITY = 8192;

    private final LossyQueue queue = new LossyQueue(CAPACITY);
    private final Outlet outbox = outlet(OUTBOX);

    SystemFunnel() {
        source(this::produce);
    }

    /** Takes an event if it has somewhere to go; drops and counts it if too many wait. Any thread. */
    final void offer(Event event) {
        if (outbox.isConnected()) {
            queue.offer(event);
        }
    }

    final boolean isConnected() {
        return outbox.isConnected();
    }

    @Override
    public void onStart() {
        context().gauge("dropped_total", queue::dropped);
        queue.consumer(context()::wake);
    }

    private int produce(int budget) {
        for (int count = 0; count < budget; count++) {
            Event event = queue.poll();
            if (event == null) {
                return count;
            }
            outbox.submit(event);
        }
        return budget;
    }
}
