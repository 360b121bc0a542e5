package io.wishbone.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The handle by which a source learns what became of an event, once every branch that the event took has ended.
 *
 * <p><em>Thread-safe.</em> It counts references: its maker has one, each queue and each hold that keeps the event has
 * one more. When the last is given back the listener is called, once, on the thread that gave it back: with null if
 * every branch was delivered or dropped on purpose, with the first failure otherwise. A source that does not wait for
 * ever lets it {@link #expire}.
 *
 * <p>Module authors need none of its methods: queues, holds and the end of {@code consume} do the counting.
 */
public final class Completion {
    /** Called once, when the last branch of an event has ended. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Tells what became of the event.
         *
         * @param failure null if every branch succeeded, else what went wrong on the first that failed
         */
        void completed(@Nullable Failure failure);
    }

    /**
     * Why an event was not delivered.
     *
     * @param reason a short name, such as {@code unconnected} or {@code drop_newest}, or the type of an exception
     * @param message what went wrong, for a person
     */
    public record Failure(String reason, String message) {
        public Failure {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(message, "message");
        }
    }

    private static final VarHandle REFERENCES;
    private static final VarHandle FAILURE;
    private static final VarHandle TOLD;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            REFERENCES = lookup.findVarHandle(Completion.class, "references", int.class);
            FAILURE = lookup.findVarHandle(Completion.class, "failure", Failure.class);
            TOLD = lookup.findVarHandle(Completion.class, "told", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Listener listener;
    private volatile int references = 1;
    private volatile @Nullable Failure failure;

    @SuppressWarnings("UnusedVariable") // read and written through TOLD
    private boolean told;

    private Completion(Listener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /** A completion with one reference: its maker's, who gives it back with {@link #release} after submitting. */
    public static Completion create(Listener listener) {
        return new Completion(listener);
    }

    /**
     * A completion for an event that was made of several: what becomes of it becomes of each part. It takes a reference
     * of each part and gives it back when it ends.
     */
    public static Completion merge(List<Completion> parts) {
        List<Completion> copy = List.copyOf(parts);
        copy.forEach(Completion::retain);
        return create(failure -> {
            for (Completion part : copy) {
                if (failure != null) {
                    part.fail(failure);
                }
                part.release();
            }
        });
    }

    /**
     * Takes one more reference.
     *
     * @throws IllegalStateException if the completion has ended
     */
    public void retain() {
        int before;
        do {
            before = references;
            if (before <= 0) {
                throw new IllegalStateException(
                        "the event's completion has already ended: hold(event) before keeping it");
            }
        } while (!REFERENCES.compareAndSet(this, before, before + 1));
    }

    /**
     * Gives a reference back; the last one calls the listener.
     *
     * @throws IllegalStateException if none is left
     */
    public void release() {
        int before;
        do {
            before = references;
            if (before <= 0) {
                throw new IllegalStateException("the event's completion was released more often than it was taken");
            }
        } while (!REFERENCES.compareAndSet(this, before, before - 1));
        if (before == 1) {
            tellListener();
        }
    }

    /** What a listener throws is its own thread's matter: the module that gave the last reference back lives on. */
    private void tellListener() {
        if (!TOLD.compareAndSet(this, false, true)) {
            return;
        }
        try {
            listener.completed(failure);
        } catch (RuntimeException | Error thrown) {
            Thread current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, thrown);
        }
    }

    /**
     * Tells the listener that the event failed without waiting for its branches, unless it was told already. How they
     * end is told to nobody then.
     */
    public void expire(Failure cause) {
        fail(cause);
        tellListener();
    }

    /** Notes that a branch failed; the first note stays. Does not give a reference back. */
    public void fail(Failure cause) {
        FAILURE.compareAndSet(this, null, Objects.requireNonNull(cause, "cause"));
    }

    /** Whether the last reference was given back. */
    public boolean isEnded() {
        return references <= 0;
    }
}
