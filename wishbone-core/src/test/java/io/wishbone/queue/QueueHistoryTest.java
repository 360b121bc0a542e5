package io.wishbone.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Event;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a queue's history tells, by a clock that the test moves. */
class QueueHistoryTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    // Close to the overflow of such clocks.
    private long now = Long.MAX_VALUE - 3 * SECOND;

    private static EventQueue queue(QueueKind kind, int maxEvents) {
        return kind.create(QueueLimits.ofEvents(maxEvents));
    }

    private static void offer(EventQueue queue, int count) {
        for (int i = 0; i < count; i++) {
            queue.producer(0).offer(Event.of(i));
        }
        queue.producer(0).publish();
    }

    private static void poll(EventQueue queue, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(queue.poll()).isNotNull();
        }
        queue.publishPolled();
    }

    private void pass(EventQueue queue, int seconds) {
        for (int i = 0; i < seconds; i++) {
            now += SECOND;
            queue.history().sample(now);
        }
    }

    @Test
    void isZeroBeforeTheFirstReport() {
        EventQueue queue = queue(QueueKind.ONE_TO_ONE, 100);
        offer(queue, 10);

        assertThat(queue.history().inRate()).isZero();
        assertThat(queue.history().outRate()).isZero();
        assertThat(queue.history().droppedRate()).isZero();
        assertThat(queue.history().oldestNanos(now)).isZero();
    }

    @Test
    void tellsTheRatesOfThePeriodThatEnded() {
        EventQueue queue = queue(QueueKind.DROP_NEWEST, 20);
        queue.history().sample(now);
        offer(queue, 30);
        poll(queue, 5);
        now += 10 * SECOND;
        queue.history().report(now);

        assertThat(queue.history().inRate()).isEqualTo(3.0);
        assertThat(queue.history().outRate()).isEqualTo(0.5);
        assertThat(queue.history().droppedRate()).isEqualTo(1.0);

        now += 10 * SECOND;
        queue.history().report(now);

        assertThat(queue.history().inRate()).isZero();
        assertThat(queue.history().outRate()).isZero();
        assertThat(queue.history().droppedRate()).isZero();
    }

    @ParameterizedTest
    @EnumSource(QueueKind.class)
    void tellsTheMostThatWaited(QueueKind kind) {
        EventQueue queue = queue(kind, 1000);
        offer(queue, 300);
        poll(queue, 290);

        assertThat(queue.history().highWatermark()).isEqualTo(300);
        assertThat(queue.history().highestWatermark()).isEqualTo(300);

        queue.history().report(now);
        assertThat(queue.history().highWatermark()).isEqualTo(300);

        offer(queue, 5);
        queue.history().report(now);
        assertThat(queue.history().highWatermark()).isEqualTo(15);
        assertThat(queue.history().highestWatermark()).isEqualTo(300);
    }

    @Test
    void tellsWhatWaitsThroughAPeriodWithoutNewEvents() {
        EventQueue queue = queue(QueueKind.ONE_TO_ONE, 1000);
        offer(queue, 300);
        poll(queue, 100);
        queue.history().report(now);
        queue.history().report(now);

        assertThat(queue.history().highWatermark()).isEqualTo(200);
    }

    @Test
    void countsWhatWaitsBehindTheRing() {
        EventQueue queue = queue(QueueKind.ONE_TO_ONE, 32);
        offer(queue, 100);

        assertThat(queue.history().highWatermark()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(
            value = QueueKind.class,
            names = {"ONE_TO_ONE", "MANY_TO_ONE", "DROP_NEWEST", "CLOSES_CYCLE"})
    void tellsHowLongTheOldestWaits(QueueKind kind) {
        EventQueue queue = queue(kind, 1000);
        offer(queue, 1);
        pass(queue, 1);
        offer(queue, 1);
        pass(queue, 3);

        // The first came by the sample three seconds ago, the second by the one two seconds ago.
        assertThat(queue.history().oldestNanos(now)).isEqualTo(3 * SECOND);
        poll(queue, 1);
        assertThat(queue.history().oldestNanos(now)).isEqualTo(2 * SECOND);
        poll(queue, 1);
        assertThat(queue.history().oldestNanos(now)).isZero();
    }

    @Test
    void doesNotTakeDroppedEventsForThoseThatWait() {
        EventQueue newest = queue(QueueKind.DROP_NEWEST, 4);
        offer(newest, 4);
        pass(newest, 1);
        offer(newest, 50);
        pass(newest, 5);
        assertThat(newest.history().oldestNanos(now)).isEqualTo(5 * SECOND);

        EventQueue oldest = queue(QueueKind.DROP_OLDEST, 4);
        offer(oldest, 4);
        pass(oldest, 1);
        offer(oldest, 3);
        pass(oldest, 2);
        assertThat(oldest.history().oldestNanos(now)).isEqualTo(2 * SECOND);
        offer(oldest, 4);
        assertThat(oldest.history().oldestNanos(now)).isZero();
    }

    @Test
    void tellsTheAgeOfWhatWaitsForHoursToASixth() {
        EventQueue queue = queue(QueueKind.ONE_TO_ONE, 100_000);
        int seconds = 3 * 3600;
        for (int i = 0; i < seconds; i++) {
            offer(queue, 1);
            pass(queue, 1);
        }
        for (int taken = 997; taken < seconds; taken += 997) {
            poll(queue, 997);
            long age = (seconds - taken) * SECOND;
            assertThat(queue.history().oldestNanos(now)).isBetween(age - age / 6 - SECOND, age);
        }
    }
}
