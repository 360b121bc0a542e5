package io.wishbone.metrics;

import io.wishbone.event.Structured;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One figure at one time. <em>Immutable.</em>
 *
 * <p>Its fields, their names and their order are those of Python Wishbone's metrics. As JSON, {@code time} is a number,
 * the seconds since 1970-01-01T00:00Z with milliseconds as their fraction, and {@code tags} an object:
 *
 * <pre>{@code
 * {"time":1732369000.500,"type":"wishbone","source":"host1","name":"module.in.queue.outbox.in_total",
 *     "value":3,"unit":"events","tags":{"module":"in","queue":"outbox"}}
 * }</pre>
 *
 * @param time when it was read
 * @param type who measured; {@link #TYPE} for what a router counts
 * @param source where, such as the name of the host
 * @param name such as {@code module.listen.queue.outbox.in_total}; a name that ends in {@code _total} only grows
 * @param value the figure: a {@link Long} for what is counted in whole numbers, a {@link Double} for seconds and rates
 * @param unit such as {@code events}, {@code bytes}, {@code seconds} or {@code events/s}; empty if it has none
 * @param tags what the figure belongs to, by name: {@code module}, and where it applies {@code queue} and
 *     {@code reason}
 */
public record Metric(
        Instant time, String type, String source, String name, Number value, String unit, Map<String, String> tags)
        implements Structured {
    /** The type of all that a router counts: {@code wishbone}. */
    public static final String TYPE = "wishbone";

    public Metric {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(unit, "unit");
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", BigDecimal.valueOf(time.toEpochMilli(), 3));
        fields.put("type", type);
        fields.put("source", source);
        fields.put("name", name);
        fields.put("value", value);
        fields.put("unit", unit);
        fields.put("tags", tags);
        return fields;
    }
}
