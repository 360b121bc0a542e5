package io.wishbone.netty.input;

/** What a connection speaks once it is known. <em>Confined to the channel's event loop.</em> */
interface HttpSession {
    /**
     * Begins to read requests.
     *
     * @param last the name of the handler before which those of the session stand
     */
    void begin(String last);

    /** Whether it wants what the peer sends. */
    boolean isReading();

    /** Takes no request any more, and ends the connection once those that it has are answered. */
    void drain();

    /** Ends the connection at once, but for answers that are on their way. */
    void abandon();

    /** The connection has ended. */
    void closed();
}
