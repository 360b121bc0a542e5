package io.wishbone.netty.framing;

/** What becomes of an event whose bytes have the delimiter in them, where it is sent. */
public enum DelimiterPolicy {
    /** It is sent as it is, so that the receiver sees several messages. The default. */
    KEEP,
    /**
     * The first byte of each delimiter in it is written as an escape: {@code \n} for LF, {@code \r} for CR, else
     * {@code \x} and two hexadecimal digits. A backslash in the event stays as it is, so a receiver cannot undo it.
     */
    ESCAPE,
    /** It goes to {@code failed}. */
    REJECT
}
