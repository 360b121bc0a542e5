package io.wishbone.router;

import io.wishbone.metrics.Ledger;
import java.time.Duration;
import java.util.List;

/**
 * How a stop went. <em>Immutable.</em>
 *
 * @param took how long it took
 * @param left what was not passed on in time, by queue or module; empty after a clean stop
 * @param stuck modules that did not return, with their thread's stack; empty after a clean stop
 * @param ledger the accounts after everything had drained or the deadline had passed
 */
public record StopReport(Duration took, List<Left> left, List<Stuck> stuck, Ledger ledger) {
    /**
     * Events that were not passed on.
     *
     * @param where a connection such as {@code a.outbox -> b.inbox}, or a module that held them
     * @param events how many
     */
    public record Left(String where, long events) {}

    /**
     * A module that did not return.
     *
     * @param module its name
     * @param home the thread that it keeps
     * @param stack where that thread is
     */
    public record Stuck(String module, String home, List<StackTraceElement> stack) {
        public Stuck {
            stack = List.copyOf(stack);
        }
    }

    public StopReport {
        left = List.copyOf(left);
        stuck = List.copyOf(stuck);
    }

    /** Whether every event was passed on and every module returned. */
    public boolean isClean() {
        return left.isEmpty() && stuck.isEmpty();
    }

    /** How many events were not passed on. */
    public long eventsLeft() {
        return left.stream().mapToLong(Left::events).sum();
    }

    /** What was left and who was stuck, a line each; one line if nothing. */
    @Override
    public String toString() {
        if (isClean()) {
            return "stopped in " + took.toMillis() + " ms, nothing left";
        }
        StringBuilder text = new StringBuilder(128)
                .append("stopped in ")
                .append(took.toMillis())
                .append(" ms, ")
                .append(eventsLeft())
                .append(" events left");
        left.forEach(item -> text.append(System.lineSeparator())
                .append("  ")
                .append(item.events())
                .append(" left in ")
                .append(item.where()));
        for (Stuck item : stuck) {
            text.append(System.lineSeparator())
                    .append("  module \"")
                    .append(item.module())
                    .append("\" did not return; its thread ")
                    .append(item.home())
                    .append(" is at");
            item.stack()
                    .forEach(frame ->
                            text.append(System.lineSeparator()).append("    ").append(frame));
        }
        return text.toString();
    }
}
