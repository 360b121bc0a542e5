package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.testkit.Answer;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThrottleTest implements ModuleContract {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static ThrottleConfig.Builder drop(int rate) {
        return ThrottleConfig.builder(rate).onExcess(ThrottleConfig.ExcessPolicy.DROP);
    }

    @Override
    public Actor newModule() {
        return new Throttle(ThrottleConfig.builder(50).burst(1).build());
    }

    @Override
    public List<Event> samples(String inlet) {
        return Samples.texts("a", "b");
    }

    private static SteppedModule start(ThrottleConfig.Builder config) {
        return SteppedModule.start("slow", new Throttle(config.build()));
    }

    private static List<Event> events(int count) {
        return Collections.nCopies(count, Event.of("a"));
    }

    @Test
    void letsWhatIsTooMuchWait() {
        try (SteppedModule slow = start(ThrottleConfig.builder(4))) {
            slow.feed("inbox", events(10));
            assertThat(slow.takeFrom("outbox")).hasSize(4);
            assertThat(slow.untaken("inbox")).isEqualTo(6);
            assertThat(slow.held()).isZero();
            slow.advance(Duration.ofMillis(249));
            assertThat(slow.takeFrom("outbox")).isEmpty();
            slow.advance(Duration.ofMillis(1));
            assertThat(slow.takeFrom("outbox")).hasSize(1);
            slow.advance(SECOND);
            assertThat(slow.takeFrom("outbox")).hasSize(4);
            assertThat(slow.counter("pauses")).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1_000, 50_000})
    void keepsItsRateHoweverSmallItsBurstIs(int rate) {
        try (SteppedModule slow = start(ThrottleConfig.builder(rate).burst(1))) {
            slow.feed("inbox", events(rate + 10));
            slow.advance(SECOND);
            // The first at once; the last is due a nanosecond late, for each event, where the rate divides no second.
            assertThat(slow.takeFrom("outbox").size()).isBetween(rate, rate + 1);
            slow.abort();
        }
    }

    @Test
    void keepsItsRateWithFewTimers() {
        try (SteppedModule slow = start(ThrottleConfig.builder(100_000).burst(1_000))) {
            slow.feed("inbox", events(21_000));
            assertThat(slow.takeFrom("outbox")).hasSize(1_000);
            slow.advance(Duration.ofMillis(200));
            assertThat(slow.takeFrom("outbox")).hasSize(20_000);
            assertThat(slow.counter("pauses")).isLessThanOrEqualTo(202);
        }
    }

    @Test
    void drainsAtItsRate() {
        SteppedModule slow = start(ThrottleConfig.builder(1));
        slow.feed("inbox", events(20));
        slow.close();
        assertThat(slow.takeFrom("outbox")).hasSize(20);
    }

    @Test
    void dropsWhatIsTooMuch() {
        try (SteppedModule slow = start(drop(2).burst(3))) {
            slow.feed("inbox", Samples.texts("1", "2", "3", "4", "5"));
            assertThat(slow.textsFrom("outbox")).containsExactly("1", "2", "3");
            assertThat(slow.textsFrom("throttled")).containsExactly("4", "5");
            assertThat(slow.counter("throttled")).isEqualTo(2);
            slow.advance(Duration.ofMillis(500));
            slow.feed("inbox", Samples.texts("6", "7"));
            assertThat(slow.textsFrom("outbox")).containsExactly("6");
            slow.advance(Duration.ofDays(1));
            slow.feed("inbox", events(4));
            assertThat(slow.takeFrom("outbox")).hasSize(3);
        }
    }

    @Test
    void failsWhatItDropsWhereNobodyTakesIt() {
        try (SteppedModule slow = SteppedModule.builder("slow", new Throttle(drop(1).build()))
                .unconnected("throttled")
                .start()) {
            assertThat(slow.feedAsked("inbox", Event.of("1")).succeeded()).isTrue();
            Answer answer = slow.feedAsked("inbox", Event.of("2"));
            assertThat(answer.failure()).get().extracting("reason").isEqualTo("unconnected");
            assertThat(slow.ledger().queue("slow.throttled").droppedTotal()).isEqualTo(1);
        }
    }

    @Test
    void givesEachKeyARateOfItsOwn() {
        try (SteppedModule slow = start(drop(1).key(Event::text))) {
            slow.feed("inbox", Samples.texts("a", "a", "b", "b", "a"));
            assertThat(slow.textsFrom("outbox")).containsExactly("a", "b");
            assertThat(slow.counter("forgotten")).isZero();
        }
    }

    @Test
    void forgetsTheKeyThatDidNotOccurForLongest() {
        try (SteppedModule slow = start(drop(1).key(Event::text).maxKeys(1))) {
            slow.feed("inbox", Samples.texts("a", "b", "b", "a"));
            assertThat(slow.textsFrom("outbox")).containsExactly("a", "b", "a");
            assertThat(slow.counter("forgotten")).isEqualTo(2);
            slow.advance(SECOND);
            slow.feed("inbox", Event.of("c"));
            assertThat(slow.counter("forgotten")).isEqualTo(2);
        }
    }

    @Test
    void failsWhatItsKeyFailsOn() {
        try (SteppedModule slow = start(drop(1).key(Samples::fail))) {
            slow.feed("inbox", Event.of("a"));
            assertThat(slow.textsFrom("failed")).containsExactly("a");
        }
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThrottleConfig.builder(0).build())
                .withMessage("rate: 0 (expected: 1 to 1000000)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> drop(1).burst(0).build())
                .withMessage("burst: 0 (expected: 1 to 1000000)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> drop(1).per(Duration.ofHours(2)).build())
                .withMessage("per: PT2H (expected: 1ms to 1h)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> drop(1).per(Duration.ZERO).build())
                .withMessage("per: PT0S (expected: 1ms to 1h)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> drop(1).maxKeys(0).build())
                .withMessage("max_keys: 0 (expected: 1 to 1000000)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThrottleConfig.builder(1).key(Event::text).build())
                .withMessageStartingWith("key: given (expected: none, unless on_excess is drop");
    }
}
