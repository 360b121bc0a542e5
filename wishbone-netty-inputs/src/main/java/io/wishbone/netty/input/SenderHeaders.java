package io.wishbone.netty.input;

import io.wishbone.event.Header;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers of the senders that were seen last, so that one is not made for each datagram. <em>Confined to the
 * channel's event loop.</em> Senders share a fixed number of places; one that needs a taken place replaces the other.
 */
final class SenderHeaders implements HeaderSource {
    private static final int PLACES = 256;

    private final String module;
    private final int localPort;
    private final @Nullable InetSocketAddress[] senders = new InetSocketAddress[PLACES];
    private final @Nullable Header[] headers = new Header[PLACES];

    SenderHeaders(String module, int localPort) {
        this.module = module;
        this.localPort = localPort;
    }

    @Override
    public Header of(SocketAddress address) {
        InetSocketAddress sender = (InetSocketAddress) address;
        int hash = sender.hashCode();
        int place = (hash ^ hash >>> 8 ^ hash >>> 16 ^ hash >>> 24) & (PLACES - 1);
        Header known = headers[place];
        if (known != null && isSame(sender, senders[place])) {
            return known;
        }
        Header made = make(sender);
        senders[place] = sender;
        headers[place] = made;
        return made;
    }

    private static boolean isSame(InetSocketAddress one, @Nullable InetSocketAddress other) {
        return other != null && one.equals(other) && zone(one) == zone(other);
    }

    /** What equality of addresses leaves out: the same link-local address may be on several links. */
    private static int zone(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address six ? six.getScopeId() : 0;
    }

    private Header make(InetSocketAddress sender) {
        Map<String, Object> entries = new LinkedHashMap<>();
        entries.put("remote_address", AddressText.of(sender.getAddress()));
        entries.put("remote_port", sender.getPort());
        entries.put("local_port", localPort);
        entries.put("transport", "udp");
        return Header.of(module, entries);
    }
}
