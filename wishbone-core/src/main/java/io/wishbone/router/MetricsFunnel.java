package io.wishbone.router;

import io.wishbone.actor.Home;
import io.wishbone.event.Event;
import io.wishbone.metrics.Metric;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reports a router's metrics at an interval, and makes events of them if something is connected to its {@code outbox}.
 */
final class MetricsFunnel extends SystemFunnel {
    private final Duration interval;
    private final Runnable endPeriod;
    private final Supplier<List<Metric>> metrics;
    private Home.@Nullable Timer timer;

    /**
     * Makes a funnel.
     *
     * @param endPeriod called at each interval: the next period of rates and high watermarks begins
     * @param metrics what is counted then
     */
    MetricsFunnel(Duration interval, Runnable endPeriod, Supplier<List<Metric>> metrics) {
        this.interval = interval;
        this.endPeriod = endPeriod;
        this.metrics = metrics;
    }

    @Override
    public void onStart() {
        super.onStart();
        scheduleNext();
    }

    private void scheduleNext() {
        timer = context().schedule(interval, this::report);
    }

    private void report() {
        scheduleNext();
        endPeriod.run();
        if (isConnected()) {
            metrics.get().forEach(metric -> offer(Event.of(metric)));
        }
    }

    @Override
    public void onDrain() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
