package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest implements ModuleContract {
    private static final List<Event> EIGHT =
            IntStream.rangeClosed(1, 8).mapToObj(Event::of).toList();

    @Override
    public Actor newModule() {
        return new Sampler(3);
    }

    @Override
    public List<Event> samples(String inlet) {
        return EIGHT;
    }

    @Test
    void passesOnTheFirstOfEveryThree() {
        try (SteppedModule sample = SteppedModule.start("sample", new Sampler(3))) {
            sample.feed("inbox", EIGHT);

            assertThat(sample.takeFrom("outbox")).extracting(Event::data).containsExactly(1, 4, 7);
            assertThat(sample.account().absorbed()).isEqualTo(5);
        }
    }

    @Test
    void refusesLessThanOne() {
        assertThatThrownBy(() -> new Sampler(0)).hasMessage("every: 0 (expected: >= 1)");
    }
}
