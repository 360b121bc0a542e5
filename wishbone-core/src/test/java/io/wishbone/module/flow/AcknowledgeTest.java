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

class AcknowledgeTest implements ModuleContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static AcknowledgeConfig.Builder config() {
        return AcknowledgeConfig.builder(Event::text).timeout(TIMEOUT);
    }

    @Override
    public Actor newModule() {
        return new Acknowledge(config().build());
    }

    @Override
    public List<Event> samples(String inlet) {
        return Samples.texts("a", "b", "a");
    }

    private static SteppedModule start(AcknowledgeConfig.Builder config) {
        return SteppedModule.start("ack", new Acknowledge(config.build()));
    }

    private static String passed(SteppedModule ack, String... texts) {
        ack.feed("inbox", Samples.texts(texts));
        return String.join("", ack.textsFrom("outbox"));
    }

    @Test
    void letsAnIdPassAgainOnceItIsAcknowledged() {
        try (SteppedModule ack = start(config())) {
            assertThat(passed(ack, "a", "a", "b")).isEqualTo("ab");
            Answer answer = ack.feedAsked("acknowledge", Event.of("a"));
            assertThat(answer.succeeded()).isTrue();
            assertThat(passed(ack, "a", "a", "b")).isEqualTo("a");
            assertThat(ack.textsFrom("dropped")).containsExactly("a", "a", "b");
            assertThat(ack.counter("dropped")).isEqualTo(3);
            assertThat(ack.counter("unknown")).isZero();
        }
    }

    @Test
    void takesAnIdForAcknowledgedAfterATimeout() {
        try (SteppedModule ack = start(config())) {
            passed(ack, "a");
            ack.advance(TIMEOUT.minusNanos(1));
            assertThat(passed(ack, "a")).isEmpty();
            ack.advance(Duration.ofNanos(1));
            assertThat(passed(ack, "a", "a")).isEqualTo("a");
        }
    }

    @Test
    void countsAcknowledgementsOfWhatIsNotUnderWay() {
        try (SteppedModule ack = start(config())) {
            ack.feed("acknowledge", Event.of("a"));
            assertThat(ack.counter("unknown")).isEqualTo(1);
        }
    }

    @Test
    void takesAcknowledgementsOfAnotherShape() {
        try (SteppedModule ack =
                start(config().acknowledgedId(event -> event.text().substring(4)))) {
            passed(ack, "a");
            ack.feed("acknowledge", Event.of("ack a"), Event.of("x"));
            assertThat(passed(ack, "a")).isEqualTo("a");
            assertThat(ack.textsFrom("failed")).containsExactly("x");
        }
    }

    @Test
    void forgetsTheIdThatIsUnderWayForLongest() {
        try (SteppedModule ack = start(config().maxIds(2))) {
            assertThat(passed(ack, "a", "b", "a", "c", "b", "a")).isEqualTo("abca");
            assertThat(ack.counter("forgotten")).isEqualTo(2);
            ack.advance(TIMEOUT);
            assertThat(passed(ack, "d", "e", "d")).isEqualTo("de");
            assertThat(ack.counter("forgotten")).isEqualTo(2);
        }
        try (SteppedModule ack = start(config().maxIds(1))) {
            assertThat(passed(ack, "a", "a", "b", "a")).isEqualTo("aba");
        }
    }

    @Test
    void takesAcknowledgementsWhileItsOutletIsFull() {
        try (SteppedModule ack = SteppedModule.builder("ack", newModule())
                .limits("outbox", QueueLimits.ofEvents(1))
                .unread("outbox")
                .start()) {
            ack.feed("inbox", Samples.texts("a", "a"));
            ack.feed("acknowledge", Event.of("a"));
            assertThat(ack.untaken("acknowledge")).isZero();
            ack.resumeReading("outbox");

            assertThat(ack.textsFrom("outbox")).containsExactly("a", "a");
        }
    }

    @Test
    void endsWhatItDropsAsASuccessWhereNobodyTakesIt() {
        try (SteppedModule ack =
                SteppedModule.builder("ack", newModule()).unconnected("dropped").start()) {
            ack.feed("inbox", Event.of("a"));
            assertThat(ack.feedAsked("inbox", Event.of("a")).succeeded()).isTrue();
        }
    }

    @Test
    void failsWhatHasNoId() {
        try (SteppedModule ack = start(AcknowledgeConfig.builder(Samples::fail))) {
            ack.feed("inbox", Event.of("a"));
            ack.feed("acknowledge", Event.of("b"));
            assertThat(ack.textsFrom("failed")).containsExactly("a", "b");
        }
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config().timeout(Duration.ZERO).build())
                .withMessage("timeout: PT0S (expected: PT0.001S to PT8760H)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config().maxIds(0).build())
                .withMessage("max_ids: 0 (expected: 1 to 1000000)");
    }
}
