package io.wishbone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.metrics.Metric;
import io.wishbone.queue.DropReason;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.testkit.BalancedLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That docs/metrics.md has each figure that a router has, and no other, with its unit. */
class MetricsDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/metrics.md");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z_<>]+)` \\| ([a-z/]+) \\| .+ \\|");

    @RegisterExtension
    final Warnings warnings = new Warnings();

    @RegisterExtension
    final BalancedLedger routers = new BalancedLedger();

    private static Map<String, String> documented(String heading) throws IOException {
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf("\n## " + heading + "\n");
        String section = text.substring(from, text.indexOf("\n## ", from + 1));
        Map<String, String> units = new TreeMap<>();
        section.lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> units.put(row.group(1), row.group(2)));
        return units;
    }

    /** What is left of each name behind a prefix, with its unit. */
    private static Map<String, String> units(List<Metric> metrics, String prefix) {
        Map<String, String> units = new TreeMap<>();
        metrics.stream()
                .filter(metric -> metric.name().startsWith(prefix))
                .forEach(metric -> units.put(metric.name().substring(prefix.length()), metric.unit()));
        return units;
    }

    /** A router one of whose queues drops. */
    private List<Metric> metrics() {
        Router router = routers.create(RouterConfig.builder().source("here").build());
        Numbers numbers = new Numbers(10);
        router.registerModule("in", numbers);
        router.registerModule("out", new Collector());
        router.connect(
                "in.outbox", "out.inbox", new ConnectionOptions(QueueLimits.ofEvents(1), OverflowPolicy.DROP_NEWEST));
        router.start();
        await().until(numbers::allMade);
        router.close();
        return router.metrics();
    }

    @Test
    void hasTheFiguresOfQueues() throws IOException {
        List<Metric> metrics = metrics();
        Map<String, String> documented = documented("Queues");
        Map<String, String> outlet = units(metrics, "module.in.queue.outbox.");
        String unit = outlet.remove("dropped_drop_newest_total");
        assertThat(unit).isNotNull();
        outlet.put("dropped_<reason>_total", unit);
        assertThat(outlet).isEqualTo(documented);

        Map<String, String> inlet = units(metrics, "module.out.queue.inbox.");
        inlet.remove("dropped_drop_newest_total");
        documented.remove("dropped_<reason>_total");
        documented.remove("stalled_seconds_total");
        assertThat(inlet).isEqualTo(documented);
    }

    @Test
    void hasTheReasonsOfDrops() throws IOException {
        String text = Files.readString(DOCUMENT);

        assertThat(DropReason.values()).allSatisfy(reason -> assertThat(text).contains("`" + reason.label() + "`"));
    }

    @Test
    void hasTheFiguresOfModules() throws IOException {
        Map<String, String> figures = units(metrics(), "module.in.");
        figures.keySet().removeIf(name -> name.startsWith("queue."));

        assertThat(figures).isEqualTo(documented("Modules"));
    }

    @Test
    void saysWhatTheFiguresBelongTo() {
        List<Metric> metrics = metrics();

        assertThat(metrics).allSatisfy(metric -> {
            assertThat(metric.type()).isEqualTo("wishbone");
            assertThat(metric.source()).isEqualTo("here");
            assertThat(metric.name()).startsWith("module." + metric.tags().get("module") + ".");
        });
        assertThat(metrics)
                .filteredOn(metric -> metric.name().contains(".queue."))
                .allSatisfy(metric -> assertThat(metric.name())
                        .contains(".queue." + metric.tags().get("queue") + "."));
        assertThat(metrics)
                .filteredOn(metric -> metric.name().endsWith(".dropped_drop_newest_total"))
                .hasSize(2)
                .allSatisfy(metric -> assertThat(metric.tags()).containsEntry("reason", "drop_newest"));
    }

    @Test
    void hasEachNameOnce() {
        List<String> names = metrics().stream().map(Metric::name).toList();

        assertThat(names).hasSameSizeAs(new TreeSet<>(names));
    }
}
