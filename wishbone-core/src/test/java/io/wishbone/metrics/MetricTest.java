package io.wishbone.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wishbone.event.Event;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricTest {
    private static final Instant TIME = Instant.parse("2024-11-23T13:36:40.250Z");

    private static Metric metric(Number value, Map<String, String> tags) {
        return new Metric(TIME, Metric.TYPE, "host1", "module.in.queue.outbox.in_rate", value, "events/s", tags);
    }

    @Test
    void isJsonAsPythonWishboneHasIt() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("module", "in");
        tags.put("queue", "outbox");

        assertThat(Event.of(metric(2.5, tags)).toJson())
                .isEqualTo(
                        "{\"header\":{},\"data\":{\"time\":1732369000.250,\"type\":\"wishbone\",\"source\":\"host1\","
                                + "\"name\":\"module.in.queue.outbox.in_rate\",\"value\":2.5,\"unit\":\"events/s\","
                                + "\"tags\":{\"module\":\"in\",\"queue\":\"outbox\"}}}");
    }

    @Test
    void keepsItsTagsWhateverBecomesOfTheMap() {
        Map<String, String> tags = new LinkedHashMap<>();
        Metric metric = metric(1L, tags);
        tags.put("module", "in");

        assertThat(metric.tags()).isEmpty();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> metric.tags().put("a", "b"));
    }
}
