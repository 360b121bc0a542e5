package io.wishbone.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final Argument<String> FRAMING =
            Argument.defaulted("framing", ArgumentType.text(), "lines", "how events are told apart");

    private static Arguments read(Map<String, ?> given) {
        return Arguments.read("wishbone.input.x", List.of(FRAMING), "listen", given);
    }

    @Test
    void tellsWhatWasGivenFromItsDefault() {
        assertThat(read(Map.of()).isGiven(FRAMING)).isFalse();
        assertThat(read(Map.of("framing", "lines")).isGiven(FRAMING)).isTrue();
        assertThat(read(Map.of()).get(FRAMING)).isEqualTo("lines");
    }

    @Test
    void knowsTheModuleTheyAreFor() {
        assertThat(read(Map.of()).module()).isEqualTo("listen");
    }
}
