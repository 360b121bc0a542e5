package io.wishbone.router;

import io.wishbone.actor.ModuleLedger;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.Outlet;
import io.wishbone.metrics.Ledger;
import io.wishbone.metrics.Metric;
import io.wishbone.metrics.QueueLedger;
import io.wishbone.queue.DropReason;
import io.wishbone.queue.EventQueue;
import io.wishbone.queue.QueueHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes down the figures of modules and queues at one time. <em>Confined to the thread that makes it.</em> */
final class MetricsReport {
    private static final String EVENTS = "events";
    private static final String BYTES = "bytes";
    private static final String SECONDS = "seconds";
    private static final String RATE = "events/s";
    private static final double NANOS_PER_SECOND = 1e9;

    private final Instant time;
    private final String source;
    private final long nanos;
    private final List<Metric> metrics = new ArrayList<>();

    /**
     * Makes an empty report.
     *
     * @param time the time of day
     * @param nanos the same time by the clock that the queues' histories are kept by
     */
    MetricsReport(Instant time, String source, long nanos) {
        this.time = time;
        this.source = source;
        this.nanos = nanos;
    }

    /**
     * Writes everything down.
     *
     * @param connections those that are in use, which may be several at one end after it was connected anew
     * @param ledger the accounts, also of connections that were undone, so that totals only grow
     */
    List<Metric> of(Collection<ModuleRunner> modules, Collection<Connection> connections, Ledger ledger) {
        Map<String, End> ends = new LinkedHashMap<>();
        for (QueueLedger account : ledger.queues()) {
            ends.computeIfAbsent(account.outlet(), End::new).add(account);
            if (!account.inlet().isEmpty()) {
                ends.computeIfAbsent(account.inlet(), End::new).add(account);
            }
        }
        for (Connection connection : connections) {
            ends.computeIfAbsent(connection.outletName(), End::new).add(connection);
            ends.computeIfAbsent(connection.inletName(), End::new).add(connection);
        }
        Set<String> names = modules.stream().map(ModuleRunner::name).collect(Collectors.toSet());
        ends.values().stream().filter(end -> names.contains(end.module)).forEach(this::addEnd);
        modules.forEach(this::addModule);
        return metrics;
    }

    /** What is known of one end of connections, an outlet or an inlet. */
    private static final class End {
        private final String module;
        private final String port;
        private final List<EventQueue> queues = new ArrayList<>();
        private @Nullable QueueLedger account;
        private @Nullable Outlet outlet;

        End(String name) {
            int dot = name.indexOf('.');
            this.module = name.substring(0, dot);
            this.port = name.substring(dot + 1);
        }

        void add(QueueLedger more) {
            account = account == null ? more : account.plus(more);
        }

        void add(Connection connection) {
            EventQueue queue = connection.queue();
            if (queue != null) {
                queues.add(queue);
            }
            if (connection.from().name().equals(module)
                    && connection.outlet().name().equals(port)) {
                outlet = connection.outlet();
            }
        }

        double sum(ToDoubleFunction<QueueHistory> figure) {
            return queues.stream()
                    .mapToDouble(queue -> figure.applyAsDouble(queue.history()))
                    .sum();
        }

        long highest(ToLongFunction<QueueHistory> figure) {
            return queues.stream()
                    .mapToLong(queue -> figure.applyAsLong(queue.history()))
                    .max()
                    .orElse(0);
        }
    }

    private void addEnd(End end) {
        Scope scope = new Scope(end.module, end.port);
        if (end.account != null) {
            addAccount(scope, end.account);
        }
        if (end.queues.isEmpty()) {
            return;
        }
        scope.add(
                "size_bytes",
                end.queues.stream().mapToLong(EventQueue::sizeBytes).sum(),
                BYTES);
        scope.add("high_watermark", end.highest(QueueHistory::highWatermark), EVENTS);
        scope.add("high_watermark_max", end.highest(QueueHistory::highestWatermark), EVENTS);
        scope.add("oldest_age_seconds", seconds(end.highest(history -> history.oldestNanos(nanos))), SECONDS);
        scope.add("in_rate", end.sum(QueueHistory::inRate), RATE);
        scope.add("out_rate", end.sum(QueueHistory::outRate), RATE);
        scope.add("dropped_rate", end.sum(QueueHistory::droppedRate), RATE);
        if (end.outlet != null) {
            scope.add("stalled_seconds_total", seconds(end.outlet.stalledNanos()), SECONDS);
        }
    }

    private void addAccount(Scope scope, QueueLedger account) {
        scope.add("in_total", account.in(), EVENTS);
        scope.add("out_total", account.out(), EVENTS);
        scope.add("dropped_total", account.droppedTotal(), EVENTS);
        account.dropped().forEach(scope::addDropped);
        scope.add("size", account.size(), EVENTS);
    }

    private void addModule(ModuleRunner module) {
        Scope scope = new Scope(module.name());
        ModuleLedger account = module.ledger();
        scope.add("consumed_total", account.consumed(), EVENTS);
        scope.add("created_total", account.created(), EVENTS);
        scope.add("submitted_total", account.submitted(), EVENTS);
        scope.add("absorbed_total", account.absorbed(), EVENTS);
        scope.add("failed_total", account.failed(), EVENTS);
        scope.add("held", account.held(), EVENTS);
        scope.add("busy_seconds_total", seconds(module.busyNanos()), SECONDS);
        scope.add("stalled_seconds_total", seconds(module.stalledNanos()), SECONDS);
        module.counterValues().forEach((name, value) -> scope.add(name, value, unitOf(name)));
    }

    /** A module names its own figures; what they count is known only where the name says it. */
    private static String unitOf(String name) {
        return name.endsWith("_bytes") || name.endsWith("_bytes_total") ? BYTES : "";
    }

    private static double seconds(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }

    /** What a figure belongs to: a module, or a queue of it. */
    private final class Scope {
        private final String prefix;
        private final Map<String, String> tags = new LinkedHashMap<>();

        Scope(String module) {
            this.prefix = "module." + module + ".";
            tags.put("module", module);
        }

        Scope(String module, String queue) {
            this.prefix = "module." + module + ".queue." + queue + ".";
            tags.put("module", module);
            tags.put("queue", queue);
        }

        void add(String name, Number value, String unit) {
            metrics.add(new Metric(time, Metric.TYPE, source, prefix + name, value, unit, tags));
        }

        void addDropped(DropReason reason, long count) {
            Map<String, String> withReason = new LinkedHashMap<>(tags);
            withReason.put("reason", reason.label());
            String name = prefix + "dropped_" + reason.label() + "_total";
            metrics.add(new Metric(time, Metric.TYPE, source, name, count, EVENTS, withReason));
        }
    }
}
