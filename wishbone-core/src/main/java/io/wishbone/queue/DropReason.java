package io.wishbone.queue;

import java.util.Locale;

/** Why a queue or an outlet dropped an event. */
public enum DropReason {
    /** The queue was full and its policy drops what comes. */
    DROP_NEWEST,
    /** The queue was full and its policy drops what waits longest. */
    DROP_OLDEST,
    /** The connection closes a cycle, never stops its producer, and was at its hard limit. */
    CYCLE_LIMIT,
    /** The outlet is not connected. */
    UNCONNECTED,
    /** The module that should have taken it was removed. */
    REMOVED;

    /** The reason as metrics and the ledger show it, such as {@code drop_newest}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
