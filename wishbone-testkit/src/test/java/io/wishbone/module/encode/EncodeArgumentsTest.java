package io.wishbone.module.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ModuleType;
import io.wishbone.testkit.SteppedModule;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bootstrap files may say of the encode modules. */
class EncodeArgumentsTest {
    private static final Map<String, Object> METRIC =
            Map.of("time", 5, "source", "host", "name", "in_total", "value", 42, "tags", Map.of("site", "north"));
    private static final Map<String, Object> LOG = Map.of("time", "t", "level", "INFO", "module", "m", "message", "x");

    private static ModuleType type(String kind) {
        return new EncodeModules()
                .moduleTypes().stream()
                        .filter(type -> type.name().equals("wishbone.encode." + kind))
                        .findFirst()
                        .orElseThrow();
    }

    private static String made(String kind, Map<String, ?> given, Object data) {
        try (SteppedModule module = SteppedModule.start("m", type(kind).create("m", given))) {
            module.feed("inbox", Event.of(data));
            return String.join("|", module.textsFrom("outbox"));
        }
    }

    @Test
    void sayWhatALineForGraphiteHas() {
        assertThat(made("graphite", Map.of(), METRIC)).isEqualTo("host.in_total 42 5");
        assertThat(made("graphite", Map.of("prefix", "by.{{ data.value }}", "source", false, "tags", true), METRIC))
                .isEqualTo("by.42.in_total;site=north 42 5");
    }

    @Test
    void sayWhatALineForAPersonHas() {
        assertThat(made("humanlogformat", Map.of(), LOG)).isEqualTo("t INFO  m: x");
        assertThat(made("humanlogformat", Map.of("colors", true, "ident", "relay"), LOG))
                .isEqualTo("\u001b[32mt relay[" + ProcessHandle.current().pid() + "] INFO  m: x\u001b[0m");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "graphite       | prefix | {{ data  | the expression that begins",
                "graphite       | source | perhaps  | true or false",
                "graphite       | tags   | perhaps  | true or false",
                "humanlogformat | colors | perhaps  | true or false",
            })
    void sayWhatTheyExpect(String kind, String argument, String value, String message) {
        assertThatThrownBy(() -> type(kind).create("m", Map.of(argument, value)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining(message);
    }
}
