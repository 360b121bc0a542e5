package io.wishbone.queue;

import io.wishbone.event.Event;
import java.util.concurrent.atomic.LongAdder;
import org.jctools.queues.MpscGrowableArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A bounded many-to-one queue for what must never slow the data path: the modules' logs and metrics.
 *
 * <p><em>Thread-safe</em> for producers; polled by one thread. What comes when it is full is dropped and counted.
 */
public final class LossyQueue {
    private final MpscGrowableArrayQueue<Event> ring;
    private final LongAdder dropped = new LongAdder();
    private volatile Signal consumer = () -> {};

    /**
     * Makes an empty queue.
     *
     * @param maxEvents how many events it holds, 32 or more, rounded up to a power of two
     */
    public LossyQueue(int maxEvents) {
        this.ring = new MpscGrowableArrayQueue<>(16, maxEvents);
    }

    /** Sets what wakes the consumer after an offer. */
    public void consumer(Signal wakeConsumer) {
        this.consumer = wakeConsumer;
    }

    /** Offers an event, or drops and counts it. Any thread. */
    public void offer(Event event) {
        if (ring.offer(event)) {
            consumer.wake();
        } else {
            dropped.increment();
        }
    }

    /** Takes the next event, or null if there is none. The consumer's thread. */
    public @Nullable Event poll() {
        return ring.poll();
    }

    /** Whether nothing waits. */
    public boolean isEmpty() {
        return ring.isEmpty();
    }

    /** How many events were dropped because the queue was full. */
    public long dropped() {
        return dropped.sum();
    }
}
