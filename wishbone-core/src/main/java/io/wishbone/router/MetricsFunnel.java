package io.wishbone.router;

import io.wishbone.actor.Home;
import io.wishbone.event.Event;
import io.wishbone.metrics.Metric;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes events of a router's metrics, at an interval, if something is connected to its {@code outbox}. */
final class MetricsFunnel extends SystemFunnel {
    private final Duration interval;
    private final Supplier<List<Metric>> metrics;
    private Home.@Nullable Timer timer;

    MetricsFunnel(Duration interval, Supplier<List<Metric>> metrics) {
        this.interval = interval;
        this.metrics = metrics;
    }

    @Override
    public void onStart() {
        super.onStart();
        if (isConnected()) {
            scheduleNext();
        }
    }

    private void scheduleNext() {
        timer = context().schedule(interval, this::report);
    }

    private void report() {
        scheduleNext();
        metrics.get().forEach(metric -> offer(Event.of(metric)));
    }

    @Override
    public void onDrain() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
