package io.wishbone.netty.input;

/** What a connection may have to go through before its messages can be read. */
enum HandshakePhase {
    /** The header of a proxy, which a {@link ProxyHeaderHandler} looks for. */
    PROXY_HEADER("no header of a proxy came"),
    /** The TLS handshake. */
    TLS("the TLS handshake was not finished");

    private final String undone;

    HandshakePhase(String undone) {
        this.undone = undone;
    }

    /** What to say if it takes too long. */
    String undone() {
        return undone;
    }
}
