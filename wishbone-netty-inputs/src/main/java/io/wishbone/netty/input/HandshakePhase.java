package io.wishbone.netty.input;

/** What a connection may have to go through before its messages can be read. */
enum HandshakePhase {
    /** The header of a proxy, which a {@link ProxyHeaderHandler} looks for. */
    PROXY_HEADER("no header of a proxy came", "it had sent the header of a proxy"),
    /** The TLS handshake. */
    TLS("the TLS handshake was not finished", "the TLS handshake was finished");

    private final String undone;
    private final String awaited;

    HandshakePhase(String undone, String awaited) {
        this.undone = undone;
        this.awaited = awaited;
    }

    /** What to say if it takes too long. */
    String undone() {
        return undone;
    }

    /** What to say that it was closed before. */
    String awaited() {
        return awaited;
    }
}
