package io.wishbone.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.wishbone.metrics.Metric;
import io.wishbone.router.Router;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The meters of one router in one registry. <em>Thread-safe.</em> */
final class Binding {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String TOTAL = "_total";
    private static final String RATE = "events/s";

    private final Router router;
    private final Tags tags;
    private final MeterRegistry registry;
    private final ReentrantLock lock = new ReentrantLock();

    // Under the lock, by the names of the metrics.
    private final Map<String, Figure> figures = new HashMap<>();
    private boolean closed;

    private volatile long readAt;

    Binding(Router router, Tags tags, MeterRegistry registry) {
        this.router = router;
        this.tags = tags;
        this.registry = registry;
    }

    /** Registers what there is now. */
    void open() {
        lock.lock();
        try {
            Figure ready = new Figure(1);
            ready.meter = Gauge.builder("wishbone.ready", this::ready)
                    .description("1 while the router is ready, else 0")
                    .tags(tags)
                    .register(registry);
            figures.put("", ready);
            read();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            figures.values().forEach(figure -> registry.remove(figure.meter()));
            figures.clear();
        } finally {
            lock.unlock();
        }
    }

    private double ready() {
        readIfStale();
        return router.isReady() ? 1 : 0;
    }

    private double value(Figure figure) {
        readIfStale();
        return figure.value;
    }

    /** One thread reads; others, and a registry that asks while a meter is added, get the figures of before. */
    private void readIfStale() {
        if (now() - readAt < FRESH_NANOS || lock.isHeldByCurrentThread() || !lock.tryLock()) {
            return;
        }
        try {
            if (!closed) {
                read();
            }
        } finally {
            lock.unlock();
        }
    }

    private long now() {
        return registry.config().clock().monotonicTime();
    }

    private void read() {
        readAt = now();
        Set<String> gone = new HashSet<>(figures.keySet());
        gone.remove("");
        for (Metric metric : router.metrics()) {
            if (isBound(metric)) {
                gone.remove(metric.name());
                note(metric);
            }
        }
        for (String name : gone) {
            Figure figure = figures.remove(name);
            if (figure != null) {
                registry.remove(figure.meter());
            }
        }
    }

    /** A registry works out rates by itself, and a sum over reasons. */
    private static boolean isBound(Metric metric) {
        boolean isSumOfDrops = metric.tags().containsKey("queue")
                && !metric.tags().containsKey("reason")
                && metric.name().endsWith(".dropped_total");
        return !metric.unit().equals(RATE) && !isSumOfDrops;
    }

    private void note(Metric metric) {
        double value = metric.value().doubleValue();
        Figure figure = figures.get(metric.name());
        if (figure != null) {
            figure.value = value;
            return;
        }
        Figure added = new Figure(value);
        added.meter = register(metric, added);
        figures.put(metric.name(), added);
    }

    private Meter register(Metric metric, Figure figure) {
        Tags all = Tags.of(tags);
        for (Map.Entry<String, String> tag : metric.tags().entrySet()) {
            all = all.and(tag.getKey(), tag.getValue());
        }
        String name = meterName(metric);
        if (metric.name().endsWith(TOTAL)) {
            // The registry holds the figure weakly, but the function, and by it the figure, strongly.
            return FunctionCounter.builder(name, figure, ignored -> value(figure))
                    .tags(all)
                    .register(registry);
        }
        return Gauge.builder(name, () -> value(figure)).tags(all).register(registry);
    }

    /** {@code module.in.queue.outbox.size_bytes} is {@code wishbone.queue.size.bytes}. */
    private static String meterName(Metric metric) {
        String queue = metric.tags().get("queue");
        String reason = metric.tags().get("reason");
        String scope = "module." + metric.tags().get("module") + ".";
        if (queue == null) {
            return "wishbone.module." + dotted(metric.name().substring(scope.length()));
        }
        if (reason != null) {
            return "wishbone.queue.dropped.total";
        }
        return "wishbone.queue." + dotted(metric.name().substring((scope + "queue." + queue + ".").length()));
    }

    private static String dotted(String name) {
        return name.replace('_', '.');
    }
}
