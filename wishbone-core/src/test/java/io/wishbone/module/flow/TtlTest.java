package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.testkit.Answer;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TtlTest implements ModuleContract {
    @Override
    public Actor newModule() {
        return new Ttl(2);
    }

    @Override
    public List<Event> samples(String inlet) {
        return Samples.texts("a", "b");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void letsAnEventPassAsOftenAsItMay(int limit) {
        try (SteppedModule guard = SteppedModule.start("guard", new Ttl(limit))) {
            Event event = Event.of("a");
            for (int passage = 1; passage <= limit; passage++) {
                guard.feed("inbox", event);
                event = guard.takeFrom("outbox").get(0);
                assertThat(event.header("guard", "passages")).isEqualTo(passage);
            }
            guard.feed("inbox", event);

            assertThat(guard.takeFrom("outbox")).isEmpty();
            assertThat(guard.takeFrom("ttl_exceeded")).containsExactly(event);
            assertThat(guard.counter("exceeded")).isEqualTo(1);
        }
    }

    @Test
    void dropsWhatNobodyTakesAsAFailure() {
        try (SteppedModule guard = SteppedModule.builder("guard", new Ttl(1))
                .unconnected("ttl_exceeded")
                .start()) {
            Event event = Event.of("a").withHeader("guard", "passages", 1L);
            Answer answer = guard.feedAsked("inbox", event);

            assertThat(answer.failure()).get().extracting("reason").isEqualTo("unconnected");
            assertThat(guard.ledger().queue("guard.ttl_exceeded").droppedTotal())
                    .isEqualTo(1);
        }
    }

    @Test
    void countsThePassagesOfItsOwnOnly() {
        try (SteppedModule guard = SteppedModule.start("guard", new Ttl(1))) {
            guard.feed("inbox", Event.of("a").withHeader("other", "passages", 9));
            guard.feed("inbox", Event.of("b").withHeader("guard", "passages", "many"));

            assertThat(guard.textsFrom("outbox")).containsExactly("a", "b");
        }
    }

    @Test
    void refusesALimitBelowOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ttl(0))
                .withMessage("ttl: 0 (expected: 1 to 2147483647)");
    }
}
