package io.wishbone.module.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.util.List;
import org.junit.jupiter.api.Test;

class NullOutputTest implements ModuleContract {
    @Override
    public Actor newModule() {
        return new NullOutput();
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of(Event.of("a"));
    }

    @Test
    void endsEachEventAsDelivered() {
        try (SteppedModule output = SteppedModule.start("nowhere", new NullOutput())) {
            assertThat(output.feedAsked("inbox", Event.of("a")).succeeded()).isTrue();
            assertThat(output.account().absorbed()).isEqualTo(1);
        }
    }
}
