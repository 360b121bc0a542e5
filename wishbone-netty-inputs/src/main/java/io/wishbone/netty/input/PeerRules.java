package io.wishbone.netty.input;

import static io.wishbone.netty.input.StreamConfig.check;

import java.util.Objects;

/**
 * Which peers an input lets in. <em>Immutable.</em> What counts is the address of the client, also behind a proxy that
 * tells it. A connection that a trusted proxy makes for itself, as its health checks are, has no client and is let in.
 *
 * @param allow if it has any, only these addresses may connect; default none, so that all may
 * @param deny these may not, even if {@code allow} has them; default none
 * @param maxConnectionsPerAddress how many connections of one address may be open, 1 or more; 0, the default, is as
 *     many as there may be of all
 * @param proxyProtocol whether connections begin with the header of a proxy; default {@link ProxyProtocol#OFF}
 * @param trustedProxies whose header is believed; must not be empty unless there is none
 */
public record PeerRules(
        AddressRanges allow,
        AddressRanges deny,
        int maxConnectionsPerAddress,
        ProxyProtocol proxyProtocol,
        AddressRanges trustedProxies) {
    /** All may connect, and no header is expected. */
    public static final PeerRules DEFAULT =
            new PeerRules(AddressRanges.none(), AddressRanges.none(), 0, ProxyProtocol.OFF, AddressRanges.none());

    public PeerRules {
        Objects.requireNonNull(allow, "allow");
        Objects.requireNonNull(deny, "deny");
        if (maxConnectionsPerAddress < 0) {
            throw new IllegalArgumentException("maxConnectionsPerAddress: " + maxConnectionsPerAddress
                    + " (expected: >= 0; 0 is as many as there may be of all)");
        }
        if (proxyProtocol != ProxyProtocol.OFF && trustedProxies.isEmpty()) {
            throw new IllegalArgumentException(
                    "trustedProxies: none (expected: the addresses of the proxies, since proxyProtocol is "
                            + proxyProtocol + " and anybody else could claim any address)");
        }
        if (proxyProtocol == ProxyProtocol.OFF && !trustedProxies.isEmpty()) {
            throw new IllegalArgumentException("trustedProxies: " + trustedProxies
                    + " (expected: none, since proxyProtocol is OFF; OPTIONAL or REQUIRED makes use of them)");
        }
    }

    /**
     * Checks that there are none.
     *
     * @throws IllegalArgumentException if there are, since a client chooses its peer
     */
    void requireNone() {
        check(allow.isEmpty(), "allow", allow, "none, since mode is CLIENT");
        check(deny.isEmpty(), "deny", deny, "none, since mode is CLIENT");
        check(
                maxConnectionsPerAddress == 0,
                "maxConnectionsPerAddress",
                maxConnectionsPerAddress,
                "0, since mode is CLIENT");
        check(proxyProtocol == ProxyProtocol.OFF, "proxyProtocol", proxyProtocol, "OFF, since mode is CLIENT");
    }
}
