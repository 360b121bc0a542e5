package io.wishbone.actor;

import io.wishbone.event.Completion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hands what becomes of an event to its module, at the latest after a time. <em>Thread-safe.</em> */
final class TimedListener implements Completion.Listener {
    private final ModuleContext context;
    private final Duration timeout;
    private final Completion.Listener listener;
    private final Completion completion = Completion.create(this);
    private volatile Home.@Nullable Timer timer;

    TimedListener(ModuleContext context, Duration timeout, Completion.Listener listener) {
        this.context = context;
        this.timeout = timeout;
        this.listener = listener;
    }

    Completion start() {
        timer = context.schedule(timeout, this::expire);
        return completion;
    }

    private void expire() {
        completion.expire(new Completion.Failure("timeout", "nothing came of it within " + timeout));
    }

    @Override
    public void completed(Completion.@Nullable Failure failure) {
        Home.Timer running = timer;
        if (running != null) {
            running.cancel();
        }
        context.run(() -> listener.completed(failure));
    }
}
