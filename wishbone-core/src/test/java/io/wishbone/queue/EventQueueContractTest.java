package io.wishbone.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every kind of queue at every limit. */
@ParameterizedClass(name = "{0} of {1}")
@MethodSource("kindsAndLimits")
class EventQueueContractTest {
    static Stream<Arguments> kindsAndLimits() {
        return Arrays.stream(QueueKind.values())
                .flatMap(kind -> Stream.of(1, 2, 7, 4096).map(limit -> Arguments.of(kind, limit)));
    }

    private final QueueKind kind;
    private final int limit;
    private final EventQueue queue;

    EventQueueContractTest(QueueKind kind, int limit) {
        this.kind = kind;
        this.limit = limit;
        this.queue = kind.create(QueueLimits.ofEvents(limit));
    }

    /** How many events it takes before it closes its gate or drops. */
    private int capacity() {
        return kind.closesCycle ? 4 * limit : limit;
    }

    private void offer(int from, int to) {
        for (int i = from; i < to; i++) {
            queue.producer(0).offer(Event.of(i));
        }
    }

    private List<Object> pollAll() {
        List<Object> polled = new ArrayList<>();
        for (Event event = queue.poll(); event != null; event = queue.poll()) {
            polled.add(event.data());
        }
        queue.publishPolled();
        return polled;
    }

    private void assertBalanced() {
        long dropped =
                queue.dropped().values().stream().mapToLong(Long::longValue).sum();
        assertThat(queue.inTotal()).isEqualTo(queue.outTotal() + dropped + queue.size());
    }

    private static List<Object> numbers(int from, int to) {
        List<Object> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.poll()).isNull();
        assertThat(queue.size()).isZero();
        assertThat(queue.sizeBytes()).isZero();
        assertThat(queue.dropped()).isEmpty();
        assertThat(queue.producer(0).isOpen()).isTrue();
        assertThat(queue).hasToString("a.outbox -> b.inbox (in 0, out 0, size 0)");
    }

    @Test
    void givesEventsInTheOrderInWhichTheyCame() {
        offer(0, capacity());

        assertThat(queue.size()).isEqualTo(capacity());
        assertThat(pollAll()).isEqualTo(numbers(0, capacity()));
        assertThat(queue.size()).isZero();
        assertThat(queue.sizeBytes()).isZero();
        assertBalanced();
    }

    @Test
    void givesTheVeryEventThatItTook() {
        Event event = Event.of("x");

        queue.producer(0).offer(event);

        assertThat(queue.poll()).isSameAs(event);
    }

    @Test
    void countsWhatIsDiscardedAsLeft() {
        offer(0, 2);
        long left = queue.size();
        while (!queue.isEmpty()) {
            assertThat(queue.discard()).isNotNull();
        }
        queue.publishPolled();

        assertThat(queue.discard()).isNull();
        assertThat(queue.outTotal()).isZero();
        assertThat(queue.size()).isEqualTo(left).isPositive();
        assertBalanced();
    }

    @Test
    void goesOnAfterItWasEmptied() {
        for (int round = 0; round < 100; round++) {
            int first = round * capacity();
            int count = 1 + round % capacity();
            offer(first, first + count);
            assertThat(pollAll()).isEqualTo(numbers(first, first + count));
            queue.producer(0).tryOpen();
        }
        assertThat(queue.dropped()).isEmpty();
        assertBalanced();
    }

    @Test
    void accountsForEventsBeyondItsLimit() {
        int count = 3 * capacity();
        offer(0, count);

        assertBalanced();
        assertThat(queue.inTotal()).isEqualTo(count);
        if (kind.gates()) {
            assertThat(queue.size()).isEqualTo(count);
            assertThat(queue.dropped()).isEmpty();
        } else {
            assertThat(queue.size()).isEqualTo(capacity());
            assertThat(queue.dropped()).containsExactly(Map.entry(kind.reason(), (long) count - capacity()));
        }
    }

    @Test
    void neverGatesUnderADropPolicyAndDropsTheRightEnd() {
        if (kind.gates()) {
            return;
        }
        int count = 3 * capacity();
        for (int i = 0; i < count; i++) {
            assertThat(queue.producer(0).offer(Event.of(i))).isTrue();
        }

        List<Object> expected = kind.dropsOldest() ? numbers(count - capacity(), count) : numbers(0, capacity());
        assertThat(pollAll()).isEqualTo(expected);
    }

    @Test
    void keepsTheNewestWhileItsConsumerWorks() {
        if (!kind.dropsOldest()) {
            return;
        }
        offer(0, capacity());
        assertThat(queue.poll()).isNotNull();

        offer(capacity(), 2 * capacity() + 1);

        queue.publishPolled();
        assertThat(pollAll()).endsWith(2 * capacity());
        assertBalanced();
    }

    @Test
    void failsTheCompletionOfWhatItDrops() {
        if (kind.gates()) {
            return;
        }
        List<String> outcomes = new ArrayList<>();
        for (int i = 0; i < capacity() + 1; i++) {
            int number = i;
            Completion completion = Completion.create(
                    failure -> outcomes.add(number + " " + (failure == null ? "delivered" : failure.reason())));
            queue.producer(0).offer(Event.of(i).withCompletion(completion));
        }

        int dropped = kind.dropsOldest() ? 0 : capacity();
        assertThat(outcomes).containsExactly(dropped + " " + kind.reason().label());
    }

    @Test
    void limitsBytesToo() {
        int bytes = 10 * limit;
        int capacity = kind.closesCycle ? 4 * bytes : bytes;
        EventQueue byBytes = kind.create(new QueueLimits(1 << 20, bytes));
        QueueProducer producer = byBytes.producer(0);
        boolean open = true;
        int offered = 0;
        while (open && offered < 3 * capacity) {
            open = producer.offer(Event.of(new byte[1]));
            offered++;
        }

        assertThat(byBytes.sizeBytes()).isEqualTo(capacity);
        assertThat(offered).isEqualTo(kind.gates() ? capacity : 3 * capacity);
    }

    @Test
    void opensItsGateAtTheLowWatermarkOfEvents() {
        if (!kind.gates()) {
            return;
        }
        QueueProducer producer = queue.producer(0);
        for (int i = 1; i < limit; i++) {
            assertThat(producer.offer(Event.of(i))).as("open after %d", i).isTrue();
        }
        assertThat(producer.offer(Event.of(limit))).isFalse();
        assertThat(producer.isOpen()).isFalse();

        for (int left = limit - 1; left > limit / 2; left--) {
            queue.poll();
            queue.publishPolled();
            assertThat(producer.canProceed())
                    .as("can proceed with %d left", left)
                    .isFalse();
            assertThat(producer.tryOpen()).as("open with %d left", left).isFalse();
        }
        queue.poll();
        queue.publishPolled();

        assertThat(producer.canProceed()).isTrue();
        assertThat(producer.isOpen()).isFalse();
        assertThat(producer.tryOpen()).isTrue();
        assertThat(producer.isOpen()).isTrue();
    }

    @Test
    void opensItsGateAtTheLowWatermarkOfBytes() {
        if (!kind.gates()) {
            return;
        }
        EventQueue byBytes = kind.create(new QueueLimits(4096, 100));
        QueueProducer producer = byBytes.producer(0);
        assertThat(producer.offer(Event.of(new byte[60]))).isTrue();
        assertThat(producer.offer(Event.of(new byte[30]))).isTrue();
        assertThat(producer.offer(Event.of(new byte[21]))).isFalse();

        byBytes.poll();
        byBytes.publishPolled();
        assertThat(producer.tryOpen()).as("open with 51 of 100 bytes").isFalse();
        byBytes.poll();
        byBytes.publishPolled();
        assertThat(producer.tryOpen()).as("open with 21 of 100 bytes").isTrue();
    }

    @Test
    void letsAnEventPassThatIsLargerThanItsLimit() {
        EventQueue byBytes = kind.create(new QueueLimits(4096, 10));
        QueueProducer producer = byBytes.producer(0);

        assertThat(producer.offer(Event.of(new byte[1000]))).isEqualTo(!kind.gates());
        assertThat(byBytes.poll()).isNotNull();
        byBytes.publishPolled();

        assertThat(producer.tryOpen()).isTrue();
    }

    @Test
    void keepsWhatItsRingCannotTakeInOrder() {
        if (!kind.gates()) {
            return;
        }
        int count = 3 * limit + 200;
        offer(0, count);
        List<Object> polled = new ArrayList<>();
        while (polled.size() < count) {
            List<Object> batch = pollAll();
            assertThat(batch).isNotEmpty();
            polled.addAll(batch);
            assertThat(queue.producer(0).tryOpen() && hasOverflow())
                    .as("open while events wait behind the ring")
                    .isFalse();
        }

        assertThat(polled).isEqualTo(numbers(0, count));
        assertBalanced();
    }

    /** Whether some of what waits is not in the ring, so that a new event would overtake it. */
    private boolean hasOverflow() {
        return queue.size() > queue.ring().size();
    }

    @Test
    void wakesTheConsumerOncePerPublish() {
        int[] wakes = {0};
        EventQueue woken = kind.create(QueueLimits.ofEvents(limit), () -> wakes[0]++, () -> {});
        QueueProducer producer = woken.producer(kind.producers - 1);

        producer.offer(Event.of(1));
        assertThat(wakes[0]).isZero();
        producer.publish();

        assertThat(wakes[0]).isEqualTo(1);
    }

    @Test
    void wakesAWaitingProducerWhenItCanGoOnAndNoOther() {
        int[] wakes = {0};
        EventQueue woken = kind.create(QueueLimits.ofEvents(limit), () -> {}, () -> wakes[0]++);
        woken.producer(0).offer(Event.of(0));
        if (limit > 1) {
            woken.poll();
            woken.publishPolled();
            assertThat(wakes[0]).isZero();
        }
        for (int i = 0; i < capacity(); i++) {
            woken.producer(0).offer(Event.of(i));
        }
        while (woken.poll() != null) {
            // until it is empty
        }
        woken.publishPolled();

        assertThat(wakes[0]).isEqualTo(kind.gates() ? 1 : 0);
    }
}
