package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.queue.QueueLimits;
import io.wishbone.testkit.Answer;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreshTest implements ModuleContract {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static FreshConfig.Builder config() {
        return FreshConfig.builder().timeout(Duration.ofSeconds(10)).repeatInterval(Duration.ofSeconds(5));
    }

    @Override
    public Actor newModule() {
        return new Fresh(config().build());
    }

    @Override
    public List<Event> samples(String inlet) {
        return Samples.texts("a", "b");
    }

    private static SteppedModule start(FreshConfig.Builder config) {
        return SteppedModule.start("watch", new Fresh(config.build()));
    }

    @Test
    void letsEventsPass() {
        try (SteppedModule watch = start(config())) {
            watch.feed("inbox", Samples.texts("a", "b"));

            assertThat(watch.textsFrom("outbox")).containsExactly("a", "b");
            assertThat(watch.textsFrom("timeout")).isEmpty();
        }
    }

    @Test
    void tellsThatNothingHasArrivedSinceItsStart() {
        try (SteppedModule watch = start(config())) {
            watch.advance(Duration.ofMillis(9_999));
            assertThat(watch.takeFrom("timeout")).isEmpty();
            watch.advance(Duration.ofMillis(1));

            List<Event> told = watch.takeFrom("timeout");
            assertThat(told).extracting(Event::text).containsExactly("timeout");
            assertThat(told.get(0).header("watch", "state")).isEqualTo("timeout");
            assertThat(watch.counter("timeouts")).isEqualTo(1);
        }
    }

    @Test
    void waitsAnewAfterEachEvent() {
        try (SteppedModule watch = start(config())) {
            for (int i = 0; i < 10; i++) {
                watch.advance(Duration.ofSeconds(7));
                watch.feed("inbox", Event.of("a"));
            }
            assertThat(watch.takeFrom("timeout")).isEmpty();
            watch.advance(Duration.ofMillis(9_999));
            assertThat(watch.takeFrom("timeout")).isEmpty();
            watch.advance(Duration.ofMillis(1));
            assertThat(watch.takeFrom("timeout")).hasSize(1);
        }
    }

    @Test
    void tellsItAgainWhileItLasts() {
        try (SteppedModule watch = start(config())) {
            watch.advance(Duration.ofSeconds(24));
            assertThat(watch.textsFrom("timeout")).containsExactly("timeout", "timeout", "timeout");
            assertThat(watch.counter("timeouts")).isEqualTo(3);
        }
    }

    @Test
    void tellsItOnceWithoutARepeatInterval() {
        try (SteppedModule watch = start(config().repeatInterval(Duration.ZERO))) {
            watch.advance(Duration.ofDays(1));
            assertThat(watch.textsFrom("timeout")).containsExactly("timeout");
        }
    }

    @Test
    void tellsThatEventsFlowAgain() {
        try (SteppedModule watch = start(config().timeoutPayload("silence").recoveryPayload(List.of("sound")))) {
            watch.advance(Duration.ofSeconds(11));
            watch.feed("inbox", Samples.texts("a", "b"));

            List<Event> told = watch.takeFrom("timeout");
            assertThat(told).extracting(Event::data).containsExactly("silence", List.of("sound"));
            assertThat(told.get(1).header("watch", "state")).isEqualTo("recovery");
            assertThat(watch.textsFrom("outbox")).containsExactly("a", "b");

            watch.advance(Duration.ofMillis(9_999));
            assertThat(watch.takeFrom("timeout")).isEmpty();
            watch.advance(Duration.ofMillis(1));
            assertThat(watch.textsFrom("timeout")).containsExactly("silence");
        }
    }

    @Test
    void keepsWhatItTellsApartFromTheEventsThatPass() {
        try (SteppedModule watch = SteppedModule.builder("watch", newModule())
                .unconnected("timeout")
                .start()) {
            watch.advance(Duration.ofSeconds(11));
            Answer answer = watch.feedAsked("inbox", Event.of("a"));

            assertThat(answer.succeeded()).isTrue();
            assertThat(watch.ledger().queue("watch.timeout").droppedTotal()).isEqualTo(2);
        }
    }

    @Test
    void doesNotTakeAFullOutletForSilence() {
        try (SteppedModule watch = SteppedModule.builder("watch", newModule())
                .limits("outbox", QueueLimits.ofEvents(1))
                .unread("outbox")
                .start()) {
            watch.feed("inbox", Samples.texts("a", "b"));
            watch.advance(Duration.ofMinutes(5));

            assertThat(watch.takeFrom("timeout")).isEmpty();
        }
    }

    @Test
    void doesNotPileUpWhatNobodyTakes() {
        try (SteppedModule watch = SteppedModule.builder("watch", newModule())
                .limits("timeout", QueueLimits.ofEvents(2))
                .unread("timeout")
                .start()) {
            watch.advance(Duration.ofHours(1));

            assertThat(watch.unread("timeout")).isEqualTo(2);
            assertThat(watch.counter("timeouts")).isEqualTo(2);
        }
    }

    @Test
    void isSilentOnceItDrains() {
        try (SteppedModule watch = start(config())) {
            watch.drain();
            watch.advance(Duration.ofMinutes(1));

            assertThat(watch.takeFrom("timeout")).isEmpty();
        }
    }

    @Test
    void worksWithTheShortestTimes() {
        Duration least = Duration.ofMillis(1);
        try (SteppedModule watch = start(config().timeout(least).repeatInterval(least))) {
            watch.advance(Duration.ofMillis(10));
            assertThat(watch.takeFrom("timeout")).hasSize(10);
        }
    }

    @Test
    void refusesTimesOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config().timeout(Duration.ZERO).build())
                .withMessage("timeout: PT0S (expected: PT0.001S to PT8760H)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config().repeatInterval(SECOND.negated()).build())
                .withMessage("repeat_interval: PT-1S (expected: PT0.001S to PT8760H)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config().timeout(Duration.ofDays(366)).build())
                .withMessageStartingWith("timeout: PT8784H");
    }
}
