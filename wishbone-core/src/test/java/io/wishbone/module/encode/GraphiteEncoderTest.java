package io.wishbone.module.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.expression.PlainText;
import io.wishbone.metrics.Metric;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GraphiteEncoderTest implements ModuleContract {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.999Z");
    private static final GraphiteEncoderConfig ALL = new GraphiteEncoderConfig(new PlainText("site"), true, true);

    @Override
    public Actor newModule() {
        return new GraphiteEncoder(GraphiteEncoderConfig.of("site"));
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of(Event.of(counted("module.in.out_total", 5)), Event.of(metric("name", "a.b")));
    }

    @Override
    public List<Event> unusable(String inlet) {
        return List.of(Event.of("text"), Event.of(Map.of()), Event.of(List.of(1)));
    }

    private static Metric counted(String name, long value) {
        return new Metric(TIME, Metric.TYPE, "", name, value, "events", Map.of());
    }

    @Test
    void namesTheSourceAndTheTagsOfAMetricOfARouter() {
        Metric metric =
                new Metric(TIME, Metric.TYPE, "host.example", "module.in.held", 2.5, "events", Map.of("module", "in"));

        assertThat(made(ALL, metric)).isEqualTo("site.host_example.module.in.held;module=in 2.5 1767323045");
    }

    private static Map<String, Object> metric(String field, Object value) {
        Map<String, Object> metric = new LinkedHashMap<>();
        metric.put("time", 1381002603.726132);
        metric.put("type", "wishbone");
        metric.put("name", "queue.outbox.in_rate");
        metric.put("value", 0);
        metric.put("unit", "");
        metric.put(field, value);
        return metric;
    }

    private static Object made(GraphiteEncoderConfig config, Object data) {
        try (SteppedModule encode = SteppedModule.start("encode", new GraphiteEncoder(config))) {
            encode.feed("inbox", Event.of(data).withHeader("in", "k", 1));
            assertThat(encode.takeFrom("failed")).isEmpty();
            return encode.takeFrom("outbox").get(0).data();
        }
    }

    @Test
    void makesALineOfAMetricOfARouter() {
        Metric metric = counted("module.in.queue.outbox.in_total", -5);

        assertThat(made(GraphiteEncoderConfig.of("site.a"), metric))
                .isEqualTo("site.a.module.in.queue.outbox.in_total -5 1767323045");
        assertThat(made(GraphiteEncoderConfig.of(""), metric))
                .isEqualTo("module.in.queue.outbox.in_total -5 1767323045");
        assertThat(made(GraphiteEncoderConfig.of(""), metric.toMap()))
                .isEqualTo("module.in.queue.outbox.in_total -5 1767323045");
    }

    @Test
    void takesThePrefixFromTheEvent() {
        GraphiteEncoderConfig config = new GraphiteEncoderConfig(event -> "by." + event.header("in", "k"), true, false);

        assertThat(made(config, counted("n", 1))).isEqualTo("by.1.n 1 1767323045");
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("source", "host.example", "site.host_example.queue.outbox.in_rate 0 1381002603"),
                Arguments.of("source", "", "site.queue.outbox.in_rate 0 1381002603"),
                Arguments.of("value", 2.5, "site.queue.outbox.in_rate 2.5 1381002603"),
                Arguments.of("value", 1L << 60, "site.queue.outbox.in_rate 1152921504606846976 1381002603"),
                Arguments.of("time", 0L, "site.queue.outbox.in_rate 0 0"),
                Arguments.of("time", TIME, "site.queue.outbox.in_rate 0 1767323045"),
                Arguments.of("time", TIME.toString(), "site.queue.outbox.in_rate 0 1767323045"),
                Arguments.of("tags", List.of("a=1", "b=x=y"), "site.queue.outbox.in_rate;a=1;b=x=y 0 1381002603"),
                Arguments.of("tags", List.of(), "site.queue.outbox.in_rate 0 1381002603"),
                Arguments.of(
                        "tags",
                        Map.of("a!b;c^d=e f", "~x;y\nz\u00fc"),
                        "site.queue.outbox.in_rate;a_b_c_d_e_f=_x_y_z_ 0 1381002603"),
                Arguments.of("tags", List.of("=1", "a="), "site.queue.outbox.in_rate 0 1381002603"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void makesALineOfAMapWithFields(String field, Object value, String line) {
        assertThat(made(ALL, metric(field, value))).isEqualTo(line);
    }

    @Test
    void leavesOutWhatItIsToldTo() {
        Map<String, Object> metric = metric("tags", Map.of("a", 1));
        metric.put("source", "host");

        assertThat(made(new GraphiteEncoderConfig(new PlainText(""), false, false), metric))
                .isEqualTo("queue.outbox.in_rate 0 1381002603");
        assertThat(made(ALL, metric)).isEqualTo("site.host.queue.outbox.in_rate;a=1 0 1381002603");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a.b-c_d:e%f | a.b-c_d:e%f",
                "A.Z.0.9     | A.Z.0.9",
                "a b/c;d=e   | a_b_c_d_e",
                "`a\nb 1 2`  | a_b_1_2",
                "..a...b..   | a.b",
                "grün.a      | gr_n.a",
            })
    void makesALegalPathOfAName(String name, String path) {
        assertThat(made(GraphiteEncoderConfig.of(""), counted(name, 1))).isEqualTo(path + " 1 1767323045");
        assertThat(made(GraphiteEncoderConfig.of(name), counted("n", 1))).isEqualTo(path + ".n 1 1767323045");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("text", "data is a String (expected: a metric)"),
                Arguments.of(Map.of(), "there is no data.name (expected: text, in a metric)"),
                Arguments.of(metric("name", 5), "data.name is 5 (expected: text, in a metric)"),
                Arguments.of(metric("name", ".."), "data.name is empty (expected: the name of a metric)"),
                Arguments.of(counted("", 1), "data.name is empty (expected: the name of a metric)"),
                Arguments.of(metric("value", "5"), "data.value is a String (expected: a number, in a metric)"),
                Arguments.of(metric("value", Double.NaN), "data.value is NaN (expected: a number, in a metric)"),
                Arguments.of(
                        metric("time", "now"),
                        "data.time is a String (expected: seconds since 1970 or such as 2026-01-02T03:04:05Z, in a"
                                + " metric)"),
                Arguments.of(
                        metric("time", -1),
                        "data.time is -1 (expected: seconds since 1970 or such as 2026-01-02T03:04:05Z, in a metric)"),
                Arguments.of(
                        metric("time", true),
                        "data.time is a Boolean (expected: seconds since 1970 or such as 2026-01-02T03:04:05Z, in a"
                                + " metric)"),
                Arguments.of(
                        metric("tags", 5), "data.tags is 5 (expected: a map, or a list of key=value, in a metric)"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void saysWhyDataIsNoMetric(Object data, String message) {
        try (SteppedModule encode = SteppedModule.start("encode", new GraphiteEncoder(ALL))) {
            encode.feed("inbox", Event.of(data));
            Event failed = encode.takeFrom("failed").get(0);

            assertThat(failed.data()).isEqualTo(data);
            assertThat(failed.header("encode", "error"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                    .containsEntry("message", message);
        }
    }

    @Test
    void refusesATagThatIsNone() {
        try (SteppedModule encode = SteppedModule.start("encode", new GraphiteEncoder(ALL))) {
            encode.feed("inbox", Event.of(metric("tags", List.of("a=1", "plain"))));

            assertThat(encode.takeFrom("failed")).singleElement().asString().contains("a list of key=value");
        }
    }
}
