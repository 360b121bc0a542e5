package io.wishbone.module.process;

import static io.wishbone.module.process.Events.apply;
import static io.wishbone.module.process.Events.refusal;
import static io.wishbone.module.process.Events.sample;
import static io.wishbone.module.process.Events.valueAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wishbone.event.Event;
import io.wishbone.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;

class OperationTest {
    private static @Nullable Map<String, ?> halves(String text) {
        int at = text.indexOf('=');
        return at < 0 ? null : Map.of("left", text.substring(0, at), "right", text.substring(at + 1));
    }

    static Stream<Arguments> effects() {
        return Stream.of(
                Arguments.of(Operation.set("data.new", 1), "data.new", 1),
                Arguments.of(Operation.set("data.text", "x"), "data.text", "x"),
                Arguments.of(Operation.set("data.a.b.c", "x"), "data.a", Map.of("b", Map.of("c", "x"))),
                Arguments.of(Operation.set("data.map.inner.deep", 2), "data.map.inner.deep", 2),
                Arguments.of(Operation.set("data.map.other", 2), "data.map.inner.deep", "Deep"),
                Arguments.of(Operation.set("data[\"full.name\"]", 2), "data['full.name']", 2),
                Arguments.of(Operation.set("data", 5L), "data", 5L),
                Arguments.of(Operation.set("header.in.key", 2), "header.in.key", 2),
                Arguments.of(Operation.set("header.new-one.key", 2), "header[\"new-one\"].key", 2),
                Arguments.of(Operation.set("header.in.nested.y", 2), "header.in.nested", Map.of("x", "X", "y", 2)),
                Arguments.of(Operation.compute("data.size", event -> 6), "data.size", 6),
                Arguments.of(Operation.copy("data.map", "data.copy"), "data.copy.inner.deep", "Deep"),
                Arguments.of(Operation.copy("header.in.key", "data.key"), "data.key", "Value"),
                Arguments.of(Operation.copy("data.number", "header.out.number"), "header.out.number", 7),
                Arguments.of(Operation.rename("data.text", "data.new"), "data.new", "Hello"),
                Arguments.of(Operation.rename("data.map.inner", "data.map"), "data.map.deep", "Deep"),
                Arguments.of(Operation.rename("data.text", "data.text.inner"), "data.text.inner", "Hello"),
                Arguments.of(Operation.append("data.list", "c"), "data.list", List.of("a", "b", "c")),
                Arguments.of(Operation.append("data.new", event -> 1), "data.new", List.of(1)),
                Arguments.of(Operation.lowercase("data.text"), "data.text", "hello"),
                Arguments.of(Operation.uppercase("data.map.inner.deep"), "data.map.inner.deep", "DEEP"),
                Arguments.of(Operation.uppercase("header.in.nested.x"), "header.in.nested.x", "X"),
                Arguments.of(Operation.lowercase("header.in.key"), "header.in.key", "value"),
                Arguments.of(Operation.text("trim", "data.text", text -> text + "!"), "data.text", "Hello!"),
                Arguments.of(Operation.join("data.list", ", ", "data.joined"), "data.joined", "a, b"),
                Arguments.of(
                        Operation.merge(List.of("data.list", "data.list"), "data.l"),
                        "data.l",
                        List.of("a", "b", "a", "b")),
                Arguments.of(Operation.merge(List.of("data.map", "header.in.nested"), "data.m"), "data.m.x", "X"),
                Arguments.of(Operation.merge(List.of("data.map", "data.map.inner"), "data"), "data.deep", "Deep"));
    }

    @ParameterizedTest
    @MethodSource("effects")
    void changesAField(Operation operation, String field, Object expected) {
        assertThat(valueAfter(field, operation)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("effects")
    void leavesTheEventThatItWasMadeOfAsItWas(Operation operation, String field, Object expected) throws Exception {
        Event event = sample();
        String before = event.toJson();

        Event first = operation.apply(event);
        String made = first.toJson();
        Event second = operation.apply(event);
        operation.apply(Operation.set("data", event.data()).apply(second));

        assertThat(event.toJson()).isEqualTo(before);
        assertThat(first.toJson()).isEqualTo(made).isEqualTo(second.toJson()).isNotEqualTo(before.replace("X", "Y"));
    }

    @Test
    void sharesWhatItDoesNotChange() {
        Event event = sample();
        Event changed = apply(event, Operation.set("data.map.other", 1));

        assertThat(Field.parse("data.map.inner").read(changed))
                .isSameAs(Field.parse("data.map.inner").read(event));
        assertThat(changed.header()).isSameAs(event.header());
        assertThat(apply(event, Operation.set("header.a.b", 1)).data()).isSameAs(event.data());
    }

    @Test
    void keepsTheOrderOfKeys() {
        assertThat(apply(sample(), Operation.set("data.number", 8)).toJson())
                .contains("\"text\":\"Hello\",\"number\":8,\"list\"");
    }

    @Test
    void copiesNullWhereItMayBe() {
        assertThat(valueAfter("data.copy", Operation.copy("data.nothing", "data.copy")))
                .isNull();
        assertThat(valueAfter("data.moved", Operation.rename("data.nothing", "data.moved")))
                .isNull();
    }

    @Test
    void deletesWhatIsThereAndMindsNothingElse() {
        Event event = sample();

        assertThat(apply(event, Operation.delete("data.text")).toJson()).doesNotContain("text");
        assertThat(apply(event, Operation.delete("data.nothing")).toJson()).doesNotContain("nothing");
        assertThat(apply(event, Operation.delete("data.map.inner.deep")).toJson())
                .contains("\"map\":{\"inner\":{}}");
        assertThat(apply(event, Operation.delete("header.in.nested.x")).toJson())
                .contains("\"nested\":{}");
        assertThat(apply(event, Operation.delete("header.in.key"), Operation.delete("header.in.nested"))
                        .header())
                .hasToString("{}");
        assertThat(apply(event, Operation.delete("data.no"))).isSameAs(event);
        assertThat(apply(event, Operation.delete("data.text.no"))).isSameAs(event);
        assertThat(apply(event, Operation.delete("header.no.key"))).isSameAs(event);
        assertThat(apply(Event.of("text"), Operation.delete("data.no")).data()).isEqualTo("text");
    }

    @Test
    void renamesWhatIsGoneAfterwards() {
        assertThat(apply(sample(), Operation.rename("data.text", "data.new")).toJson())
                .doesNotContain("\"text\"")
                .contains("\"new\":\"Hello\"");
        assertThat(valueAfter("data.text", Operation.rename("data.text", "data.text")))
                .isEqualTo("Hello");
    }

    @Test
    void takesDataOfBytesForText() {
        byte[] bytes = "GRÜN=1".getBytes(StandardCharsets.UTF_8);

        assertThat(apply(Event.of(bytes), Operation.lowercase("data")).data()).isEqualTo("grün=1");
        assertThat(apply(Event.of(bytes), Operation.extract("data", OperationTest::halves))
                        .data())
                .isEqualTo(Map.of("left", "GRÜN", "right", "1"));
        assertThat(bytes).isEqualTo("GRÜN=1".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void takesARecordWithFieldsForAMap() {
        Event log = Event.of(new LogRecord(Instant.EPOCH, Level.INFO, "in", "Up", null));

        assertThat(apply(log, Operation.lowercase("data.level"), Operation.delete("data.time"))
                        .data())
                .isEqualTo(Map.of("level", "info", "module", "in", "message", "Up"));
    }

    @Test
    void extractsIntoAMap() {
        Event event = Event.of(Map.of("line", "a=1", "left", "old", "kept", true));

        assertThat(apply(event, Operation.extract("data.line", OperationTest::halves))
                        .data())
                .isEqualTo(Map.of("line", "a=1", "left", "a", "right", "1", "kept", true));
        assertThat(apply(event, Operation.extract("data.line", OperationTest::halves, "data.line", Mismatch.FAIL))
                        .data())
                .isEqualTo(Map.of("line", Map.of("left", "a", "right", "1"), "left", "old", "kept", true));
        assertThat(apply(event, Operation.extract("data.line", OperationTest::halves, "header.x.parts", Mismatch.FAIL))
                        .header("x", "parts"))
                .isEqualTo(Map.of("left", "a", "right", "1"));
    }

    @Test
    void passesOrFailsATextWithoutAMatch() {
        Event event = Event.of(Map.of("line", "none"));

        assertThat(apply(event, Operation.extract("data.line", OperationTest::halves, "data", Mismatch.PASS)))
                .isSameAs(event);
        assertThat(refusal(event, Operation.extract("data.line", OperationTest::halves)))
                .isEqualTo("operation 1 (extract): data.line is text that does not match (expected: a match)");
    }

    @Test
    void writesItemsOfAJoinedListAsTemplatesDo() {
        Event event = Event.of(Map.of("list", List.of("a", 1, true, List.of(2), Map.of("k", "v"))));

        assertThat(apply(event, Operation.join("data.list", "|", "data")).data())
                .isEqualTo("a|1|true|[2]|{\"k\":\"v\"}");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(Operation.set("data.text.x", 1), "(set): data.text is text (expected: a map)"),
                Arguments.of(Operation.set("data.nothing.x", 1), "(set): data.nothing is null (expected: a map)"),
                Arguments.of(Operation.set("data.list.x.y", 1), "(set): data.list is a list (expected: a map)"),
                Arguments.of(Operation.set("header.in.key.x", 1), "(set): header.in.key is text (expected: a map)"),
                Arguments.of(
                        Operation.compute("data.new", event -> {
                            throw new IllegalStateException("no luck");
                        }),
                        "(compute): data.new: java.lang.IllegalStateException: no luck"),
                Arguments.of(
                        Operation.copy("data.no", "data.x"),
                        "(copy): there is no data.no (data has: text, number, list, map, nothing, full.name)"),
                Arguments.of(
                        Operation.copy("data.map.inner.x", "data.x"),
                        "(copy): there is no data.map.inner.x (data.map.inner has: deep)"),
                Arguments.of(
                        Operation.copy("header.no.key", "data.x"), "(copy): there is no header.no (header has: in)"),
                Arguments.of(
                        Operation.copy("data.nothing", "header.x.y"), "(copy): header.x.y is null (expected: a value)"),
                Arguments.of(Operation.copy("data.nothing", "data"), "(copy): data is null (expected: a value)"),
                Arguments.of(
                        Operation.rename("data.number.x", "data.x"),
                        "(rename): data.number is a number (Integer) (expected: a map)"),
                Arguments.of(Operation.append("data.text", 1), "(append): data.text is text (expected: a list)"),
                Arguments.of(
                        Operation.lowercase("data.number"),
                        "(lowercase): data.number is a number (Integer) (expected: text)"),
                Arguments.of(Operation.uppercase("data"), "(uppercase): data is a map (expected: text)"),
                Arguments.of(
                        Operation.lowercase("data[\"no.such\"]"),
                        "(lowercase): there is no data[\"no.such\"] (data has: text, number, list, map, nothing,"
                                + " full.name)"),
                Arguments.of(
                        Operation.extract("data.number", OperationTest::halves),
                        "(extract): data.number is a number (Integer) (expected: text)"),
                Arguments.of(
                        Operation.extract("data.text", text -> Map.of("a", 1), "data.list", Mismatch.PASS),
                        "(extract): data.list is a list (expected: a map)"),
                Arguments.of(
                        Operation.join("data.text", ",", "data.x"), "(join): data.text is text (expected: a list)"),
                Arguments.of(
                        Operation.merge(List.of("data.list", "data.map"), "data.x"),
                        "(merge): data.map is a map (expected: a list as data.list is)"),
                Arguments.of(
                        Operation.merge(List.of("data.map", "data.list"), "data.x"),
                        "(merge): data.list is a list (expected: a map as data.map is)"),
                Arguments.of(
                        Operation.merge(List.of("data.text", "data.list"), "data.x"),
                        "(merge): data.text is text (expected: a list or a map)"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void saysWhatCannotBeDone(Operation operation, String message) {
        assertThat(refusal(sample(), operation)).isEqualTo("operation 1 " + message);
    }

    @Test
    void refusesToSetWithinWhatIsNoMap() {
        assertThat(refusal(Event.of("text"), Operation.set("data.x", 1)))
                .isEqualTo("operation 1 (set): data is text (expected: a map)");
        assertThat(refusal(Event.of(new byte[] {1}), Operation.set("data.x", 1)))
                .isEqualTo("operation 1 (set): data is bytes (expected: a map)");
        assertThat(refusal(Event.of(true), Operation.lowercase("data")))
                .isEqualTo("operation 1 (lowercase): data is true or false (expected: text)");
    }

    @Test
    void refusesWhatCanNeverBeDone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Operation.delete("data"))
                .withMessage("field: \"data\" (expected: data.key, data[\"a.key\"] or header.module.key)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Operation.rename("data", "data.x"))
                .withMessageStartingWith("from: \"data\" (expected: data.key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Operation.merge(List.of("data.a"), "data"))
                .withMessage("from: [data.a] (expected: two fields or more)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Operation.set("color", 1))
                .withMessageStartingWith("field: \"color\" (expected: data, data.key");
    }
}
