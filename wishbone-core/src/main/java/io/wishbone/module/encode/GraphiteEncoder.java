package io.wishbone.module.encode;

import io.wishbone.actor.Actor;
import io.wishbone.actor.EventRefusedException;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Makes of each metric in {@code inbox} a line of Graphite's plaintext protocol, {@code path value timestamp} without
 * its LF, and hands it to {@code outbox}. Other data goes to {@code failed}.
 *
 * <p>A metric is a {@link Metric}, or a map with {@code time} (seconds since 1970, or ISO 8601), {@code name} and
 * {@code value} (a number), perhaps {@code source} and {@code tags} (a map, or a list of {@code key=value}). The path
 * is the prefix, the source if there is one, and the name.
 */
public final class GraphiteEncoder extends Actor {
    private static final String METRIC = "a metric";

    private final Outlet outbox = outlet(OUTBOX);
    private final GraphiteEncoderConfig config;

    /** Makes the module. */
    public GraphiteEncoder(GraphiteEncoderConfig config) {
        this.config = config;
        inlet(INBOX, this::consume);
    }

    private void consume(Event event) throws Exception {
        StringBuilder line = new StringBuilder(128);
        GraphitePath.append(line, config.prefix().apply(event));
        append(line, Fields.of(event, METRIC));
        outbox.submit(event.withData(line.toString()));
    }

    private void append(StringBuilder line, Fields metric) {
        if (config.source() && metric.find("source") instanceof CharSequence source && !source.isEmpty()) {
            GraphitePath.append(line, GraphitePath.level(source.toString()));
        }
        appendName(line, metric.text("name"));
        if (config.tags()) {
            GraphiteTags.append(line, metric);
        }
        line.append(' ').append(valueOf(metric)).append(' ').append(secondsOf(metric));
    }

    private static void appendName(StringBuilder line, String name) {
        int before = line.length();
        GraphitePath.append(line, name);
        if (line.length() == before) {
            throw new EventRefusedException("data.name is empty (expected: the name of " + METRIC + ")");
        }
    }

    private static Number valueOf(Fields metric) {
        Object value = metric.find("value");
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number;
        }
        throw metric.refuse("value", value, "a number");
    }

    private static long secondsOf(Fields metric) {
        Object time = metric.find("time");
        if (time instanceof Instant instant) {
            return instant.getEpochSecond();
        }
        if (time instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() < Long.MAX_VALUE) {
            return (long) Math.floor(number.doubleValue());
        }
        try {
            if (time instanceof CharSequence text) {
                return Instant.parse(text).getEpochSecond();
            }
        } catch (DateTimeException e) {
            throw metric.refuse("time", time, "seconds since 1970 or such as 2026-01-02T03:04:05Z");
        }
        throw metric.refuse("time", time, "seconds since 1970 or such as 2026-01-02T03:04:05Z");
    }
}
