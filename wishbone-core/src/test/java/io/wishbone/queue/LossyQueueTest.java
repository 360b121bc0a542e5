package io.wishbone.queue;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wishbone.event.Event;
import org.junit.jupiter.api.Test;

class LossyQueueTest {
    @Test
    void givesEventsInOrderAndCountsWhatItDrops() {
        LossyQueue queue = new LossyQueue(32);
        for (int i = 0; i < 40; i++) {
            queue.offer(Event.of(i));
        }

        for (int i = 0; i < 32; i++) {
            assertThat(requireNonNull(queue.poll()).data()).isEqualTo(i);
        }
        assertThat(queue.poll()).isNull();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.dropped()).isEqualTo(8);
    }

    @Test
    void wakesItsConsumerForWhatItTook() {
        int[] wakes = {0};
        LossyQueue queue = new LossyQueue(32);
        queue.consumer(() -> wakes[0]++);
        for (int i = 0; i < 40; i++) {
            queue.offer(Event.of(i));
        }

        assertThat(wakes[0]).isEqualTo(32);
    }

    @Test
    void anEventQueueNeedsAProducer() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventQueue.builder("q").consumer(() -> {}).build())
                .withMessage("queue q has no producer (expected: at least one)");
    }
}
