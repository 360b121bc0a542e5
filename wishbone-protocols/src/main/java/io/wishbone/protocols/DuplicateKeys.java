package io.wishbone.protocols;

/** What becomes of a map that has a key twice. */
public enum DuplicateKeys {
    /** The message is refused. */
    REFUSE,
    /** The last value counts. */
    LAST
}
