package io.wishbone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.log.LogRecord;
import io.wishbone.metrics.Metric;
import io.wishbone.module.output.NullOutput;
import io.wishbone.testkit.BalancedLedger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.event.Level;

/** What modules log and count, as events. */
class SystemModulesTest {
    private static final Duration ENOUGH = Duration.ofSeconds(20);

    @RegisterExtension
    final Warnings warnings = new Warnings();

    @RegisterExtension
    final BalancedLedger routers = new BalancedLedger();

    private final Router router = routers.create(
            RouterConfig.builder().metricsInterval(Duration.ofMillis(10)).build());
    private final Collector collector = new Collector();

    @AfterEach
    void close() {
        router.close();
    }

    /** Warns of every event, and passes it on. */
    private static final class Loud extends Actor {
        private final Outlet outbox = outlet(OUTBOX);

        Loud() {
            inlet(INBOX, event -> {
                context().log().warn("event {} at {}", event.data(), context().name());
                context().counter("seen_total").increment();
                outbox.submit(event);
            });
        }

        @Override
        public void onStart() {
            context().gauge("answer", () -> 42);
        }
    }

    private void loudChain() {
        router.registerModule("in", new Numbers(3));
        router.registerModule("loud", new Loud());
        router.registerModule("out", new NullOutput());
        router.connect("in.outbox", "loud.inbox");
        router.connect("loud.outbox", "out.inbox");
        router.registerModule("collector", collector);
    }

    @Test
    void logRecordsBecomeEvents() {
        warnings.expect(" at loud");
        loudChain();
        router.connect("_logs.outbox", "collector.inbox");
        router.start();
        await().atMost(ENOUGH).until(() -> collector.events().size() == 3);

        LogRecord log = (LogRecord) collector.events().get(0).data();
        assertThat(log.level()).isEqualTo(Level.WARN);
        assertThat(log.module()).isEqualTo("loud");
        assertThat(log.message()).isEqualTo("event 1 at loud");
        assertThat(log.cause()).isNull();
        assertThat(collector.events().get(0).toJson())
                .contains("\"level\":\"WARN\",\"module\":\"loud\",\"message\":\"event 1 at loud\"");
    }

    @Test
    void modulesDownstreamOfTheLogsLogToSlf4jOnly() {
        warnings.expect(" at loud");
        warnings.expect("at echo");
        loudChain();
        router.registerModule("echo", new Loud());
        router.connect("_logs.outbox", "echo.inbox");
        router.connect("echo.outbox", "collector.inbox");
        router.start();
        await().atMost(ENOUGH).until(() -> collector.events().size() == 3);
        router.stop(ENOUGH);

        assertThat(collector.events()).hasSize(3);
        assertThat(collector.data())
                .allMatch(data -> ((LogRecord) data).module().equals("loud"));
    }

    @Test
    void metricsBecomeEventsAtAnInterval() {
        warnings.expect(" at loud");
        loudChain();
        router.connect("_metrics.outbox", "collector.inbox");
        router.start();
        String last = "module.loud.seen_total";
        await().atMost(ENOUGH)
                .until(() -> collector.data().stream()
                        .map(Metric.class::cast)
                        .anyMatch(metric ->
                                metric.name().equals(last) && metric.value().longValue() == 3));
    }

    @Test
    void metricsTellAllAccounts() {
        warnings.expect(" at loud");
        warnings.expect("module \"collector\" has inlets");
        loudChain();
        router.start();
        await().atMost(ENOUGH).until(() -> router.ledger().module("out").absorbed() == 3);
        router.stop(ENOUGH);
        Map<String, Number> metrics = router.metrics().stream().collect(Collectors.toMap(Metric::name, Metric::value));

        assertThat(metrics)
                .containsEntry("module.in.queue.outbox.in_total", 3L)
                .containsEntry("module.in.queue.outbox.out_total", 3L)
                .containsEntry("module.in.queue.outbox.dropped_total", 0L)
                .containsEntry("module.in.queue.outbox.size", 0L)
                .containsEntry("module.in.queue.outbox.size_bytes", 0L)
                .containsEntry("module.in.queue.outbox.high_watermark_max", 3L)
                .containsEntry("module.in.queue.outbox.oldest_age_seconds", 0.0)
                .containsEntry("module.in.queue.outbox.stalled_seconds_total", 0.0)
                .containsEntry("module.loud.queue.inbox.in_total", 3L)
                .containsEntry("module.loud.consumed_total", 3L)
                .containsEntry("module.loud.submitted_total", 3L)
                .containsEntry("module.loud.failed_total", 0L)
                .containsEntry("module.loud.held", 0L)
                .containsEntry("module.out.absorbed_total", 3L)
                .containsEntry("module.loud.seen_total", 3L)
                .containsEntry("module.loud.answer", 42L)
                .containsEntry("module._logs.dropped_total", 0L);
    }

    @Test
    void metricsTellRatesThoughNothingReceivesThem() {
        warnings.expect("module \"collector\" has inlets");
        router.registerModule("in", new Numbers(Integer.MAX_VALUE));
        router.registerModule("out", new NullOutput());
        router.connect("in.outbox", "out.inbox");
        router.registerModule("collector", collector);
        router.start();

        await().atMost(ENOUGH)
                .until(() -> router.metrics().stream()
                        .anyMatch(metric -> metric.name().equals("module.in.queue.outbox.in_rate")
                                && metric.value().doubleValue() > 0));
    }

    @Test
    void metricsGoOnWhereAGaugeThrows() {
        Hook gauged = new Hook();
        gauged.onStart = () -> {
            gauged.itsContext().gauge("answer", () -> 42);
            gauged.itsContext().gauge("bad", () -> {
                throw new IllegalStateException("gauge");
            });
        };
        router.registerModule("in", new Numbers(1));
        router.registerModule("gauged", gauged);
        router.registerModule("out", new NullOutput());
        router.registerModule("collector", collector);
        router.connect("in.outbox", "gauged.inbox");
        router.connect("gauged.outbox", "out.inbox");
        router.connect("_metrics.outbox", "collector.inbox");
        router.start();

        await().atMost(ENOUGH)
                .until(() -> collector.data().stream()
                                .map(Metric.class::cast)
                                .filter(metric -> metric.name().equals("module.gauged.answer"))
                                .count()
                        > 1);
    }

    @Test
    void logsOfAStopBecomeEvents() {
        Hook draining = new Hook();
        draining.onDrain = () -> draining.itsContext().log().warn("draining");
        warnings.expect("draining");
        router.registerModule("in", new Numbers(1));
        router.registerModule("hook", draining);
        router.registerModule("out", new NullOutput());
        router.registerModule("collector", collector);
        router.connect("in.outbox", "hook.inbox");
        router.connect("hook.outbox", "out.inbox");
        router.connect("_logs.outbox", "collector.inbox");
        router.start();
        router.stop(ENOUGH);

        assertThat(collector.data())
                .extracting(data -> ((LogRecord) data).message())
                .containsExactly("draining");
    }

    @Test
    void metricsOfOutletsThatLeadNowhereTellTheReason() {
        warnings.expect("\"in.outbox\" leads nowhere");
        Numbers numbers = new Numbers(3);
        router.registerModule("in", numbers);
        router.start();
        await().atMost(ENOUGH).until(numbers::allMade);
        router.stop(ENOUGH);
        List<String> lines = router.metrics().stream()
                .map(metric -> metric.name() + " " + metric.value())
                .toList();

        assertThat(lines)
                .contains(
                        "module.in.queue.outbox.dropped_unconnected_total 3", "module.in.queue.outbox.dropped_total 3");
    }
}
