package io.wishbone.netty.output;

/** How syslog messages are sent. <em>Immutable.</em> */
enum SyslogTransport {
    /** Datagrams to a Unix socket of this host. */
    LOCAL(0),
    /** A Unix stream socket of this host. */
    UNIX(0),
    /** RFC 5426. */
    UDP(514),
    /** RFC 6587. */
    TCP(601),
    /** RFC 5425. */
    TLS(6514);

    private final int port;

    SyslogTransport(int port) {
        this.port = port;
    }

    /** The port of endpoints that have none. */
    int port() {
        return port;
    }

    /** Whether it leads to a socket of this host. */
    boolean isHere() {
        return this == LOCAL || this == UNIX;
    }

    boolean isStream() {
        return this == UNIX || this == TCP || this == TLS;
    }
}
