package io.wishbone.module.flow;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Inlet;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import java.util.Map;

/**
 * A dead man's switch: it hands the events in {@code inbox} to {@code outbox}, and tells in {@code timeout} when none
 * has arrived for some time, again at an interval while that lasts, and once when events flow again.
 *
 * <p>Its own events have {@code header.<module>.state}, {@code timeout} or {@code recovery}. Time runs from the start
 * of the module. Events that wait in {@code inbox} because {@code outbox} is full have arrived. While {@code timeout}
 * is full a timeout is not told again. Counts {@code timeouts}, repetitions included.
 */
public final class Fresh extends Actor {
    private final Outlet outbox = outlet(OUTBOX);
    private final Outlet timeout = outlet("timeout");
    private final Inlet inbox = inlet(INBOX, this::consume);
    private final SteadyClock clock = new SteadyClock(() -> context().nanoTime());
    private final Alarm alarm = new Alarm(this::context, clock, this::check);
    private final Tally timeouts = new Tally(this::context, "timeouts");
    private final FreshConfig config;
    private final long timeoutNanos;
    private final long repeatNanos;
    private boolean arrived;
    private boolean stale;
    private long lastArrival;

    /** Makes the module. */
    public Fresh(FreshConfig config) {
        this.config = config;
        this.timeoutNanos = config.timeout().toNanos();
        this.repeatNanos = config.repeatInterval().toNanos();
    }

    @Override
    public void onStart() {
        noteArrival();
    }

    private void noteArrival() {
        lastArrival = clock.now();
        alarm.set(lastArrival + timeoutNanos);
    }

    private void consume(Event event) {
        arrived = true;
        outbox.submit(event);
    }

    /** Looks at the clock once a batch, not for each event. */
    @Override
    public void onBatchEnd() {
        if (!arrived) {
            return;
        }
        arrived = false;
        if (stale) {
            // Not within a handler: what becomes of this event is nothing to those that arrived.
            stale = false;
            timeout.submit(tell("recovery", config.recoveryPayload()));
            noteArrival();
        } else {
            lastArrival = clock.now();
        }
    }

    private void check() {
        if (stale) {
            tellTimeout();
            return;
        }
        long due = lastArrival + timeoutNanos;
        boolean waits = inbox.queue() != null && !inbox.queue().isEmpty();
        if (waits) {
            noteArrival();
        } else if (clock.now() < due) {
            alarm.set(due);
        } else {
            stale = true;
            tellTimeout();
        }
    }

    private void tellTimeout() {
        if (timeout.isOpen()) {
            timeouts.increment();
            timeout.submit(tell("timeout", config.timeoutPayload()));
        }
        if (repeatNanos > 0) {
            alarm.set(clock.now() + repeatNanos);
        }
    }

    private Event tell(String state, Object payload) {
        return Event.of(payload, Header.of(context().name(), Map.of("state", state)));
    }

    @Override
    public void onDrain() {
        alarm.clear();
    }

    @Override
    public void onClose() {
        alarm.clear();
    }
}
