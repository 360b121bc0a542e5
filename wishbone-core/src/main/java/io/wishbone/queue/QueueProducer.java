package io.wishbone.queue;

import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import org.jctools.queues.MessagePassingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The producing end of an {@link EventQueue}.
 *
 * <p><em>Confined to its producer's thread</em>, but for the counts, which any thread may read. Under
 * {@link OverflowPolicy#BLOCK} an offer never fails: what the ring cannot take waits here, first in first out, and the
 * gate stays closed until it has gone on.
 */
public final class QueueProducer {
    private static final VarHandle IN;
    private static final VarHandle IN_BYTES;
    private static final VarHandle DROPPED;
    private static final VarHandle DROPPED_BYTES;
    private static final VarHandle WAITING;
    private static final VarHandle PEAK;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            IN = lookup.findVarHandle(QueueProducer.class, "in", long.class);
            IN_BYTES = lookup.findVarHandle(QueueProducer.class, "inBytes", long.class);
            DROPPED = lookup.findVarHandle(QueueProducer.class, "dropped", long.class);
            DROPPED_BYTES = lookup.findVarHandle(QueueProducer.class, "droppedBytes", long.class);
            PEAK = lookup.findVarHandle(QueueProducer.class, "peak", long.class);
            WAITING = lookup.findVarHandle(QueueProducer.class, "waiting", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final EventQueue queue;
    private final MessagePassingQueue<Event> ring;
    private final Signal resume;
    private final @Nullable DropReason dropReason;
    private final ArrayDeque<Event> overflow = new ArrayDeque<>(0);

    // Counters have one writer, this producer's thread.
    private long in;
    private long inBytes;
    private long dropped;
    private long droppedBytes;

    // The counts at which the watermarks can be reached at the earliest; until then an offer need not look at them.
    private long checkAt;
    private long checkAtBytes;
    private long announced;

    // The most that waited in the queue when this end published. A reader that takes it begins with what waits then, so
    // that what is published meanwhile counts before or after, but is not lost.
    private long peak;
    private boolean open = true;
    private boolean ended;

    // Whether the next event goes straight into the ring: the gate is open, nothing waits here, and nothing is dropped.
    private boolean straight;

    @SuppressWarnings("UnusedVariable") // read and written through WAITING
    private boolean waiting;

    QueueProducer(EventQueue queue, Signal resume, @Nullable DropReason dropReason) {
        this.queue = queue;
        this.ring = queue.ring();
        this.resume = resume;
        this.dropReason = dropReason;
        this.straight = dropReason == null;
    }

    /**
     * Puts an event into the queue, into the overflow list behind it, or, where the policy says so, drops and counts
     * it.
     *
     * @return whether the gate is open: if not, take nothing more until woken and {@link #tryOpen} says so
     */
    public boolean offer(Event event) {
        if (!straight) {
            return offerAside(event);
        }
        count(event);
        if (ring.relaxedOffer(event)) {
            return (in < checkAt && inBytes < checkAtBytes) || staysOpen();
        }
        overflow.add(event);
        return staysOpen();
    }

    /** Takes an event that does not go straight into the ring. */
    private boolean offerAside(Event event) {
        if (dropReason != null) {
            offerOrDrop(event, dropReason);
            return true;
        }
        count(event);
        if (!overflow.isEmpty() || !ring.relaxedOffer(event)) {
            overflow.add(event);
        }
        return false;
    }

    private void count(Event event) {
        IN.setOpaque(this, in + 1);
        IN_BYTES.setOpaque(this, inBytes + event.sizeBytes());
    }

    private void offerOrDrop(Event event, DropReason reason) {
        if (reason == DropReason.DROP_OLDEST) {
            dropOldest();
        }
        boolean full = queue.isAtHighWatermark();
        count(event);
        if (full || !ring.offer(event)) {
            drop(event, reason);
        }
    }

    private void dropOldest() {
        while (queue.isAtHighWatermark()) {
            Event oldest = ring.poll();
            if (oldest == null) {
                return;
            }
            drop(oldest, DropReason.DROP_OLDEST);
        }
    }

    private void drop(Event event, DropReason reason) {
        DROPPED_BYTES.setOpaque(this, droppedBytes + event.sizeBytes());
        DROPPED.setRelease(this, dropped + 1);
        Completion completion = event.completion();
        if (completion != null) {
            endUndelivered(completion, reason.label(), "dropped by the full queue " + queue.name());
        }
    }

    private static void endUndelivered(Completion completion, String reason, String message) {
        completion.fail(new Completion.Failure(reason, message));
        completion.release();
    }

    /** Looks at the watermarks; tells whether the gate is still open. */
    private boolean staysOpen() {
        if (!overflow.isEmpty() || queue.isAtHighWatermark()) {
            open = false;
            straight = false;
            WAITING.setOpaque(this, true);
        } else {
            foreseeNextCheck();
        }
        return open;
    }

    private void foreseeNextCheck() {
        QueueLimits limits = queue.limits();
        int sharers = queue.producerCount();
        checkAt = in + Math.max(1, (limits.maxEvents() - queue.size()) / sharers);
        checkAtBytes = inBytes + Math.max(1, (limits.maxBytes() - queue.sizeBytes()) / sharers);
    }

    /**
     * Offers nothing more: what waits here goes on behind what is in the ring, and the consumer is woken. Idempotent.
     */
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        queue.leave(overflow);
        overflow.clear();
        WAITING.setOpaque(this, false);
        announced = in;
        wakeConsumer();
    }

    /** Ends what waits in the overflow list as not delivered; the stop that discards it has counted it. */
    public void discardOverflow() {
        Event event = overflow.poll();
        while (event != null) {
            Completion completion = event.completion();
            if (completion != null) {
                endUndelivered(completion, "stopped", "left before " + queue.name() + " at the stop");
            }
            event = overflow.poll();
        }
    }

    /** Whether the producer may take more. */
    public boolean isOpen() {
        return open;
    }

    /**
     * Moves what waits in the overflow list into the ring, and opens the gate if the low watermark is reached. To be
     * called when woken; wakes the consumer by itself if it moved anything.
     *
     * @return whether the gate is open
     */
    public boolean tryOpen() {
        if (open) {
            return true;
        }
        boolean moved = false;
        while (!overflow.isEmpty() && ring.relaxedOffer(overflow.peekFirst())) {
            overflow.removeFirst();
            moved = true;
        }
        if (moved) {
            wakeConsumer();
        }
        if (overflow.isEmpty() && queue.isAtLowWatermark()) {
            open = true;
            straight = true;
            WAITING.setOpaque(this, false);
            foreseeNextCheck();
        }
        return open;
    }

    /**
     * Whether {@link #tryOpen} would get on. A producer that goes to sleep asks once more after a full fence, so that
     * no wake-up is lost.
     */
    public boolean canProceed() {
        return open || (overflow.isEmpty() ? queue.isAtLowWatermark() : ring.isEmpty());
    }

    /** Wakes the consumer if something was offered since the last call. Once a batch, after its last offer. */
    public void publish() {
        if (announced != in) {
            announced = in;
            notePeak();
            wakeConsumer();
        }
    }

    private void notePeak() {
        long waiting = queue.producerCount() == 1 ? in - dropped - queue.outTotal() : queue.size();
        if (waiting > peak) {
            PEAK.setOpaque(this, waiting);
        }
    }

    private void wakeConsumer() {
        queue.fenceUnlessSameThread();
        queue.consumer().wake();
    }

    /** Consumer's thread: it can't see the overflow list, so an empty ring wakes too. */
    void wakeIfWaiting() {
        if ((boolean) WAITING.getOpaque(this) && (queue.isAtLowWatermark() || ring.isEmpty())) {
            resume.wake();
        }
    }

    long peak() {
        return (long) PEAK.getOpaque(this);
    }

    long takePeak(long next) {
        return (long) PEAK.getAndSet(this, next);
    }

    /** How many events were offered. Any thread. */
    public long in() {
        return (long) IN.getOpaque(this);
    }

    long inBytes() {
        return (long) IN_BYTES.getOpaque(this);
    }

    long dropped() {
        return (long) DROPPED.getAcquire(this);
    }

    long droppedBytes() {
        return (long) DROPPED_BYTES.getOpaque(this);
    }

    @Nullable DropReason dropReason() {
        return dropReason;
    }
}
