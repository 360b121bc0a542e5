package io.wishbone.queue;

import io.wishbone.event.Event;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.MpmcArrayQueue;
import org.jctools.queues.MpscGrowableArrayQueue;
import org.jctools.queues.SpscGrowableArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A bounded first-in-first-out queue from one outlet to one inlet.
 *
 * <p>Its consuming end ({@link #poll}, {@link #publishPolled}) is <em>confined to the consumer's thread</em>, each
 * {@link QueueProducer} to its producer's; counts may be read from any thread. The ring is single-producer where one
 * thread produces, multi-producer where several event loops do, and multi-consumer under
 * {@link OverflowPolicy#DROP_OLDEST}, where the producer polls; it grows from small.
 *
 * <p><b>Wake-ups lose nothing</b> because both ends follow Dekker's pattern: a producer offers, then (full fence) looks
 * whether the consumer sleeps; a consumer notes that it sleeps, then (full fence) looks at the queue once more. A
 * producer that waits at the closed gate and the consumer that opens it do the same with the roles exchanged.
 */
public final class EventQueue {
    private static final VarHandle OUT;
    private static final VarHandle OUT_BYTES;
    private static final int SMALLEST_RING = 16;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OUT = lookup.findVarHandle(EventQueue.class, "out", long.class);
            OUT_BYTES = lookup.findVarHandle(EventQueue.class, "outBytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String name;
    private final QueueLimits limits;
    private final MessagePassingQueue<Event> ring;
    private final Signal consumer;
    private final QueueProducer[] producers;
    private final boolean sameThread;
    private final boolean gates;
    private final boolean dropsOldest;
    private final QueueHistory history = new QueueHistory(this);

    // Written by the consumer only. The polled counts run ahead of the published ones within a batch.
    private long polled;
    private long polledBytes;

    @SuppressWarnings("UnusedVariable") // read and written through OUT
    private long out;

    @SuppressWarnings("UnusedVariable") // read and written through OUT_BYTES
    private long outBytes;

    // What producers that left had in their overflow lists: it comes behind what is in the ring.
    private volatile @Nullable Queue<Event> tail;
    private volatile int left;

    private EventQueue(Builder builder) {
        this.name = builder.name;
        this.gates = builder.policy == OverflowPolicy.BLOCK && !builder.closesCycle;
        this.dropsOldest = builder.policy == OverflowPolicy.DROP_OLDEST;
        this.limits = builder.closesCycle ? builder.limits.hardLimits() : builder.limits;
        this.consumer = Objects.requireNonNull(builder.consumer, "consumer");
        this.sameThread = builder.sameThread;
        this.ring = ring(builder.policy, builder.producers.size(), limits.maxEvents());
        DropReason reason = dropReason(builder);
        this.producers = builder.producers.stream()
                .map(resume -> new QueueProducer(this, resume, gates ? null : reason))
                .toArray(QueueProducer[]::new);
    }

    private static DropReason dropReason(Builder builder) {
        if (builder.policy == OverflowPolicy.DROP_OLDEST) {
            return DropReason.DROP_OLDEST;
        }
        return builder.policy == OverflowPolicy.DROP_NEWEST ? DropReason.DROP_NEWEST : DropReason.CYCLE_LIMIT;
    }

    private static MessagePassingQueue<Event> ring(OverflowPolicy policy, int producers, int events) {
        if (policy == OverflowPolicy.DROP_OLDEST) {
            return new MpmcArrayQueue<>(Math.max(2, events));
        }
        int largest = Math.max(SMALLEST_RING * 2, events);
        return producers == 1
                ? new SpscGrowableArrayQueue<>(SMALLEST_RING, largest)
                : new MpscGrowableArrayQueue<>(SMALLEST_RING, largest);
    }

    /** A builder for a queue of a name, such as {@code a.outbox -> b.inbox}. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** The connection's name, such as {@code a.outbox -> b.inbox}. */
    public String name() {
        return name;
    }

    /** How much this queue holds. */
    public QueueLimits limits() {
        return limits;
    }

    /** Whether one thread runs both ends. */
    public boolean isSameThread() {
        return sameThread;
    }

    /** The producing end of one thread, in the order in which the builder got them. */
    public QueueProducer producer(int index) {
        return producers[index];
    }

    /** Takes the next event, or null if there is none. Consumer's thread. */
    public @Nullable Event poll() {
        Event event = take();
        if (event != null) {
            polled++;
            polledBytes += event.sizeBytes();
            if (!gates) {
                publishCounts();
            }
        }
        return event;
    }

    /**
     * Takes the next event, or null if there is none; it stays in the counts, as left. Consumer's thread, at the end.
     */
    public @Nullable Event discard() {
        return take();
    }

    private @Nullable Event take() {
        Event event = ring.relaxedPoll();
        return event == null ? takeBehind() : event;
    }

    private @Nullable Event takeBehind() {
        Queue<Event> behind = tail;
        if (behind == null) {
            return null;
        }
        // Whoever left a tail has finished its offers to the ring: they are seen now, and come first.
        Event event = ring.poll();
        return event == null ? behind.poll() : event;
    }

    /** A producer offers nothing more, and leaves what its overflow list has. Its thread. */
    synchronized void leave(Collection<Event> overflow) {
        if (!overflow.isEmpty()) {
            Queue<Event> behind = tail == null ? new ConcurrentLinkedQueue<>() : tail;
            behind.addAll(overflow);
            tail = behind;
        }
        left++;
    }

    /** Ends a queue that no producer has used. */
    public void end() {
        for (QueueProducer producer : producers) {
            producer.end();
        }
    }

    /** Whether all producers have left: once it is empty, it stays so. Any thread. */
    public boolean hasEnded() {
        return left == producers.length;
    }

    /**
     * Makes what was polled count, and wakes the producers that wait for it. Once a batch, on the consumer's thread.
     */
    public void publishPolled() {
        publishCounts();
        if (gates) {
            fenceUnlessSameThread();
            for (QueueProducer producer : producers) {
                producer.wakeIfWaiting();
            }
        }
    }

    /**
     * A producer that drops when the queue is full must know at once what was taken; one that waits is told once a
     * batch.
     */
    private void publishCounts() {
        OUT.setRelease(this, polled);
        OUT_BYTES.setRelease(this, polledBytes);
    }

    /** Whether there is nothing to poll; a producer's overflow list may have some yet. Any thread. */
    public boolean isEmpty() {
        Queue<Event> behind = tail;
        return ring.isEmpty() && (behind == null || behind.isEmpty());
    }

    /** How many events were submitted to this queue. Any thread. */
    public long inTotal() {
        long total = 0;
        for (QueueProducer producer : producers) {
            total += producer.in();
        }
        return total;
    }

    /** How many events the consumer has taken. Any thread. */
    public long outTotal() {
        return (long) OUT.getAcquire(this);
    }

    /** How many events were dropped, by reason; reasons that never occurred are left out. Any thread. */
    public Map<DropReason, Long> dropped() {
        Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
        for (QueueProducer producer : producers) {
            DropReason reason = producer.dropReason();
            if (reason != null && producer.dropped() > 0) {
                dropped.merge(reason, producer.dropped(), Long::sum);
            }
        }
        return dropped;
    }

    /** How many events were dropped, for whatever reason. Any thread. */
    public long droppedTotal() {
        long total = 0;
        for (QueueProducer producer : producers) {
            total += producer.dropped();
        }
        return total;
    }

    /** How many events wait, those in a producer's overflow list included: in - out - dropped. Any thread. */
    public long size() {
        long outNow = outTotal();
        long dropped = droppedTotal();
        return Math.max(0, inTotal() - outNow - dropped);
    }

    /** How many bytes wait, by the events' {@link Event#sizeBytes}. Any thread. */
    public long sizeBytes() {
        long outNow = (long) OUT_BYTES.getAcquire(this);
        long total = 0;
        for (QueueProducer producer : producers) {
            total += producer.inBytes() - producer.droppedBytes();
        }
        return Math.max(0, total - outNow);
    }

    /** What it did over time: rates, the most that waited, the age of what waits. */
    public QueueHistory history() {
        return history;
    }

    /** How many events ever waited here, in the order in which they leave. */
    long enteredCount() {
        return dropsOldest ? inTotal() : inTotal() - droppedTotal();
    }

    /** How many of those that ever waited here have left; the oldest that waits is the next one. */
    long leftCount() {
        return dropsOldest ? outTotal() + droppedTotal() : outTotal();
    }

    /** The most events that waited when a producer published, since {@link #takePeak}. */
    long peak() {
        long most = 0;
        for (QueueProducer producer : producers) {
            most = Math.max(most, producer.peak());
        }
        return most;
    }

    /** The peak; the next one begins with what waits now. */
    long takePeak() {
        long waiting = size();
        long most = 0;
        for (QueueProducer producer : producers) {
            most = Math.max(most, producer.takePeak(waiting));
        }
        return most;
    }

    boolean isAtHighWatermark() {
        return size() >= limits.maxEvents() || sizeBytes() >= limits.maxBytes();
    }

    boolean isAtLowWatermark() {
        return size() <= limits.lowEvents() && sizeBytes() <= limits.lowBytes();
    }

    int producerCount() {
        return producers.length;
    }

    MessagePassingQueue<Event> ring() {
        return ring;
    }

    Signal consumer() {
        return consumer;
    }

    void fenceUnlessSameThread() {
        if (!sameThread) {
            VarHandle.fullFence();
        }
    }

    @Override
    public String toString() {
        return name + " (in " + inTotal() + ", out " + outTotal() + ", size " + size() + ")";
    }

    /** Collects what a queue needs to know of its ends. */
    public static final class Builder {
        private final String name;
        private final List<Signal> producers = new ArrayList<>();
        private QueueLimits limits = QueueLimits.DEFAULT;
        private OverflowPolicy policy = OverflowPolicy.BLOCK;
        private boolean closesCycle;
        private boolean sameThread;
        private @Nullable Signal consumer;

        private Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        /** How much the queue holds; default {@link QueueLimits#DEFAULT}. */
        public Builder limits(QueueLimits value) {
            this.limits = value;
            return this;
        }

        /** What happens when it is full; default {@link OverflowPolicy#BLOCK}. */
        public Builder policy(OverflowPolicy value) {
            this.policy = value;
            return this;
        }

        /**
         * Whether the connection closes a cycle: it then never makes its producer wait, which could lock the cycle, but
         * takes up to four times its limits and drops what comes beyond. Default false.
         */
        public Builder closesCycle(boolean value) {
            this.closesCycle = value;
            return this;
        }

        /** Whether one thread runs both ends, so that no fences are needed; default false. */
        public Builder sameThread(boolean value) {
            this.sameThread = value;
            return this;
        }

        /** Wakes the consumer. Required. */
        public Builder consumer(Signal wakeConsumer) {
            this.consumer = wakeConsumer;
            return this;
        }

        /**
         * Adds a producing thread, which is woken when its gate may open. One is required; several make it many to one.
         */
        public Builder producer(Signal wakeProducer) {
            this.producers.add(wakeProducer);
            return this;
        }

        /** Makes the queue. */
        public EventQueue build() {
            if (producers.isEmpty()) {
                throw new IllegalArgumentException("queue " + name + " has no producer (expected: at least one)");
            }
            return new EventQueue(this);
        }
    }
}
