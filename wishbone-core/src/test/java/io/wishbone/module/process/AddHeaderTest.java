package io.wishbone.module.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddHeaderTest implements ModuleContract {
    @Override
    public Actor newModule() {
        return new AddHeader(event -> Map.of("length", event.text().length()));
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of(Event.of("a"), Events.sample());
    }

    private static Event made(AddHeader module, Event event) {
        try (SteppedModule header = SteppedModule.start("note", module)) {
            header.feed("inbox", event);
            return header.takeFrom("outbox").get(0);
        }
    }

    @Test
    void addsEntriesUnderItsOwnNameOrAnother() {
        Event event = Event.of("abc").withHeader("note", "kept", 1).withHeader("note", "length", 0);

        assertThat(made(new AddHeader(e -> Map.of("length", e.text().length())), event)
                        .header())
                .hasToString("{note={kept=1, length=3}}");
        assertThat(made(new AddHeader(e -> Map.of("length", e.text().length()), "other"), event)
                        .header())
                .hasToString("{note={kept=1, length=0}, other={length=3}}");
        assertThat(event.header()).hasToString("{note={kept=1, length=0}}");
    }

    @Test
    void addsTheSameEntriesToAllWhateverBecomesOfTheirMap() {
        Map<String, Object> entries = new HashMap<>(Map.of("site", "north"));
        AddHeader module = new AddHeader(entries);
        entries.put("site", "south");

        assertThat(made(module, Event.of("a")).header("note", "site")).isEqualTo("north");
    }

    @Test
    void failsAnEventWithoutEntries() {
        AddHeader module = new AddHeader(event -> {
            throw new IllegalStateException("no value");
        });
        try (SteppedModule header = SteppedModule.start("note", module)) {
            header.feed("inbox", Event.of("a"));
            assertThat(header.textsFrom("failed")).containsExactly("a");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // a caller who does not check
    void refusesWhatIsNoEntry() {
        Map<String, Object> entries = new HashMap<>();
        entries.put("site", null);

        assertThatNullPointerException().isThrownBy(() -> new AddHeader(entries));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AddHeader(event -> Map.of(), " "))
                .withMessage("name: \" \" (expected: a name)");
    }
}
