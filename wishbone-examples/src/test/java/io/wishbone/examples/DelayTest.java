package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.testkit.Answer;
import io.wishbone.testkit.ManualClock;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DelayTest implements ModuleContract {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Event A = Event.of("a");
    private static final Event B = Event.of("b");

    @Override
    public Actor newModule() {
        return new Delay(SECOND, 50);
    }

    @Override
    public List<Event> samples(String inlet) {
        return inlet.equals("set") ? List.of(Event.of("PT0.2S")) : List.of(A, B);
    }

    @Override
    public List<Event> unusable(String inlet) {
        return inlet.equals("set") ? List.of(Event.of("PT-1S"), Event.of("soon")) : List.of();
    }

    @Test
    void keepsEachEventForItsTime() {
        try (SteppedModule delay = SteppedModule.start("delay", new Delay(SECOND, 50))) {
            Answer answer = delay.feedAsked("inbox", A);
            delay.advance(Duration.ofMillis(600));
            delay.feed("inbox", B);
            assertThat(delay.held()).isEqualTo(2);
            assertThat(answer.isPending()).isTrue();

            delay.advance(Duration.ofMillis(400));
            assertThat(delay.takeFrom("outbox"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.header("delay", "delayed_until"))
                            .isEqualTo(ManualClock.START.plus(SECOND)));
            assertThat(answer.succeeded()).isTrue();

            delay.advance(Duration.ofMillis(600));
            assertThat(delay.textsFrom("outbox")).containsExactly("b");
            assertThat(delay.counter("released_total")).isEqualTo(2);
        }
    }

    @Test
    void takesNoMoreThanItMayKeep() {
        try (SteppedModule delay = SteppedModule.start("delay", new Delay(SECOND, 2))) {
            delay.feed("inbox", A, A, A, A, A);
            assertThat(delay.held()).isEqualTo(2);
            assertThat(delay.untaken("inbox")).isEqualTo(3);

            delay.advance(Duration.ofSeconds(3));
            assertThat(delay.takeFrom("outbox")).hasSize(5);
        }
    }

    @Test
    void takesAnotherTimeWhileItIsRunning() {
        try (SteppedModule delay = SteppedModule.start("delay", new Delay(SECOND, 50))) {
            delay.feed("set", Event.of("PT5S"));
            delay.feed("inbox", A);
            delay.advance(Duration.ofSeconds(4));
            assertThat(delay.takeFrom("outbox")).isEmpty();

            delay.advance(SECOND);
            assertThat(delay.takeFrom("outbox")).hasSize(1);
        }
    }

    @Test
    void emitsWhatItKeepsWhenItIsDrained() {
        try (SteppedModule delay = SteppedModule.start("delay", new Delay(SECOND, 50))) {
            delay.feed("inbox", A, B);
            delay.drain();

            assertThat(delay.textsFrom("outbox")).containsExactly("a", "b");
        }
    }

    @Test
    void refusesBadValues() {
        assertThatThrownBy(() -> new Delay(SECOND, 0)).hasMessage("maxWaiting: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new Delay(SECOND.negated(), 1)).hasMessage("delay: PT-1S (expected: 0 or more)");
    }
}
