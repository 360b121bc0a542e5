package io.wishbone.netty.framing;

/** Receives what a decoder cuts out of a stream. <em>Confined to the channel's event loop.</em> */
public interface FrameSink {
    /**
     * Takes one message.
     *
     * @param frame its bytes, the taker's to keep
     * @return whether to go on; if not, the decoder keeps what it has not decoded
     */
    boolean frame(byte[] frame);

    /**
     * Learns that a message was longer than the limit, once for each such message and before any truncated event.
     *
     * @return whether to go on; if not, the decoder drops everything, since the connection is closed
     */
    boolean oversize();

    /**
     * Learns that the stream cannot be cut any further, since what should say how long a message is says what cannot
     * be. The decoder drops everything from then on; the connection has to be closed. Called once at most.
     *
     * @param what what came and what was expected, for a log
     */
    void malformed(String what);
}
