package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.queue.QueueLimits;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import io.wishbone.testkit.SteppedModuleBuilder;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunnelTest implements ModuleContract {
    @Override
    public Actor newModule() {
        return new Funnel();
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of(Event.of(inlet + " 1"), Event.of(inlet + " 2"));
    }

    @Override
    public SteppedModuleBuilder prepare(SteppedModuleBuilder builder) {
        return builder.inlets("a", "b");
    }

    private static SteppedModuleBuilder funnel() {
        return SteppedModule.builder("join", new Funnel()).inlets("a", "b");
    }

    @Test
    void handsTheEventsOfAllInletsOnInTheirOrder() {
        try (SteppedModule join = funnel().start()) {
            join.feed("a", Event.of("a1"), Event.of("a2"));
            join.feed("b", Event.of("b1"));
            join.feed("a", Event.of("a3"));

            assertThat(join.textsFrom("outbox")).containsExactly("a1", "a2", "b1", "a3");
        }
    }

    @Test
    void servesItsInletsInTurn() {
        try (SteppedModule join = funnel().limits("outbox", QueueLimits.ofEvents(1))
                .unread("outbox")
                .start()) {
            join.feed("a", Event.of("a"));
            join.feed("a", Collections.nCopies(1_000, Event.of("a")));
            join.feed("b", Event.of("b"));
            join.resumeReading("outbox");

            assertThat(join.textsFrom("outbox"))
                    .hasSize(1_002)
                    .startsWith("a")
                    .satisfies(texts -> assertThat(texts.indexOf("b")).isBetween(1, 10));
        }
    }
}
