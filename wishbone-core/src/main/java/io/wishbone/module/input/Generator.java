package io.wishbone.module.input;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Home;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes events by itself and submits them to {@code outbox}. The header has {@code sequence}, 1 for the first event.
 *
 * <p>With an interval, events keep to its grid; those that fall due while the outlet is full are made when it is open
 * again.
 */
public final class Generator extends Actor {
    private final GeneratorConfig config;
    private final Outlet outbox = outlet(OUTBOX);
    private long made;
    private long began;
    private Home.@Nullable Timer timer;

    /** Makes the module. */
    public Generator(GeneratorConfig config) {
        this.config = config;
        source(this::produce);
    }

    @Override
    public void onStart() {
        began = context().nanoTime();
    }

    private int produce(int budget) {
        long due = Math.min(budget, dueNow() - made);
        for (int i = 0; i < due; i++) {
            made++;
            outbox.submit(Event.of(config.payload(), Header.of(context().name(), Map.of("sequence", made))));
        }
        if (due < budget) {
            scheduleNext();
        }
        return (int) due;
    }

    /** How many events should have been made by now. */
    private long dueNow() {
        long most = config.count() == 0 ? Long.MAX_VALUE : config.count();
        long interval = config.interval().toNanos();
        return interval == 0 ? most : Math.min(most, (context().nanoTime() - began) / interval + 1);
    }

    private void scheduleNext() {
        long interval = config.interval().toNanos();
        boolean isDone = config.count() != 0 && made >= config.count();
        if (interval == 0 || isDone) {
            return;
        }
        cancelTimer();
        long wait = Math.max(0, began + made * interval - context().nanoTime());
        timer = context().schedule(Duration.ofNanos(wait), context()::wake);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
        }
    }

    @Override
    public void onDrain() {
        cancelTimer();
    }
}
