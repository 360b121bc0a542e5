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

class DedupeTest implements ModuleContract {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    @Override
    public Actor newModule() {
        return new Dedupe(DedupeConfig.by(Event::text));
    }

    @Override
    public List<Event> samples(String inlet) {
        return Samples.texts("a", "b", "a");
    }

    private static SteppedModule start(int maxKeys) {
        return SteppedModule.start("dedupe", new Dedupe(new DedupeConfig(Event::text, WINDOW, maxKeys)));
    }

    private static String passed(SteppedModule dedupe, String... texts) {
        dedupe.feed("inbox", Samples.texts(texts));
        return String.join("", dedupe.textsFrom("outbox"));
    }

    @Test
    void letsAKeyPassOnceWithinAWindow() {
        try (SteppedModule dedupe = start(10)) {
            assertThat(passed(dedupe, "a", "b", "a")).isEqualTo("ab");
            dedupe.advance(WINDOW.minusNanos(1));
            assertThat(passed(dedupe, "a")).isEmpty();
            dedupe.advance(Duration.ofNanos(1));
            assertThat(passed(dedupe, "a", "a")).isEqualTo("a");
            assertThat(dedupe.textsFrom("dropped")).containsExactly("a", "a", "a");
            assertThat(dedupe.counter("dropped")).isEqualTo(3);
        }
    }

    @Test
    void knowsEqualBytes() {
        try (SteppedModule dedupe = SteppedModule.start("dedupe", new Dedupe(DedupeConfig.by(Event::data)))) {
            dedupe.feed("inbox", Event.of(new byte[] {1, 2}), Event.of(new byte[] {1, 2}), Event.of(new byte[] {1}));

            assertThat(dedupe.takeFrom("outbox")).hasSize(2);
        }
    }

    @Test
    void forgetsTheKeyThatDidNotOccurForLongest() {
        try (SteppedModule dedupe = start(2)) {
            assertThat(passed(dedupe, "a", "b", "a", "c", "a", "b")).isEqualTo("abcb");
            assertThat(dedupe.counter("forgotten")).isEqualTo(2);
        }
        try (SteppedModule dedupe = start(1)) {
            assertThat(passed(dedupe, "a", "a", "b", "a")).isEqualTo("aba");
        }
    }

    @Test
    void endsRepetitionsAsASuccessWhereNobodyTakesThem() {
        try (SteppedModule dedupe = SteppedModule.builder("dedupe", newModule())
                .unconnected("dropped")
                .start()) {
            dedupe.feed("inbox", Event.of("a"));
            assertThat(dedupe.feedAsked("inbox", Event.of("a")).succeeded()).isTrue();
            assertThat(dedupe.account().absorbed()).isEqualTo(1);
        }
    }

    @Test
    void failsWhatItsKeyFailsOn() {
        Dedupe module = new Dedupe(DedupeConfig.by(Samples::fail));
        try (SteppedModule dedupe = SteppedModule.start("dedupe", module)) {
            dedupe.feed("inbox", Event.of("a"));
            assertThat(dedupe.textsFrom("failed")).containsExactly("a");
        }
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DedupeConfig(Event::text, Duration.ZERO, 1))
                .withMessage("window: PT0S (expected: PT0.001S to PT8760H)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DedupeConfig(Event::text, WINDOW, 0))
                .withMessage("max_keys: 0 (expected: 1 to 1000000)");
    }
}
