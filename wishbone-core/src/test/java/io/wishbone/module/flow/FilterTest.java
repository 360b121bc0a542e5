package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.testkit.Answer;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterTest implements ModuleContract {
    @Override
    public Actor newModule() {
        return new Filter(event -> event.text().startsWith("a"));
    }

    @Override
    public List<Event> samples(String inlet) {
        return Samples.texts("a", "b");
    }

    @Test
    void letsPassWhatMeetsItsCondition() {
        try (SteppedModule filter = SteppedModule.start("filter", newModule())) {
            filter.feed("inbox", Samples.texts("a1", "b", "a2"));

            assertThat(filter.textsFrom("outbox")).containsExactly("a1", "a2");
            assertThat(filter.textsFrom("rejected")).containsExactly("b");
            assertThat(filter.counter("rejected")).isEqualTo(1);
        }
    }

    @Test
    void endsTheOthersAsASuccessWhereNobodyTakesThem() {
        try (SteppedModule filter = SteppedModule.builder("filter", newModule())
                .unconnected("rejected")
                .start()) {
            Answer answer = filter.feedAsked("inbox", Event.of("b"));

            assertThat(answer.succeeded()).isTrue();
            assertThat(filter.account().absorbed()).isEqualTo(1);
            assertThat(filter.counter("rejected")).isEqualTo(1);
        }
    }

    @Test
    void failsWhatItsConditionFailsOn() {
        try (SteppedModule filter = SteppedModule.start("filter", new Filter(Samples::fail))) {
            filter.feed("inbox", Event.of("a"));

            assertThat(filter.textsFrom("failed")).containsExactly("a");
        }
    }
}
