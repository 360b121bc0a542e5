package io.wishbone.metrics;

import io.wishbone.event.Structured;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One figure at one time. <em>Immutable.</em>
 *
 * @param time when it was read
 * @param name such as {@code module.listen.queue.outbox.in_total}; a name that ends in {@code _total} only grows
 * @param value the figure
 */
public record Metric(Instant time, String name, long value) implements Structured {
    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", time.toString());
        fields.put("name", name);
        fields.put("value", value);
        return fields;
    }
}
