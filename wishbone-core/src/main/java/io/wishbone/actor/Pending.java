package io.wishbone.actor;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Something that a module has begun and that outlives the call that began it, such as binding a port or closing
 * connections. <em>Thread-safe.</em> A start waits for what was begun in {@code onStart}, a stop for everything.
 */
public final class Pending {
    private final String what;
    private final BiConsumer<Pending, @Nullable Throwable> end;
    private final AtomicBoolean ended = new AtomicBoolean();

    Pending(String what, BiConsumer<Pending, @Nullable Throwable> end) {
        this.what = what;
        this.end = end;
    }

    /** It is done. Idempotent. */
    public void done() {
        finish(null);
    }

    /** It failed: a start fails with this cause, otherwise it is logged. Idempotent. */
    public void failed(Throwable cause) {
        finish(cause);
    }

    private void finish(@Nullable Throwable cause) {
        if (ended.compareAndSet(false, true)) {
            end.accept(this, cause);
        }
    }

    @Override
    public String toString() {
        return what;
    }
}
