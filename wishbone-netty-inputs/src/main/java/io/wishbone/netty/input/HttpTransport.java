package io.wishbone.netty.input;

/**
 * What requests come by: a connection of HTTP/1.1 or a stream of HTTP/2. <em>Confined to the channel's event loop.</em>
 */
interface HttpTransport {
    /** Asks for the next piece of a request. */
    void read();

    /** Whether a part of a header has come. */
    boolean isInHead();

    /** Whether it is a stream, which carries one request. */
    boolean isStream();

    /** The version of HTTP, such as {@code 1.1}. */
    String version();

    /** Ends it after the answer that was written, so that the client gets that. */
    void finish();

    /** Ends it at once. */
    void kill();
}
