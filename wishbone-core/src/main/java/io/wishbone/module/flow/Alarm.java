package io.wishbone.module.flow;

import io.wishbone.actor.Home;
import io.wishbone.actor.ModuleContext;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does something as its module once a {@link SteadyClock} has come to a time. <em>Confined to its module's thread.</em>
 * It is set for one time at most; where its timer ends before the clock is there, it waits on.
 */
final class Alarm {
    private static final long NOT_SET = Long.MAX_VALUE;
    private static final long LEAST_WAIT = Duration.ofMillis(1).toNanos();

    private final Supplier<ModuleContext> context;
    private final SteadyClock clock;
    private final Runnable action;
    private long time = NOT_SET;
    private Home.@Nullable Timer timer;

    Alarm(Supplier<ModuleContext> context, SteadyClock clock, Runnable action) {
        this.context = context;
        this.clock = clock;
        this.action = action;
    }

    /** Sets it, in place of what it was set to. */
    void set(long newTime) {
        clear();
        time = newTime;
        await(Math.max(0, time - clock.now()));
    }

    /** Prevents it from ringing. */
    void clear() {
        time = NOT_SET;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void await(long nanos) {
        timer = context.get().schedule(Duration.ofNanos(nanos), this::ring);
    }

    private void ring() {
        timer = null;
        if (time == NOT_SET) {
            return;
        }
        long left = time - clock.now();
        if (left > 0) {
            // A clock that stands still must not make this spin.
            await(Math.max(LEAST_WAIT, left));
        } else {
            time = NOT_SET;
            action.run();
        }
    }
}
