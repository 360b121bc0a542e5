package io.wishbone.module.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.testkit.Answer;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ModifyTest implements ModuleContract {
    @Override
    public Actor newModule() {
        return new Modify(
                Operation.set("data.seen", true),
                Operation.compute("data.length", event -> event.text().length()),
                Operation.lowercase("data.level"));
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of(Event.of(Map.of("level", "WARN")), Events.sample().withData(Map.of("level", "x")));
    }

    @Override
    public List<Event> unusable(String inlet) {
        return List.of(Event.of("text"), Event.of(Map.of("level", 3)), Event.of(Map.of()));
    }

    @Test
    void appliesItsOperationsInOrder() {
        Event made = Events.apply(
                Event.of(Map.of("a", "A")),
                Operation.copy("data.a", "data.b"),
                Operation.lowercase("data.b"),
                Operation.rename("data.b", "data.c"),
                Operation.compute(
                        "data.d", event -> ((Map<?, ?>) event.data()).keySet().size()));

        assertThat(made.data()).isEqualTo(Map.of("a", "A", "c", "a", "d", 2));
    }

    @Test
    void failsTheEventAsItCameWhicheverOperationFails() {
        assertThat(Events.refusal(
                        Events.sample(),
                        Operation.set("data.text", "changed"),
                        Operation.set("header.in.key", "changed"),
                        Operation.delete("data.map"),
                        Operation.lowercase("data.number")))
                .isEqualTo("operation 4 (lowercase): data.number is a number (Integer) (expected: text)");
    }

    @Test
    void saysWhatAnOperationOfOnesOwnThrew() {
        assertThat(Events.refusal(Events.sample(), Operation.of("mask", event -> {
                    throw new NullPointerException();
                })))
                .isEqualTo("operation 1 (mask): java.lang.NullPointerException");
        assertThat(Events.refusal(Events.sample(), Operation.of("mask", event -> {
                    throw new IllegalArgumentException("width: 3 (expected: 4)");
                })))
                .isEqualTo("operation 1 (mask): width: 3 (expected: 4)");
    }

    @Test
    void tellsTheSourceWhatBecameOfAnEvent() {
        try (SteppedModule modify = SteppedModule.builder("modify", newModule())
                .unconnected("failed")
                .start()) {
            modify.expectWarning("module \"modify\" failed on an event");
            Answer good = modify.feedAsked("inbox", Event.of(Map.of("level", "A")));
            Answer bad = modify.feedAsked("inbox", Event.of("text"));

            assertThat(modify.takeFrom("outbox")).hasSize(1);
            assertThat(good.succeeded()).isTrue();
            assertThat(bad.succeeded()).isFalse();
        }
    }

    @Test
    void needsAnOperation() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Modify())
                .withMessage("operations: none (expected: one or more)");
    }

    /** What the documentation's example calls. */
    private static final class Sizes {
        static Map<String, String> parse(String text) {
            String[] parts = text.split("x", 2);
            return Map.of("width", parts[0], "height", parts[1]);
        }
    }

    @Test
    void doesWhatItsDocumentationShows() {
        Modify modify = new Modify(
                Operation.set("data.color", "red"),
                Operation.compute("data.length", event -> event.text().length()),
                Operation.text("trim", "data.name", String::strip),
                Operation.extract("data.size", Sizes::parse),
                Operation.of("mark", event -> event.withHeader("shop", "seen", true)));
        try (SteppedModule module = SteppedModule.start("modify", modify)) {
            module.feed("inbox", Event.of(Map.of("name", " hat ", "size", "4x3")));
            Event made = module.takeFrom("outbox").get(0);

            assertThat(made.data())
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("color", "red")
                    .containsEntry("name", "hat")
                    .containsEntry("width", "4")
                    .containsEntry("height", "3")
                    .containsKey("length");
            assertThat(made.header("shop", "seen")).isEqualTo(true);
        }
    }
}
