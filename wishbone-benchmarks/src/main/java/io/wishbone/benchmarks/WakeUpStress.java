package io.wishbone.benchmarks;

import io.wishbone.event.Event;
import io.wishbone.queue.EventQueue;
import io.wishbone.queue.QueueLimits;
import io.wishbone.queue.QueueProducer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The races between the two ends of a queue: whoever goes to sleep is woken, or sees by itself that it must not sleep.
 *
 * <p>Each end goes to sleep and wakes the other as {@code WakeUps} has it: it stores that it sleeps, full fence, and
 * looks once more; whoever wakes reads that state after a full fence of the queue, and posts an arrival, one at a time.
 */
public final class WakeUpStress {
    private static final Event EVENT = Event.of("x");
    private static final QueueLimits TWO = QueueLimits.ofEvents(2);

    private WakeUpStress() {}

    /** One end's scheduling state; the subset of the runner's protocol that concerns a wake-up. */
    static final class Sleeper {
        private static final int SCHEDULED = 0;
        private static final int ASLEEP = 1;
        private static final VarHandle STATE;
        private static final VarHandle POSTED;

        static {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                STATE = lookup.findVarHandle(Sleeper.class, "state", int.class);
                POSTED = lookup.findVarHandle(Sleeper.class, "posted", boolean.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        @SuppressWarnings("UnusedVariable") // read and written through STATE
        private int state = SCHEDULED;

        @SuppressWarnings("UnusedVariable") // read and written through POSTED
        private boolean posted;

        private final AtomicInteger arrivals = new AtomicInteger();

        /** Posts an arrival, from another thread. */
        void wake() {
            if ((int) STATE.getVolatile(this) == ASLEEP && POSTED.compareAndSet(this, false, true)) {
                arrivals.incrementAndGet();
            }
        }

        void noteSleep() {
            STATE.setOpaque(this, ASLEEP);
            VarHandle.fullFence();
        }

        void takeBack() {
            STATE.setOpaque(this, SCHEDULED);
        }

        /** Whether it sleeps and nothing is on its way to it. */
        boolean isAsleep() {
            return (int) STATE.getVolatile(this) == ASLEEP && !(boolean) POSTED.getVolatile(this);
        }
    }

    /** The consumer falls asleep while the producer offers: an event must not wait before a consumer that sleeps. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "The consumer saw the event or was woken.")
    @Outcome(id = "1", expect = Expect.FORBIDDEN, desc = "Lost wake-up: an event waits and its consumer sleeps.")
    @State
    public static class ConsumerSleeps {
        private final Sleeper consumer = new Sleeper();
        private final EventQueue queue = EventQueue.builder("q")
                .consumer(consumer::wake)
                .producer(() -> {})
                .build();
        private final QueueProducer producer = queue.producer(0);

        /** Makes the state. */
        public ConsumerSleeps() {}

        /** Offers one event and publishes it. */
        @Actor
        public void produce() {
            producer.offer(EVENT);
            producer.publish();
        }

        /** Falls asleep unless there is an event after all. */
        @Actor
        public void fallAsleep() {
            consumer.noteSleep();
            if (!queue.isEmpty()) {
                consumer.takeBack();
            }
        }

        /** Looks what came of it. */
        @Arbiter
        public void judge(I_Result result) {
            result.r1 = !queue.isEmpty() && consumer.isAsleep() ? 1 : 0;
        }
    }

    /** The same with the ring that several producers share. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "The consumer saw the event or was woken.")
    @Outcome(id = "1", expect = Expect.FORBIDDEN, desc = "Lost wake-up: an event waits and its consumer sleeps.")
    @State
    public static class ConsumerOfManySleeps {
        private final Sleeper consumer = new Sleeper();
        private final EventQueue queue = EventQueue.builder("q")
                .consumer(consumer::wake)
                .producer(() -> {})
                .producer(() -> {})
                .build();

        /** Makes the state. */
        public ConsumerOfManySleeps() {}

        /** Offers one event and publishes it. */
        @Actor
        public void produce() {
            queue.producer(1).offer(EVENT);
            queue.producer(1).publish();
        }

        /** Falls asleep unless there is an event after all. */
        @Actor
        public void fallAsleep() {
            consumer.noteSleep();
            if (!queue.isEmpty()) {
                consumer.takeBack();
            }
        }

        /** Looks what came of it. */
        @Arbiter
        public void judge(I_Result result) {
            result.r1 = !queue.isEmpty() && consumer.isAsleep() ? 1 : 0;
        }
    }

    /** The gate closes while the consumer empties the queue: a producer must not sleep before a queue that has room. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "The producer saw that it can go on or was woken.")
    @Outcome(id = "1", expect = Expect.FORBIDDEN, desc = "Lost resume: the producer sleeps before an empty queue.")
    @State
    public static class ProducerWaits {
        private final Sleeper producer = new Sleeper();
        private final EventQueue queue;

        /** Makes the state: one event below the limit. */
        public ProducerWaits() {
            queue = EventQueue.builder("q")
                    .limits(TWO)
                    .consumer(() -> {})
                    .producer(producer::wake)
                    .build();
            queue.producer(0).offer(EVENT);
        }

        /** Offers the event that closes the gate, and falls asleep unless it can go on after all. */
        @Actor
        public void produce() {
            QueueProducer end = queue.producer(0);
            end.offer(EVENT);
            end.publish();
            if (end.isOpen()) {
                return;
            }
            producer.noteSleep();
            if (end.canProceed()) {
                producer.takeBack();
            }
        }

        /** Takes what is there, twice, and publishes that. */
        @Actor
        public void consume() {
            queue.poll();
            queue.poll();
            queue.publishPolled();
        }

        /** Looks what came of it; an event that the consumer did not see is its own wake-up's matter. */
        @Arbiter
        public void judge(I_Result result) {
            boolean hasRoom = queue.size() <= TWO.lowEvents();
            result.r1 = hasRoom && producer.isAsleep() ? 1 : 0;
        }
    }

    /** Two threads wake one sleeper: it is handed over once. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "One of them handed it over.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Handed over twice or not at all, or it still sleeps.")
    @State
    public static class TwoWake {
        private final Sleeper sleeper = new Sleeper();

        /** Makes the state: a sleeper. */
        public TwoWake() {
            sleeper.noteSleep();
        }

        /** Wakes. */
        @Actor
        public void first() {
            sleeper.wake();
        }

        /** Wakes, too. */
        @Actor
        public void second() {
            sleeper.wake();
        }

        /** Looks what came of it. */
        @Arbiter
        public void judge(II_Result result) {
            result.r1 = sleeper.arrivals.get();
            result.r2 = sleeper.isAsleep() ? 1 : 0;
        }
    }
}
