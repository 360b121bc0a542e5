package io.wishbone.actor;

import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * What goes on at one end of a module's work: whether a batch is under way, after which what was submitted is
 * published; how much came out of it; and whose completion it inherits. <em>Confined to one home's thread.</em>
 */
final class Batch {
    private int depth;
    private int outcomes;
    private @Nullable Completion inherited;
    private boolean plain;

    /** Begins a batch, or one within it. */
    void begin() {
        depth++;
        plain = inherited == null;
    }

    /** Ends what was begun last; tells whether that was the outermost. */
    boolean end() {
        boolean isOutermost = --depth == 0;
        plain = !isOutermost && inherited == null;
        return isOutermost;
    }

    /** Forgets what was begun, after something went wrong that must not. */
    void reset() {
        depth = 0;
        outcomes = 0;
        inherited = null;
        plain = false;
    }

    boolean isUnderWay() {
        return depth > 0;
    }

    /** An event was submitted, is held, or failed. */
    void addOutcome() {
        outcomes++;
    }

    /** How much has come out so far, for {@link #forgetOutcomesSince}. */
    int outcomes() {
        return outcomes;
    }

    /**
     * What came out since then was no outcome of an event that is being handled: it ended a hold, or is counted as
     * failed. It may also have come out at an end with a batch of its own.
     */
    void forgetOutcomesSince(int before) {
        outcomes = before;
    }

    /** How much has come out since this was asked last. */
    int takeOutcomes() {
        int taken = outcomes;
        outcomes = 0;
        return taken;
    }

    /** Takes the one outcome that most events have; tells whether there was exactly one. */
    boolean takeOneOutcome() {
        boolean one = outcomes == 1;
        if (one) {
            outcomes = 0;
        }
        return one;
    }

    /** From here on, events without a completion inherit this one; gives the one that they inherited before. */
    @Nullable Completion inherit(@Nullable Completion completion) {
        Completion before = inherited;
        inherited = completion;
        plain = depth > 0 && completion == null;
        return before;
    }

    /** Whether a batch is under way, and events without a completion inherit none. */
    boolean isPlain() {
        return plain;
    }

    Event inheriting(Event event) {
        Completion parent = inherited;
        return parent != null && event.completion() == null ? event.withCompletion(parent) : event;
    }
}
