package io.wishbone.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Event;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random walks on one thread, step by step against a naive model. */
class EventQueueModelTest {
    private static final int STEPS = 3_000;

    static Stream<Arguments> walks() {
        return Arrays.stream(QueueKind.values())
                .filter(kind -> kind.producers == 1)
                .flatMap(kind -> Stream.of(1, 2, 7, 64)
                        .flatMap(limit -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(kind, limit, seed))));
    }

    /** Does what a queue promises, without care for threads or speed. */
    private static final class Model {
        private final QueueKind kind;
        private final QueueLimits limits;
        private final Deque<Event> waiting = new ArrayDeque<>();
        private long in;
        private long out;
        private long dropped;
        private boolean open = true;

        Model(QueueKind kind, QueueLimits limits) {
            this.kind = kind;
            this.limits = kind.closesCycle ? limits.hardLimits() : limits;
        }

        private long bytes() {
            return waiting.stream().mapToLong(Event::sizeBytes).sum();
        }

        private boolean isFull() {
            return waiting.size() >= limits.maxEvents() || bytes() >= limits.maxBytes();
        }

        void offer(Event event) {
            in++;
            if (kind.gates()) {
                waiting.add(event);
                open &= !isFull();
                return;
            }
            while (kind.dropsOldest() && isFull()) {
                waiting.remove();
                dropped++;
            }
            if (isFull()) {
                dropped++;
            } else {
                waiting.add(event);
            }
        }

        Event poll() {
            out++;
            return waiting.remove();
        }

        void tryOpen() {
            open |= waiting.size() <= limits.lowEvents() && bytes() <= limits.lowBytes();
        }
    }

    @ParameterizedTest(name = "{0} of {1}, seed {2}")
    @MethodSource("walks")
    void behavesLikeTheModel(QueueKind kind, int limit, long seed) {
        Random random = new Random(seed);
        QueueLimits limits = new QueueLimits(limit, 5L * limit);
        EventQueue queue = kind.create(limits);
        QueueProducer producer = queue.producer(0);
        Model model = new Model(kind, limits);

        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(3)) {
                case 0 -> offerSome(random, producer, model, limit);
                case 1 -> pollSome(random, queue, model, limit);
                default -> reopen(producer, model);
            }
            assertThat(queue.inTotal()).isEqualTo(model.in);
            assertThat(queue.outTotal()).isEqualTo(model.out);
            assertThat(queue.size()).isEqualTo(model.waiting.size());
            assertThat(queue.sizeBytes()).isEqualTo(model.bytes());
            assertThat(queue.dropped().getOrDefault(kind.reason(), 0L)).isEqualTo(model.dropped);
            assertThat(producer.isOpen()).isEqualTo(model.open);
        }
    }

    private static void offerSome(Random random, QueueProducer producer, Model model, int limit) {
        for (int i = random.nextInt(2 * limit + 3); i > 0; i--) {
            Event event = Event.of(new byte[random.nextInt(10)]);
            model.offer(event);
            assertThat(producer.offer(event)).isEqualTo(model.open);
        }
        producer.publish();
    }

    private static void pollSome(Random random, EventQueue queue, Model model, int limit) {
        for (int i = random.nextInt(2 * limit + 3); i > 0; i--) {
            Event event = queue.poll();
            if (event == null) {
                break;
            }
            assertThat(event).isSameAs(model.poll());
        }
        queue.publishPolled();
    }

    /** As the owner of the producer does when it was woken: until it gets on no further. */
    private static void reopen(QueueProducer producer, Model model) {
        model.tryOpen();
        boolean isOpen = producer.tryOpen();
        // What waits behind the ring keeps the gate closed, which the model does not know.
        if (!isOpen) {
            model.open = false;
        }
    }
}
