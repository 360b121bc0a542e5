package io.wishbone.router;

import io.wishbone.actor.ModuleLedger;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.Outlet;
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

    List<Metric> of(Collection<ModuleRunner> modules, Collection<Connection> connections) {
        connections.forEach(this::addConnection);
        modules.forEach(module -> module.outlets().forEach(outlet -> addLooseEnd(module, outlet)));
        modules.forEach(this::addModule);
        return metrics;
    }

    private void addConnection(Connection connection) {
        EventQueue queue = connection.inlet().queue();
        if (queue == null) {
            return;
        }
        QueueLedger account = Accounts.account(connection, queue);
        Scope outlet = new Scope(connection.from().name(), connection.outlet().name());
        addQueue(outlet, account, queue);
        outlet.add("stalled_seconds_total", seconds(connection.outlet().stalledNanos()), SECONDS);
        addQueue(new Scope(connection.to().name(), connection.inlet().name()), account, queue);
    }

    private void addQueue(Scope scope, QueueLedger account, EventQueue queue) {
        addAccount(scope, account);
        scope.add("size_bytes", queue.sizeBytes(), BYTES);
        QueueHistory history = queue.history();
        scope.add("high_watermark", history.highWatermark(), EVENTS);
        scope.add("high_watermark_max", history.highestWatermark(), EVENTS);
        scope.add("oldest_age_seconds", seconds(history.oldestNanos(nanos)), SECONDS);
        scope.add("in_rate", history.inRate(), RATE);
        scope.add("out_rate", history.outRate(), RATE);
        scope.add("dropped_rate", history.droppedRate(), RATE);
    }

    private void addAccount(Scope scope, QueueLedger account) {
        scope.add("in_total", account.in(), EVENTS);
        scope.add("out_total", account.out(), EVENTS);
        scope.add("dropped_total", account.droppedTotal(), EVENTS);
        account.dropped().forEach(scope::addDropped);
        scope.add("size", account.size(), EVENTS);
    }

    /** What was submitted while nothing was connected. */
    private void addLooseEnd(ModuleRunner module, Outlet outlet) {
        long dropped = outlet.unconnected();
        if (dropped == 0) {
            return;
        }
        Scope scope = new Scope(module.name(), outlet.name());
        if (outlet.isConnected()) {
            scope.addDropped(DropReason.UNCONNECTED, dropped);
        } else {
            addAccount(scope, Accounts.unconnected(module, outlet, dropped));
        }
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
