package io.wishbone.netty.framing;

/** What becomes of a message that is longer than the limit. Each case is counted. */
public enum OversizePolicy {
    /** Its beginning, as long as the limit allows, becomes the event; the rest is skipped. */
    TRUNCATE,
    /** It is skipped. The default. */
    DISCARD,
    /** The connection is closed. */
    CLOSE
}
