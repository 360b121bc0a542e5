package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ModuleType;
import io.wishbone.testkit.SteppedModule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What bootstrap files may say of the flow modules. It is here since the tests of the core have no language of
 * expressions on their class path.
 */
class FlowArgumentsTest {
    private static final Map<String, Map<String, Object>> LEAST = Map.of(
            "acknowledge", Map.of("id", "data"),
            "count", Map.of("occurrences", 2),
            "dedupe", Map.of("key", "data"),
            "filter", Map.of("condition", "data == a"),
            "queueselect", Map.of("queue", "data"),
            "sample", Map.of("one_in", 2),
            "switch", Map.of("outgoing", "a"),
            "throttle", Map.of("rate", 10),
            "ttl", Map.of("ttl", 3));

    private static ModuleType type(String kind) {
        return new FlowModules()
                .moduleTypes().stream()
                        .filter(type -> type.name().equals("wishbone.flow." + kind))
                        .findFirst()
                        .orElseThrow();
    }

    private static Map<String, Object> with(String kind, String argument, Object value) {
        Map<String, Object> given = new HashMap<>(LEAST.getOrDefault(kind, Map.of()));
        given.put(argument, value);
        return given;
    }

    static Stream<String> kinds() {
        return new FlowModules().moduleTypes().stream().map(type -> type.name().substring("wishbone.flow.".length()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void needOnlyWhatIsRequired(String kind) {
        Map<String, Object> least = LEAST.getOrDefault(kind, Map.of());

        assertThat(type(kind).create("m", least).inlets()).isNotNull();
        for (String argument : least.keySet()) {
            Map<String, Object> without = new HashMap<>(least);
            without.remove(argument);
            assertThatThrownBy(() -> type(kind).create("m", without))
                    .isInstanceOfAny(ArgumentException.class, IllegalArgumentException.class)
                    .hasMessageContaining(argument);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void haveOnlyQueuesThatAreDeclared(String kind) {
        var module = type(kind).create("m", LEAST.getOrDefault(kind, Map.of()));

        module.inlets().forEach(inlet -> assertThat(type(kind).queues()).containsKey(inlet.name()));
        module.outlets().stream()
                .filter(outlet -> !outlet.name().equals("failed"))
                .forEach(outlet -> assertThat(type(kind).queues()).containsKey(outlet.name()));
        assertThat(type(kind).queues().containsKey("*"))
                .isEqualTo(module.hasDynamicInlets() || module.hasDynamicOutlets());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acknowledge | id              | color       | is no expression",
                "acknowledge | acknowledged_id | color       | is no expression",
                "acknowledge | timeout         | soon        | a duration such as",
                "acknowledge | timeout         | 0           | 1ms or more",
                "acknowledge | timeout         | 366d        | timeout: PT8784H",
                "acknowledge | max_ids         | 0           | 1 to 1000000",
                "acknowledge | max_ids         | many        | 1 to 1000000",
                "count       | occurrences     | 0           | 1 or more",
                "count       | occurrences     | x           | 1 or more",
                "count       | action          | stop        | one of pass, drop",
                "count       | window          | long        | a duration such as",
                "count       | window          | 1us         | window: PT0.000001S",
                "count       | key             | color       | is no expression",
                "count       | max_keys        | 1000001     | 1 to 1000000",
                "dedupe      | key             | color       | is no expression",
                "dedupe      | window          | 0           | 1ms or more",
                "dedupe      | window          | x           | a duration such as",
                "dedupe      | max_keys        | -1          | 1 to 1000000",
                "dedupe      | max_keys        | x           | 1 to 1000000",
                "fanout      | isolate         | maybe       | true, false, or a map such as {events: 4096",
                "filter      | condition       | data        | is no condition",
                "fresh       | timeout         | x           | a duration such as",
                "fresh       | timeout         | 0           | 1ms or more",
                "fresh       | repeat_interval | x           | a duration such as",
                "fresh       | repeat_interval | 1us         | repeat_interval: PT0.000001S",
                "lockbuffer  | size            | 0           | 1 to 1000000",
                "lockbuffer  | size            | x           | 1 to 1000000",
                "lockbuffer  | max_bytes       | 0           | 1 to 1073741824",
                "lockbuffer  | max_bytes       | x           | a size such as",
                "lockbuffer  | locked          | maybe       | true or false",
                "pack        | max_events      | 0           | 1 to 1000000",
                "pack        | max_events      | x           | 1 to 1000000",
                "pack        | max_bytes       | 2GiB        | 1 to 1073741824",
                "pack        | max_bytes       | x           | a size such as",
                "pack        | max_age         | 0           | 1ms or more",
                "pack        | max_age         | x           | a duration such as",
                "pack        | content         | all         | one of data, events",
                "queueselect | queue           | color       | is no expression",
                "queueselect | rules           | first       | {when: CONDITION, queue: NAME or [NAME, ...]}",
                "queueselect | otherwise       | a           | otherwise: [a] (expected: none",
                "roundrobin  | mode            | best        | one of in_turn, random, sticky",
                "roundrobin  | mode            | sticky      | key: missing",
                "roundrobin  | key             | color       | is no expression",
                "roundrobin  | key             | data        | key: given",
                "roundrobin  | seed            | x           | a whole number",
                "roundrobin  | seed            | 1           | seed: 1 (expected: none",
                "sample      | one_in          | 0           | 1 or more",
                "sample      | one_in          | x           | 1 or more",
                "sample      | probability     | 0.5         | one_in, probability: both",
                "sample      | probability     | 1.5         | a number, 0.0 to 1.0",
                "sample      | probability     | NaN         | a number, 0.0 to 1.0",
                "sample      | probability     | x           | a number, 0.0 to 1.0",
                "sample      | key             | color       | is no expression",
                "sample      | seed            | 1           | seed: 1 (expected: none",
                "sample      | seed            | x           | a whole number",
                "throttle    | rate            | 0           | 1 to 1000000",
                "throttle    | rate            | x           | 1 to 1000000",
                "throttle    | per             | 2h          | per: PT2H",
                "throttle    | per             | 0           | 1ms or more",
                "throttle    | per             | x           | a duration such as",
                "throttle    | burst           | 0           | 1 to 1000000",
                "throttle    | burst           | x           | 1 to 1000000",
                "throttle    | on_excess       | fail        | one of wait, drop",
                "throttle    | key             | color       | is no expression",
                "throttle    | key             | data        | key: given",
                "throttle    | max_keys        | 0           | 1 to 1000000",
                "throttle    | max_keys        | x           | 1 to 1000000",
                "ttl         | ttl             | 0           | 1 or more",
                "ttl         | ttl             | x           | 1 or more",
                "unpack      | content         | all         | one of data, events",
            })
    void sayWhatTheyExpect(String kind, String argument, String value, String message) {
        assertThatThrownBy(() -> type(kind).create("m", with(kind, argument, value)))
                .isInstanceOfAny(ArgumentException.class, IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "acknowledge, id",
        "filter, condition",
        "fresh, timeout_payload",
        "fresh, recovery_payload",
        "queueselect, queue",
        "switch, outgoing"
    })
    void refuseAListWhereTextIsExpected(String kind, String argument) {
        assertThatThrownBy(() -> type(kind).create("m", with(kind, argument, List.of("a"))))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("not a list or a map");
    }

    @Test
    void defaultToWhatJavaDefaultsTo() {
        try (SteppedModule sticky = SteppedModule.builder(
                        "m", type("roundrobin").create("m", Map.of("mode", "sticky", "key", "data.k")))
                .outlets("a", "b")
                .start()) {
            sticky.feed("inbox", Event.of(Map.of("k", 1)), Event.of(Map.of("x", 1)));
            assertThat(sticky.takeFrom("failed")).hasSize(1);
        }
        try (SteppedModule slow = SteppedModule.start("m", type("throttle").create("m", Map.of("rate", 3)))) {
            slow.feed("inbox", texts("1", "2", "3", "4"));
            assertThat(slow.takeFrom("outbox")).hasSize(3);
        }
        try (SteppedModule ack = SteppedModule.start("m", type("acknowledge").create("m", Map.of("id", "text")))) {
            ack.feed("inbox", Event.of("a"));
            ack.feed("acknowledge", Event.of("a"));
            ack.feed("inbox", Event.of("a"));
            assertThat(ack.takeFrom("outbox")).hasSize(2);
        }
    }

    @Test
    void readTheRulesOfAQueueselect() {
        List<Map<String, Object>> rules = List.of(
                Map.of("when", "text == x", "queue", "a"), Map.of("when", "text == y", "queue", List.of("a", "b")));
        try (SteppedModule way = SteppedModule.builder(
                        "m", type("queueselect").create("m", Map.of("rules", rules, "otherwise", "b")))
                .outlets("a", "b")
                .start()) {
            way.feed("inbox", texts("x", "y", "z"));

            assertThat(way.textsFrom("a")).containsExactly("x", "y");
            assertThat(way.textsFrom("b")).containsExactly("y", "z");
        }
    }

    static Stream<Map<String, Object>> badRules() {
        return Stream.of(
                Map.of("when", "text == x"),
                Map.of("queue", "a"),
                Map.of("when", "text == x", "queue", "a", "else", "b"),
                Map.of("when", "text == x", "queue", List.of()),
                Map.of("when", "text", "queue", "a"),
                Map.of("when", "text == x", "queue", Map.of()));
    }

    @ParameterizedTest
    @MethodSource("badRules")
    void refuseARuleThatIsNone(Map<String, Object> rule) {
        assertThatThrownBy(() -> type("queueselect").create("m", Map.of("rules", List.of(rule))))
                .isInstanceOf(ArgumentException.class);
    }

    private static List<Event> texts(String... texts) {
        return Stream.of(texts).map(Event::of).toList();
    }

    @Test
    void isolationMayBeAFlagOrAMap() {
        for (Object good : List.of(true, "false", Map.of(), Map.of("events", 5, "bytes", "1KiB", "policy", "block"))) {
            assertThat(type("fanout")
                            .create("m", with("fanout", "isolate", good))
                            .hasDynamicOutlets())
                    .isTrue();
        }
        assertThatThrownBy(() -> type("fanout")
                        .create("m", with("fanout", "isolate", Map.of("evnts", 5, "policy", "wait", "bytes", 0))))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("did you mean \"events\"?")
                .hasMessageContaining("one of block, drop_newest, drop_oldest")
                .hasMessageContaining("1 or more");
    }
}
