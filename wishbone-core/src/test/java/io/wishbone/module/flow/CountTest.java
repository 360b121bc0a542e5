package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountTest implements ModuleContract {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private static CountConfig.Builder pass(int occurrences) {
        return CountConfig.builder(occurrences).window(WINDOW).key(Event::text);
    }

    private static CountConfig.Builder drop(int occurrences) {
        return pass(occurrences).action(CountConfig.Action.DROP);
    }

    @Override
    public Actor newModule() {
        return new Count(pass(2).build());
    }

    @Override
    public List<Event> samples(String inlet) {
        return Samples.texts("a", "b", "a", "a");
    }

    private static SteppedModule start(CountConfig.Builder config) {
        return SteppedModule.start("count", new Count(config.build()));
    }

    private static String passed(SteppedModule count, String... texts) {
        count.feed("inbox", Samples.texts(texts));
        return String.join("", count.textsFrom("outbox"));
    }

    @Test
    void letsPassFromTheNthOccurrenceOn() {
        try (SteppedModule count = start(pass(3))) {
            assertThat(passed(count, "a", "a")).isEmpty();
            assertThat(passed(count, "b", "a", "a", "b", "b")).isEqualTo("aab");
            assertThat(count.textsFrom("dropped")).containsExactly("a", "a", "b", "b");
            assertThat(count.counter("dropped")).isEqualTo(4);
        }
    }

    @Test
    void letsPassUpToTheNthOccurrence() {
        try (SteppedModule count = start(drop(2))) {
            assertThat(passed(count, "a", "a", "a", "b", "a")).isEqualTo("aab");
            assertThat(count.textsFrom("dropped")).containsExactly("a", "a");
        }
    }

    @Test
    void letsAllPassFromTheFirstOn() {
        try (SteppedModule count = start(pass(1))) {
            assertThat(passed(count, "a", "a", "b")).isEqualTo("aab");
        }
    }

    @Test
    void countsAnewInTheNextWindow() {
        try (SteppedModule count = start(drop(1))) {
            assertThat(passed(count, "a", "a")).isEqualTo("a");
            count.advance(WINDOW.minusNanos(1));
            assertThat(passed(count, "a")).isEmpty();
            count.advance(Duration.ofNanos(1));
            assertThat(passed(count, "a", "a")).isEqualTo("a");
            count.advance(Duration.ofDays(300));
            assertThat(passed(count, "a", "a")).isEqualTo("a");
        }
    }

    @Test
    void countsWithoutEnd() {
        try (SteppedModule count = start(pass(3).window(Duration.ZERO))) {
            assertThat(passed(count, "a", "a")).isEmpty();
            count.advance(Duration.ofDays(300));
            assertThat(passed(count, "a")).isEqualTo("a");
        }
    }

    @Test
    void countsAllEventsAsOneWithoutAKey() {
        try (SteppedModule count = start(drop(2).key(null))) {
            assertThat(passed(count, "a", "b", "c")).isEqualTo("ab");
        }
    }

    @Test
    void forgetsTheKeyThatDidNotOccurForLongest() {
        try (SteppedModule count = start(drop(1).maxKeys(2))) {
            assertThat(passed(count, "a", "b", "a", "c", "a", "b")).isEqualTo("abcb");
            assertThat(count.counter("forgotten")).isEqualTo(2);
            count.advance(WINDOW);
            assertThat(passed(count, "d", "e")).isEqualTo("de");
            assertThat(count.counter("forgotten")).isEqualTo(2);
        }
    }

    @Test
    void endsWhatItDropsAsASuccessWhereNobodyTakesIt() {
        try (SteppedModule count = SteppedModule.builder("count", newModule())
                .unconnected("dropped")
                .start()) {
            assertThat(count.feedAsked("inbox", Event.of("a")).succeeded()).isTrue();
            assertThat(count.account().absorbed()).isEqualTo(1);
        }
    }

    @Test
    void doesNotCountWhatItsKeyFailsOn() {
        try (SteppedModule count = start(pass(1).key(Samples::fail))) {
            assertThat(passed(count, "a")).isEmpty();
            assertThat(count.textsFrom("failed")).containsExactly("a");
        }
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pass(0).build())
                .withMessage("occurrences: 0 (expected: 1 to 2147483647)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pass(1).window(Duration.ofNanos(1)).build())
                .withMessage("window: PT0.000000001S (expected: PT0.001S to PT8760H)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pass(1).maxKeys(1_000_001).build())
                .withMessage("max_keys: 1000001 (expected: 1 to 1000000)");
    }
}
