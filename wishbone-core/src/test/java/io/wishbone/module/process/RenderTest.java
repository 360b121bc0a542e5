package io.wishbone.module.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenderTest implements ModuleContract {
    @Override
    public Actor newModule() {
        return new Render(event -> "<" + event.text() + ">");
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of(Event.of("a"), Events.sample());
    }

    @Test
    void putsATextInThePlaceOfTheData() {
        try (SteppedModule render = SteppedModule.start("render", newModule())) {
            render.feed("inbox", Event.of("a").withHeader("in", "k", 1));

            assertThat(render.takeFrom("outbox"))
                    .singleElement()
                    .hasToString("{\"header\":{\"in\":{\"k\":1}},\"data\":\"<a>\"}");
        }
    }

    @Test
    void putsATextInAnotherField() {
        try (SteppedModule render = SteppedModule.start("render", new Render(event -> "x", "data.line"))) {
            render.feed("inbox", Event.of(Map.of("a", 1)), Event.of("text"));

            assertThat(render.takeFrom("outbox")).extracting(Event::data).containsExactly(Map.of("a", 1, "line", "x"));
            assertThat(render.takeFrom("failed")).singleElement().asString().contains("data is text (expected: a map)");
        }
    }

    @Test
    void refusesAFieldThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Render(Event::text, "line"))
                .withMessageStartingWith("field: \"line\"");
    }
}
