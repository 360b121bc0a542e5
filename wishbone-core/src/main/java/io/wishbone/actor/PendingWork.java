package io.wishbone.actor;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a module has begun and not ended, and whether its start is complete. <em>Thread-safe.</em> A start is complete
 * when {@code onStart} has returned and nothing that it began is pending.
 */
final class PendingWork {
    private final Logger log;
    private final Set<Pending> pending = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final Pending onStart = begin("onStart");

    PendingWork(Logger log) {
        this.log = log;
    }

    Pending begin(String what) {
        Pending begun = new Pending(what, this::ended);
        pending.add(begun);
        return begun;
    }

    /** The call of {@code onStart} itself, which is pending from the beginning. */
    Pending onStart() {
        return onStart;
    }

    private void ended(Pending ended, @Nullable Throwable cause) {
        pending.remove(ended);
        if (cause != null && !started.completeExceptionally(cause)) {
            log.warn("{} failed", ended, cause);
        }
        if (pending.isEmpty()) {
            started.complete(null);
        }
    }

    /** Done when the start is complete; fails with the first cause. */
    CompletableFuture<Void> started() {
        return started;
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    List<String> names() {
        return pending.stream().map(Pending::toString).sorted().toList();
    }
}
