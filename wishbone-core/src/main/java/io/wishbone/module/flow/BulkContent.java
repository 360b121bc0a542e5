package io.wishbone.module.flow;

/** What the list has that is a bulk event's data. */
public enum BulkContent {
    /** The data of each event; headers are left behind. */
    DATA,
    /** For each event a map with its {@code header} and its {@code data}. */
    EVENTS
}
