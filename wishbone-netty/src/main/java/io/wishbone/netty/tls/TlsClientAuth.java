package io.wishbone.netty.tls;

import io.netty.handler.ssl.ClientAuth;

/** Whether a server asks its clients for certificates. <em>Immutable.</em> */
public enum TlsClientAuth {
    /** It does not. */
    NONE(ClientAuth.NONE),
    /** It does; a client without one is served, one whose certificate is not trusted is not. */
    OPTIONAL(ClientAuth.OPTIONAL),
    /** It does, and serves only clients with one that is trusted. */
    REQUIRED(ClientAuth.REQUIRE);

    private final ClientAuth netty;

    TlsClientAuth(ClientAuth netty) {
        this.netty = netty;
    }

    ClientAuth netty() {
        return netty;
    }
}
