package io.wishbone.netty.input;

/**
 * What requests come by: a connection of HTTP/1.1 or a stream of HTTP/2. <em>Confined to the channel's event loop.</em>
 */
interface HttpTransport {
    /** Asks for what comes next, be it a request. */
    void read();

    /** Asks for the next piece of the body of the request that has come last, if there is more of it. */
    void readBody();

    /** Whether a part of a header has come. */
    boolean isInHead();

    /** Whether it is a stream, which carries one request. */
    boolean isStream();

    /** The version of HTTP, such as {@code 1.1}. */
    String version();

    /**
     * Ends it after the answer that was written, so that the client gets that.
     *
     * @param isWhole whether all of the request has come
     */
    void finish(boolean isWhole);

    /** Ends it at once. */
    void kill();
}
