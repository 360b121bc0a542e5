package io.wishbone.protocol;

/** What becomes of bytes that are no characters in a charset, and of characters that the charset does not have. */
public enum Malformed {
    /** The message is refused. */
    REFUSE,
    /** Each becomes the charset's replacement character, such as U+FFFD. */
    REPLACE
}
