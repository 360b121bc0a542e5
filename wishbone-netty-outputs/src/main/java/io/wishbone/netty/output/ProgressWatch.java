package io.wishbone.netty.output;

import io.wishbone.actor.Home;
import io.wishbone.actor.ModuleContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells when something that is waited for does not go on for too long. <em>Confined to its module's thread.</em> */
final class ProgressWatch {
    private final ModuleContext context;
    private final Duration timeout;
    private final Runnable onLate;
    private long since;
    private boolean waits;
    private boolean closed;
    private Home.@Nullable Timer timer;

    /**
     * Makes one that waits for nothing yet.
     *
     * @param timeout how long is too long; 0 is never
     */
    ProgressWatch(ModuleContext context, Duration timeout, Runnable onLate) {
        this.context = context;
        this.timeout = timeout;
        this.onLate = onLate;
    }

    /** Something is waited for; since now, if nothing was. */
    void begins() {
        if (!waits && !timeout.isZero()) {
            waits = true;
            since = context.nanoTime();
            if (timer == null) {
                lookIn(timeout.toNanos());
            }
        }
    }

    /** It went on, and more is waited for or not. */
    void went(boolean stillWaits) {
        waits = stillWaits && !timeout.isZero();
        if (waits) {
            since = context.nanoTime();
        }
    }

    private void lookIn(long nanos) {
        timer = context.schedule(Duration.ofNanos(nanos), this::look);
    }

    private void look() {
        timer = null;
        if (!waits || closed) {
            return;
        }
        long left = timeout.toNanos() - (context.nanoTime() - since);
        if (left > 0) {
            lookIn(left);
        } else {
            onLate.run();
        }
    }

    void close() {
        closed = true;
        Home.Timer running = timer;
        if (running != null) {
            running.cancel();
        }
    }
}
