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

    /** Begins a batch, or one within it. */
    void begin() {
        depth++;
    }

    /** Ends what was begun last; tells whether that was the outermost. */
    boolean end() {
        return --depth == 0;
    }

    boolean isUnderWay() {
        return depth > 0;
    }

    /** An event was submitted, is held, or failed. */
    void addOutcome() {
        outcomes++;
    }

    /** The last outcome was none of an event that is being handled: it ended a hold, or is counted as failed. */
    void takeBackOutcome() {
        outcomes--;
    }

    /** How much has come out so far; a count that runs on and may wrap. */
    int outcomes() {
        return outcomes;
    }

    /** From here on, events without a completion inherit this one; gives the one that they inherited before. */
    @Nullable Completion inherit(@Nullable Completion completion) {
        Completion before = inherited;
        inherited = completion;
        return before;
    }

    /** Whether an event goes on without a completion to mind. */
    boolean isUnasked(Event event) {
        return event.completion() == null && inherited == null;
    }

    Event inheriting(Event event) {
        Completion parent = inherited;
        return parent != null && event.completion() == null ? event.withCompletion(parent) : event;
    }
}
