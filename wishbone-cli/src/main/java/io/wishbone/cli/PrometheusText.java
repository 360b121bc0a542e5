package io.wishbone.cli;

import io.wishbone.metrics.Metric;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes metrics in the text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/,
 * version 0.0.4): {@code module.in.queue.outbox.in_total} is
 * {@code wishbone_module_queue_in_total{module="in",queue="outbox"}}.
 */
final class PrometheusText {
    private PrometheusText() {}

    static String of(List<Metric> metrics) {
        Map<String, List<Metric>> byName = metrics.stream()
                .collect(Collectors.groupingBy(PrometheusText::name, TreeMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder(4096);
        byName.forEach((name, all) -> {
            text.append("# TYPE ").append(name).append(name.endsWith("_total") ? " counter\n" : " gauge\n");
            all.stream().sorted(Comparator.comparing(Metric::name)).forEach(metric -> {
                text.append(name);
                appendLabels(metric.tags(), text);
                text.append(' ').append(metric.value()).append('\n');
            });
        });
        return text.toString();
    }

    /** The name without what the tags say. */
    private static String name(Metric metric) {
        String name = metric.name();
        for (String tag : List.of("module", "queue")) {
            String value = metric.tags().get(tag);
            if (value != null) {
                name = name.replace(tag + "." + value + ".", tag + ".");
            }
        }
        String reason = metric.tags().get("reason");
        if (reason != null) {
            name = name.replace("_" + reason + "_total", "_total");
        }
        return "wishbone_" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    }

    private static void appendLabels(Map<String, String> tags, StringBuilder text) {
        if (!tags.isEmpty()) {
            text.append(tags.entrySet().stream()
                    .map(tag -> tag.getKey() + "=\"" + escaped(tag.getValue()) + "\"")
                    .collect(Collectors.joining(",", "{", "}")));
        }
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
