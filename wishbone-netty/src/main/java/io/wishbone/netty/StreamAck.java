package io.wishbone.netty;

/**
 * Whether the receiver of a stream of messages tells the sender which ones it has taken. Both sides have to be set
 * alike.
 */
public enum StreamAck {
    /** It does not. */
    NONE,
    /**
     * It answers by lines that end in LF, {@code ack} and how many messages of the connection were delivered, from the
     * first one on: {@code ack 42} says so of the first 42. A line stands for all before it, so that a receiver need
     * not write one for each message. What lacks its line ending when the sender ends its side is no message. What was
     * not acknowledged when the connection ends is for the sender to send again on the next one.
     */
    LINES
}
