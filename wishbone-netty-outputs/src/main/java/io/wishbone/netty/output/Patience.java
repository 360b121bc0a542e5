package io.wishbone.netty.output;

import io.wishbone.actor.HeldEvents;
import io.wishbone.actor.Home;
import io.wishbone.actor.ModuleContext;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives the events of a lane up when its {@link RetryPolicy} says so. <em>Confined to its module's thread.</em> It
 * gives up only what is not written on a connection that is open, oldest first.
 */
final class Patience {
    /** Of the deadline, so that few of its entries are needed. */
    private static final int SAME_TIME = 64;

    private final RetryPolicy policy;
    private final HeldEvents held;
    private final ModuleContext context;
    private final BooleanSupplier isWritten;
    private final Runnable onGivingUp;
    private final Runnable onGivenUp;
    private final @Nullable Waiting waiting;
    private int failures;
    private boolean circuitOpen;
    private Failure last = new Failure(new IOException("there is no connection yet"), null);
    private Home.@Nullable Timer deadline;

    /** What went wrong last, and where; nowhere if no endpoint was tried. */
    private record Failure(Throwable cause, @Nullable String endpoint) {}

    /**
     * Makes one for a lane without a connection.
     *
     * @param isWritten tells whether the oldest is written on a connection that is open
     * @param onGivingUp called before each is given up
     * @param onGivenUp called when some were given up because their time was over
     */
    Patience(
            RetryPolicy policy,
            HeldEvents held,
            ModuleContext context,
            BooleanSupplier isWritten,
            Runnable onGivingUp,
            Runnable onGivenUp) {
        this.policy = policy;
        this.held = held;
        this.context = context;
        this.isWritten = isWritten;
        this.onGivingUp = onGivingUp;
        this.onGivenUp = onGivenUp;
        boolean isWanted = policy.maxAttempts() > 0 || !policy.deadline().isZero();
        this.waiting = isWanted ? new Waiting(sameTimeNanos(policy.deadline())) : null;
    }

    private static long sameTimeNanos(Duration deadline) {
        return deadline.isZero() ? Long.MAX_VALUE : deadline.toNanos() / SAME_TIME;
    }

    /** An event has come behind the others. */
    void added() {
        if (waiting != null) {
            waiting.added(context.nanoTime());
            watchDeadline();
        }
        if (circuitOpen) {
            giveUp();
        }
    }

    /** The oldest event has gone. */
    void removedFirst() {
        if (waiting != null) {
            waiting.removedFirst();
        }
    }

    /** A connection could not be made, or broke. */
    void connectionFailed(Throwable cause, String endpoint) {
        last = new Failure(cause, endpoint);
        if (waiting != null) {
            waiting.connectionFailed();
        }
        giveUp();
    }

    /** All endpoints were tried in vain, or a connection broke on which nothing was flushed. */
    void failedInVain() {
        failures++;
        circuitOpen = policy.circuitBreaker() > 0 && failures >= policy.circuitBreaker();
        giveUp();
    }

    /** There is a connection; if it ends in vain, the circuit opens again at once. */
    void connected() {
        circuitOpen = false;
    }

    /** Something was delivered. */
    void served() {
        failures = 0;
    }

    /** Whether events are given up at once. */
    boolean isCircuitOpen() {
        return circuitOpen;
    }

    private void giveUp() {
        while (!isWritten.getAsBoolean() && !held.isEmpty()) {
            Throwable cause = causeForFirst();
            if (cause == null) {
                return;
            }
            int attempts = waiting == null ? failures : Math.max(1, waiting.attemptsOfFirst());
            removedFirst();
            onGivingUp.run();
            held.failFirst(cause, attempts, last.endpoint());
        }
    }

    /** Why the oldest is to be given up; null if it is not. */
    private @Nullable Throwable causeForFirst() {
        if (circuitOpen) {
            return new IOException("not tried, since " + failures + " connections in a row failed (circuit_breaker: "
                    + policy.circuitBreaker() + "); the last: " + last.cause().getMessage());
        }
        if (waiting == null) {
            return null;
        }
        if (policy.maxAttempts() > 0 && waiting.attemptsOfFirst() >= policy.maxAttempts()) {
            return last.cause();
        }
        Duration longest = policy.deadline();
        if (!longest.isZero() && waiting.waitOfFirst(context.nanoTime()) >= longest.toNanos()) {
            return new IOException("not delivered within " + longest.toMillis() + " ms (deadline); "
                    + last.cause().getMessage());
        }
        return null;
    }

    private void watchDeadline() {
        if (deadline == null && waiting != null && !policy.deadline().isZero()) {
            long left = policy.deadline().toNanos() - waiting.waitOfFirst(context.nanoTime());
            // Once it is over, what is written may still have to end.
            long atLeast = policy.deadline().toNanos() / SAME_TIME;
            deadline = context.schedule(Duration.ofNanos(Math.max(left, atLeast)), this::look);
        }
    }

    private void look() {
        deadline = null;
        int before = held.size();
        giveUp();
        if (held.size() < before) {
            onGivenUp.run();
        }
        if (!held.isEmpty()) {
            watchDeadline();
        }
    }

    void close() {
        Home.Timer timer = deadline;
        if (timer != null) {
            timer.cancel();
        }
    }
}
