package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ModuleCatalog;
import io.wishbone.module.ModuleType;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RedactTest implements ModuleContract {
    private static final RedactConfig CARDS = new RedactConfig(Pattern.compile("\\d{16}"), "$0", 40);

    @Override
    public Actor newModule() {
        return new Redact(CARDS);
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of(Event.of("card 4111111111111111"), Event.of(new byte[] {'a'}));
    }

    @Override
    public List<Event> unusable(String inlet) {
        return List.of(Event.of(Map.of("card", 1)), Event.of("x".repeat(41)));
    }

    @Test
    void replacesWhatMatchesAndLeavesTheRest() {
        try (SteppedModule redact = SteppedModule.start("redact", new Redact(CARDS))) {
            redact.feed("inbox", Event.of("pays by 4111111111111111 or"), Event.of("nothing"));

            assertThat(redact.textsFrom("outbox")).containsExactly("pays by $0 or", "nothing");
            assertThat(redact.counter("redacted_total")).isEqualTo(1);
        }
    }

    @Test
    void saysWhyItFailed() {
        try (SteppedModule redact = SteppedModule.start("redact", new Redact(CARDS))) {
            redact.feed("inbox", Event.of(Map.of()));

            assertThat(redact.takeFrom("failed"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.header("redact", "error"))
                            .asString()
                            .contains("(expected: bytes or text)"));
        }
    }

    private static ModuleType installed() {
        return ServiceLoader.load(ModuleCatalog.class).stream()
                .flatMap(catalog -> catalog.get().moduleTypes().stream())
                .filter(type -> type.name().equals("example.process.redact"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isFoundAndMadeByItsName() {
        Actor made = installed().create("redact", Map.of("pattern", "[0-9]+"));
        try (SteppedModule redact = SteppedModule.start("redact", made)) {
            redact.feed("inbox", Event.of("room 101"));

            assertThat(redact.textsFrom("outbox")).containsExactly("room ***");
        }
    }

    @Test
    void refusesBadArguments() {
        assertThatThrownBy(() -> installed().create("redact", Map.of("pattern", "(")))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("a regular expression; Unclosed group at index 1");
        assertThatThrownBy(() -> new RedactConfig(Pattern.compile("a"), "", 0))
                .hasMessage("maxChars: 0 (expected: 1 to 16777216)");
    }
}
