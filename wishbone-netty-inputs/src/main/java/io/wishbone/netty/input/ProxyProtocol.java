package io.wishbone.netty.input;

/**
 * Whether connections begin with a header in which a proxy tells for whom it connects (HAProxy, "The PROXY protocol
 * Versions 1 & 2").
 */
public enum ProxyProtocol {
    /** None is expected; one that comes is taken for a message. */
    OFF,
    /** A trusted proxy may send one; what any other peer sends first must be none. */
    OPTIONAL,
    /** Every connection has to come from a trusted proxy and begin with one. */
    REQUIRED
}
