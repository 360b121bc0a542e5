package io.wishbone.benchmarks;

import io.wishbone.event.Event;
import io.wishbone.queue.EventQueue;
import io.wishbone.queue.QueueLimits;
import io.wishbone.queue.QueueProducer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The end of a queue whose producer is led elsewhere: it leaves while the consumer takes, and part of what it has
 * offered waits in its overflow list.
 */
public final class QueueEndStress {
    private static final int EVENTS = 40;

    private QueueEndStress() {}

    /** One producer that has offered more than the ring takes. */
    @JCStressTest
    @Outcome(id = "40, 1, 1", expect = Expect.ACCEPTABLE, desc = "All came, in order, and the queue has ended.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Events were lost, came in another order, or the queue goes on.")
    @State
    public static class Leaves {
        private final EventQueue queue = EventQueue.builder("q")
                .limits(QueueLimits.ofEvents(2))
                .consumer(() -> {})
                .producer(() -> {})
                .build();
        private int taken;
        private boolean inOrder = true;

        /** Makes the state. */
        public Leaves() {}

        /** Offers all events, more than the ring takes, and leaves. */
        @Actor
        public void produce() {
            QueueProducer producer = queue.producer(0);
            for (int i = 0; i < EVENTS; i++) {
                producer.offer(Event.of(i));
            }
            producer.end();
        }

        /** Takes what it sees, again and again. */
        @Actor
        public void consume() {
            for (int i = 0; i < EVENTS; i++) {
                take();
            }
        }

        private boolean take() {
            Event event = queue.poll();
            if (event == null) {
                return false;
            }
            inOrder &= event.data().equals(taken);
            taken++;
            return true;
        }

        /** Takes the rest. */
        @Arbiter
        public void judge(III_Result result) {
            boolean more = true;
            while (more) {
                more = take();
            }
            result.r1 = taken;
            result.r2 = inOrder ? 1 : 0;
            result.r3 = queue.hasEnded() && queue.isEmpty() ? 1 : 0;
        }
    }

    /** The consumer falls asleep while the producer leaves: it must learn of it, for another queue may wait behind. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "The consumer saw the end or was woken.")
    @Outcome(id = "1", expect = Expect.FORBIDDEN, desc = "The queue has ended and its consumer sleeps.")
    @State
    public static class ConsumerSleeps {
        private final WakeUpStress.Sleeper consumer = new WakeUpStress.Sleeper();
        private final EventQueue queue = EventQueue.builder("q")
                .consumer(consumer::wake)
                .producer(() -> {})
                .build();

        /** Makes the state. */
        public ConsumerSleeps() {}

        /** Leaves. */
        @Actor
        public void leave() {
            queue.producer(0).end();
        }

        /** Falls asleep unless there is something to do after all. */
        @Actor
        public void fallAsleep() {
            consumer.noteSleep();
            if (!queue.isEmpty() || queue.hasEnded()) {
                consumer.takeBack();
            }
        }

        /** Looks what came of it. */
        @Arbiter
        public void judge(I_Result result) {
            result.r1 = queue.hasEnded() && consumer.isAsleep() ? 1 : 0;
        }
    }
}
