package io.wishbone.module.flow;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.expression.EventFunction;

/**
 * Hands the events in {@code inbox} to {@code outbox} at a limited rate, with bursts up to a limit.
 *
 * <p>Beyond the rate, events wait in the queue, so that what feeds it waits in the end; or they go to
 * {@code throttled}, where each key may have a rate of its own. If {@code throttled} is not connected they are dropped
 * as {@code unconnected}, which counts as a failure. Where there are more keys than may be remembered, the one that did
 * not occur for longest is forgotten, and has its whole burst again. A stop does not lift the rate: what waits then
 * passes at the rate until the stop's deadline. Counts {@code throttled} events, {@code pauses}, and {@code forgotten}
 * keys that had used some of their burst.
 */
public final class Throttle extends Actor {
    /** At high rates a pause is this long rather than for one event, for the sake of fewer timers. */
    private static final long LEAST_PAUSE_NANOS = 1_000_000;

    private final Outlet outbox = outlet(OUTBOX);
    private final Outlet throttled = outlet("throttled");
    private final SteadyClock clock = new SteadyClock(() -> context().nanoTime());
    private final Alarm alarm = new Alarm(this::context, clock, this::resumeOrWait);
    private final Tally excess = new Tally(this::context, "throttled");
    private final Tally pauses = new Tally(this::context, "pauses");
    private final Tally forgotten = new Tally(this::context, "forgotten");
    private final ThrottleConfig config;
    private final BoundedTable<TokenBucket> byKey;
    private final TokenBucket shared;

    /** Makes the module. */
    public Throttle(ThrottleConfig config) {
        this.config = config;
        this.byKey = BoundedTable.byUse(config.maxKeys());
        this.shared = new TokenBucket(config, 0);
        boolean waits = config.onExcess() == ThrottleConfig.ExcessPolicy.WAIT;
        inlet(INBOX, waits ? this::passThenWait : this::passOrDrop);
    }

    private void passOrDrop(Event event) throws Exception {
        EventFunction<?> key = config.key();
        TokenBucket bucket = key == null ? shared : bucketOf(Keys.of(key, event));
        if (bucket.take(clock.now())) {
            outbox.submit(event);
        } else {
            excess.increment();
            throttled.submit(event);
        }
    }

    private TokenBucket bucketOf(Object key) {
        TokenBucket known = byKey.get(key);
        if (known != null) {
            return known;
        }
        TokenBucket bucket = new TokenBucket(config, clock.now());
        TokenBucket lost = byKey.add(key, bucket);
        if (lost != null && !lost.isFull(clock.now())) {
            forgotten.increment();
        }
        return bucket;
    }

    /** Takes nothing more from the queue once the last token is gone, so that no event need be kept here. */
    private void passThenWait(Event event) {
        outbox.submit(event);
        long now = clock.now();
        shared.take(now);
        if (!shared.has(now)) {
            pauses.increment();
            context().pause();
            awaitTokens();
        }
    }

    private void awaitTokens() {
        long half = Math.max(1, config.burst() / 2);
        long worthwhile = Math.min(LEAST_PAUSE_NANOS, shared.nanosUntil(half));
        alarm.set(clock.now() + Math.max(worthwhile, shared.nanosUntil(1)));
    }

    private void resumeOrWait() {
        if (shared.has(clock.now())) {
            context().resume();
        } else {
            awaitTokens();
        }
    }

    @Override
    public void onClose() {
        alarm.clear();
    }
}
