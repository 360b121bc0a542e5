package io.wishbone.module.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ModuleType;
import io.wishbone.testkit.SteppedModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What bootstrap files may say of the process modules. It is here since the tests of the core have no language of
 * expressions on their class path.
 */
class ProcessArgumentsTest {
    private static final Map<String, Object> DATA =
            Map.of("name", "Ann", "tags", List.of("a"), "more", List.of("b"), "sub", Map.of("k", "v"), "time", 0);

    private static ModuleType type(String kind) {
        return new ProcessModules()
                .moduleTypes().stream()
                        .filter(type -> type.name().equals("wishbone.process." + kind))
                        .findFirst()
                        .orElseThrow();
    }

    private static Event made(String kind, Map<String, ?> given) {
        try (SteppedModule module = SteppedModule.start("m", type(kind).create("m", given))) {
            module.feed("inbox", Event.of(DATA).withHeader("in", "k", "v"));
            List<Event> out = module.takeFrom("outbox");
            assertThat(module.takeFrom("failed")).isEmpty();
            return out.get(0);
        }
    }

    static Stream<Arguments> operations() {
        return Stream.of(
                Arguments.of(Map.of("set", Map.of("data.x", "<{{ data.name }}>")), "data.x", "<Ann>"),
                Arguments.of(Map.of("set", Map.of("data.x", "plain")), "data.x", "plain"),
                Arguments.of(Map.of("set", Map.of("data.x", 5L)), "data.x", 5L),
                Arguments.of(
                        Map.of("set", Map.of("data.x", List.of("{{ a", Map.of()))),
                        "data.x",
                        List.of("{{ a", Map.of())),
                Arguments.of(Map.of("set", Map.of("header.h.x", true)), "header.h.x", true),
                Arguments.of(Map.of("compute", Map.of("data.x", "data.tags")), "data.x", List.of("a")),
                Arguments.of(Map.of("copy", Map.of("from", "header.in.k", "to", "data.x")), "data.x", "v"),
                Arguments.of(Map.of("rename", Map.of("from", "data.sub.k", "to", "data.x")), "data.sub", Map.of()),
                Arguments.of(Map.of("delete", List.of("data.sub.k", "data.name")), "data.sub", Map.of()),
                Arguments.of(
                        Map.of("append", Map.of("data.tags", "{{ data.name }}")), "data.tags", List.of("a", "Ann")),
                Arguments.of(Map.of("lowercase", "data.name"), "data.name", "ann"),
                Arguments.of(Map.of("uppercase", List.of("data.name", "header.in.k")), "header.in.k", "V"),
                Arguments.of(Map.of("extract", Map.of("from", "data.name", "pattern", "nn")), "data.found", "nn"),
                Arguments.of(
                        Map.of("extract", Map.of("from", "data.name", "pattern", "nn", "to", "data.sub")),
                        "data.sub",
                        Map.of("k", "v", "found", "nn")),
                Arguments.of(
                        Map.of("extract", Map.of("from", "data.name", "pattern", "x", "mismatch", "pass")),
                        "data",
                        DATA),
                Arguments.of(
                        Map.of("replace", Map.of("field", "data.name", "pattern", "nn", "with", "-")),
                        "data.name",
                        "A-"),
                Arguments.of(Map.of("join", Map.of("field", "data.tags")), "data.tags", "a"),
                Arguments.of(
                        Map.of("join", Map.of("field", "data.tags", "separator", ";", "to", "data.x")), "data.x", "a"),
                Arguments.of(
                        Map.of("merge", Map.of("from", List.of("data.tags", "data.more"), "to", "data.x")),
                        "data.x",
                        List.of("a", "b")),
                Arguments.of(
                        Map.of(
                                "time",
                                Map.of("field", "data.time", "from", "seconds", "format", "iso", "zone", "+02:00")),
                        "data.time",
                        "1970-01-01T02:00:00+02:00"),
                Arguments.of(
                        Map.of(
                                "time",
                                Map.of("field", "data.time", "from", "millis", "format", "yyyy", "to", "data.x")),
                        "data.x",
                        "1970"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void nameEveryOperation(Map<String, Object> operation, String field, Object expected) {
        Event made = made("modify", Map.of("operations", List.of(operation)));

        assertThat(Field.parse(field).read(made)).isEqualTo(expected);
        assertThat(made("modify", Map.of("operations", operation)).data()).isEqualTo(made.data());
    }

    @Test
    void shareNoValueThatAFileSaysAndSomebodyMayChange() {
        List<Object> list = new ArrayList<>(List.of("a"));
        Event made = made("modify", Map.of("operations", Map.of("set", Map.of("data.x", Map.of("list", list)))));

        list.add("b");

        assertThat(Field.parse("data.x.list").read(made)).isEqualTo(List.of("a"));
        assertThatThrownBy(() -> ((Map<?, ?>)
                                Objects.requireNonNull(Field.parse("data.x").find(made)))
                        .clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void gatherWhatIsWrongWithAnyOperation() {
        List<Object> operations =
                List.of(Map.of("lowercas", "data.a"), Map.of("set", Map.of("x", 1)), Map.of("lowercase", "data.a"), 5);

        assertThatThrownBy(() -> type("modify").create("m", Map.of("operations", operations)))
                .isInstanceOfSatisfying(
                        ArgumentException.class,
                        e -> assertThat(e.problems())
                                .extracting(ArgumentException.Problem::path)
                                .containsExactly(List.of(0), List.of(1, "set", "x"), List.of(3)))
                .hasMessageContaining("item 1: unknown operation \"lowercas\"")
                .hasMessageContaining("item 2, set, x: field: \"x\"");
    }

    @Test
    void giveAHeaderItsEntries() {
        Map<String, Object> entries = Map.of("a", "{{ data.name }}", "b", 5L);

        assertThat(made("header", Map.of("header", entries)).header().asMap().get("m"))
                .isEqualTo(Map.of("a", "Ann", "b", 5L));
        assertThat(made("header", Map.of("header", entries, "name", "x"))
                        .header()
                        .asMap()
                        .get("x"))
                .isEqualTo(Map.of("a", "Ann", "b", 5L));
    }

    @Test
    void giveATemplateItsField() {
        assertThat(made("template", Map.of("template", "<{{ data.name }}>")).data())
                .isEqualTo("<Ann>");
        assertThat(made("template", Map.of("template", "x", "to", "header.h.line"))
                        .header("h", "line"))
                .isEqualTo("x");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("modify", Map.of(), "operations"),
                Arguments.of("modify", Map.of("operations", List.of()), "operations: none (expected: one or more)"),
                Arguments.of("modify", Map.of("operations", "text"), "a map of one operation"),
                Arguments.of("header", Map.of(), "header"),
                Arguments.of("header", Map.of("header", Map.of()), "a map of keys and values"),
                Arguments.of("header", Map.of("header", "a"), "a map of keys and values"),
                Arguments.of("header", Map.of("header", Map.of("k", "{{ no")), "k: the expression that begins"),
                Arguments.of("header", Map.of("header", Map.of("k", 1), "name", ""), "name: \"\""),
                Arguments.of("header", Map.of("header", Map.of("k", 1), "name", List.of()), "not a list or a map"),
                Arguments.of("template", Map.of(), "template"),
                Arguments.of("template", Map.of("template", "{{ no"), "the expression that begins"),
                Arguments.of("template", Map.of("template", "x", "to", "y"), "field: \"y\""));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void sayWhatTheyExpect(String kind, Map<String, Object> given, String message) {
        assertThatThrownBy(() -> type(kind).create("m", given))
                .isInstanceOfAny(ArgumentException.class, IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void failAnEventOfWhichATemplateFails() {
        try (SteppedModule module = SteppedModule.start(
                "m", type("header").create("m", Map.of("header", Map.of("k", "{{ data.missing }}"))))) {
            module.feed("inbox", Event.of(DATA));

            assertThat(module.takeFrom("failed")).singleElement().asString().contains("k: data has no missing");
        }
    }
}
