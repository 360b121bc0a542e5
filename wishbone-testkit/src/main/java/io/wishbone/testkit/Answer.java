package io.wishbone.testkit;

import io.wishbone.event.Completion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a source learns of an event for which it asked: nothing yet, that it was delivered, or why not.
 * <em>Thread-safe.</em>
 */
public final class Answer {
    private final String what;
    private final Completion completion;
    private volatile int times;
    private volatile Completion.@Nullable Failure failure;

    Answer(String what) {
        this.what = what;
        this.completion = Completion.create(this::completed);
    }

    private synchronized void completed(Completion.@Nullable Failure newFailure) {
        failure = newFailure;
        times++;
    }

    Completion completion() {
        return completion;
    }

    /** Whether a branch of the event has not ended. */
    public boolean isPending() {
        return times == 0;
    }

    /** Whether every branch was delivered or dropped on purpose. */
    public boolean succeeded() {
        return times > 0 && failure == null;
    }

    /** Whether all branches have ended, and one of them failed. */
    public boolean hasFailed() {
        return times > 0 && failure != null;
    }

    /** The first failure, once all branches have ended. */
    public Optional<Completion.Failure> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public String toString() {
        String state = failure == null ? "succeeded" : "failed: " + failure;
        return what + (isPending() ? " is pending" : " " + state);
    }
}
