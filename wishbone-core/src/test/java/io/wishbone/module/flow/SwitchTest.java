package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.ModuleStartException;
import io.wishbone.testkit.Answer;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import io.wishbone.testkit.SteppedModuleBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SwitchTest implements ModuleContract {
    @Override
    public Actor newModule() {
        return new Switch("day");
    }

    @Override
    public List<Event> samples(String inlet) {
        return inlet.equals("switch") ? Samples.texts("night", " day\n") : Samples.texts("a", "b");
    }

    @Override
    public List<Event> unusable(String inlet) {
        return inlet.equals("switch") ? Samples.texts("nigth", "", "failed", "switch", "x".repeat(1_000)) : List.of();
    }

    @Override
    public SteppedModuleBuilder prepare(SteppedModuleBuilder builder) {
        return builder.outlets("day", "night");
    }

    private SteppedModule start() {
        return prepare(SteppedModule.builder("way", newModule())).start();
    }

    @Test
    void beginsWithItsOutgoingQueue() {
        try (SteppedModule way = start()) {
            way.feed("inbox", Event.of("1"));

            assertThat(way.textsFrom("day")).containsExactly("1");
            assertThat(way.textsFrom("night")).isEmpty();
        }
    }

    @Test
    void switchesToTheQueueThatAControlEventNames() {
        try (SteppedModule way = start()) {
            Answer answer = way.feedAsked("switch", Event.of(" night \r\n"));
            way.feed("inbox", Event.of("1"));

            assertThat(answer.succeeded()).isTrue();
            assertThat(way.textsFrom("night")).containsExactly("1");
            assertThat(way.counter("switched")).isEqualTo(1);
        }
    }

    @Test
    void staysWhereItIsWhenAQueueIsUnknown() {
        try (SteppedModule way = start()) {
            way.feed("switch", Event.of("nigth"));
            way.feed("inbox", Event.of("1"));

            assertThat(way.takeFrom("failed").get(0).header("way", "error"))
                    .asString()
                    .contains("queue \"nigth\" is not connected; did you mean \"night\"?");
            assertThat(way.textsFrom("day")).containsExactly("1");
            assertThat(way.counter("switched")).isZero();
        }
    }

    @Test
    void switchesWhileItsOutletIsFull() {
        try (SteppedModule way = prepare(SteppedModule.builder("way", newModule()))
                .limits("day", QueueLimits.ofEvents(1))
                .unread("day")
                .start()) {
            way.feed("inbox", Samples.texts("1", "2"));
            way.feed("switch", Event.of("night"));
            assertThat(way.counter("switched")).isEqualTo(1);
            assertThat(way.untaken("inbox")).isEqualTo(1);

            way.resumeReading("day");

            assertThat(way.textsFrom("day")).containsExactly("1");
            assertThat(way.textsFrom("night")).containsExactly("2");
        }
    }

    @Test
    void doesNotStartIfItsOutgoingQueueIsNotConnected() {
        assertThatThrownBy(() -> SteppedModule.builder("way", new Switch("dya"))
                        .outlets("day", "night")
                        .start())
                .isInstanceOf(ModuleStartException.class)
                .hasMessageContaining("outgoing: queue \"dya\" is not connected; did you mean \"day\"?");
        assertThatThrownBy(() -> SteppedModule.start("way", new Switch("day")))
                .hasMessageContaining("outgoing: queue \"day\" is not connected (there is none)");
    }

    @Test
    void hasNoOutletOfTheNameOfAnInlet() {
        assertThat(newModule().findOutlet("switch")).isEmpty();
        assertThat(newModule().findOutlet("inbox")).isEmpty();
    }
}
