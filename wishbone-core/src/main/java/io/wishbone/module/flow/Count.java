package io.wishbone.module.flow;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.expression.EventFunction;

/**
 * Hands the events in {@code inbox} to {@code outbox} depending on how often their key occurred within a time window:
 * from the Nth occurrence on, or up to it.
 *
 * <p>A window begins with the first occurrence of a key, and the next one with the first occurrence after its end. What
 * does not pass goes to {@code dropped}; if that is not connected it ends here, which counts as a success. Where there
 * are more keys than may be counted, the one that did not occur for longest is forgotten and begins anew. Counts
 * {@code dropped} events and {@code forgotten} keys whose window had not ended.
 */
public final class Count extends Actor {
    private static final class Window {
        long began;
        long occurrences;
    }

    private final Outlet outbox = outlet(OUTBOX);
    private final SideOutlet dropped = new SideOutlet(outlet("dropped"), this::context);
    private final SteadyClock clock = new SteadyClock(() -> context().nanoTime());
    private final Tally forgotten = new Tally(this::context, "forgotten");
    private final CountConfig config;
    private final long windowNanos;
    private final BoundedTable<Window> windows;

    /** Makes the module. */
    public Count(CountConfig config) {
        this.config = config;
        this.windowNanos =
                config.window().isZero() ? Long.MAX_VALUE : config.window().toNanos();
        this.windows = BoundedTable.byUse(config.maxKeys());
        inlet(INBOX, this::consume);
    }

    private void consume(Event event) throws Exception {
        EventFunction<?> key = config.key();
        Window window = windowOf(key == null ? "" : Keys.of(key, event), clock.now());
        window.occurrences++;
        boolean passes = config.action() == CountConfig.Action.PASS
                ? window.occurrences >= config.occurrences()
                : window.occurrences <= config.occurrences();
        if (passes) {
            outbox.submit(event);
        } else {
            dropped.take(event);
        }
    }

    private Window windowOf(Object key, long now) {
        Window window = windows.get(key);
        if (window == null) {
            window = new Window();
            window.began = now;
            Window lost = windows.add(key, window);
            if (lost != null && now - lost.began < windowNanos) {
                forgotten.increment();
            }
        } else if (now - window.began >= windowNanos) {
            window.began = now;
            window.occurrences = 0;
        }
        return window;
    }
}
