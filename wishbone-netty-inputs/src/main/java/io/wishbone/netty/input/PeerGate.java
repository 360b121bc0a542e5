package io.wishbone.netty.input;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets peers that come by TCP in, or not, by {@link PeerRules}, and counts those of an address. <em>Thread-safe.</em>
 */
final class PeerGate {
    private final PeerRules rules;
    private final AddressTable addresses;

    /**
     * Makes one.
     *
     * @param rateLimit how many events a second one address may send; 0 is any number
     */
    PeerGate(PeerRules rules, long rateLimit) {
        this.rules = rules;
        this.addresses = new AddressTable(rules.maxConnectionsPerAddress(), rateLimit);
    }

    /**
     * Lets a new connection in, or not.
     *
     * @return why not; null if it may go on
     */
    @Nullable String refusal(RemotePeer peer) {
        if (expectsHeaderFrom(peer)) {
            return null;
        }
        return rules.proxyProtocol() == ProxyProtocol.REQUIRED
                ? "it is not in trusted_proxies, and proxy_protocol is required"
                : refusalOfClient(peer);
    }

    private boolean expectsHeaderFrom(RemotePeer peer) {
        InetAddress address = peer.address();
        return rules.proxyProtocol() != ProxyProtocol.OFF
                && address != null
                && rules.trustedProxies().contains(address);
    }

    private @Nullable String refusalOfClient(RemotePeer client) {
        InetAddress address = client.address();
        if (address == null) {
            return null;
        }
        if (rules.deny().contains(address)) {
            return "its address is in deny";
        }
        if (!rules.allow().isEmpty() && !rules.allow().contains(address)) {
            return "its address is not in allow";
        }
        if (!addresses.enter(address)) {
            return "its address has " + rules.maxConnectionsPerAddress()
                    + " connections, as many as max_connections_per_address allows";
        }
        client.entered();
        return null;
    }

    /**
     * Adds what a connection goes through before its messages can be read.
     *
     * @param tls the TLS to speak; null is none
     * @return what these handlers will tell that they have done
     */
    Set<HandshakePhase> addHandshake(Channel channel, RemotePeer peer, @Nullable InputTls tls) {
        Set<HandshakePhase> phases = EnumSet.noneOf(HandshakePhase.class);
        if (rules.proxyProtocol() != ProxyProtocol.OFF) {
            channel.pipeline().addLast(new ProxyHeaderHandler());
            if (expectsHeaderFrom(peer)) {
                // Anybody else is only looked at, since it may have nothing to say yet.
                phases.add(HandshakePhase.PROXY_HEADER);
            }
        }
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel));
            phases.add(HandshakePhase.TLS);
        }
        return phases;
    }

    /**
     * Lets a peer in, or not, once it is known whether it speaks for another.
     *
     * @return why not; null if it may go on
     */
    @Nullable String refusalAfter(ProxyHeaderHandler.Told told, RemotePeer peer) {
        if (!expectsHeaderFrom(peer)) {
            return told.header() ? "it sent the header of a proxy and is not in trusted_proxies" : null;
        }
        if (!told.header() && rules.proxyProtocol() == ProxyProtocol.REQUIRED) {
            return "it sent no header of a proxy, and proxy_protocol is required";
        }
        InetSocketAddress client = told.client();
        if (told.local() || (client != null && peer.isAt(client))) {
            // A health check, which by version 1 of the protocol names the proxy as the client: no client to judge.
            return null;
        }
        if (client != null) {
            peer.provedToBe(client);
        }
        return refusalOfClient(peer);
    }

    /** A peer that was let in has left. */
    void left(RemotePeer peer) {
        InetAddress address = peer.address();
        if (address != null && peer.hasEntered()) {
            addresses.leave(address);
        }
    }

    /** The limit that a peer shares with others; null if there is none. */
    @Nullable RateLimit rateLimitOf(RemotePeer peer) {
        InetAddress address = peer.address();
        return address == null ? null : addresses.limitOf(address);
    }
}
