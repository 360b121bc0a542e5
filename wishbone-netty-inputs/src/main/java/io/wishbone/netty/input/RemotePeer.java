package io.wishbone.netty.input;

import io.wishbone.event.Header;
import io.wishbone.netty.tls.TlsSession;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is at the other side of a connection, as far as is known. <em>Confined to the channel's event loop.</em> */
final class RemotePeer {
    private final Map<String, Object> entries = new LinkedHashMap<>();
    private String name;
    private @Nullable InetAddress address;
    private boolean entered;

    private RemotePeer(String name) {
        this.name = name;
    }

    /** A peer that came by TCP. */
    static RemotePeer of(InetSocketAddress remote, InetSocketAddress local) {
        RemotePeer peer = new RemotePeer("");
        peer.setRemote(remote);
        peer.entries.put("local_port", local.getPort());
        peer.entries.put("transport", "tcp");
        return peer;
    }

    /** A peer that came by a Unix socket. */
    static RemotePeer of(String localPath) {
        RemotePeer peer = new RemotePeer("a peer at " + localPath);
        peer.entries.put("local_path", localPath);
        peer.entries.put("transport", "unix");
        return peer;
    }

    private void setRemote(InetSocketAddress remote) {
        address = remote.getAddress();
        name = endpoint(remote);
        entries.put("remote_address", AddressText.of(remote.getAddress()));
        entries.put("remote_port", remote.getPort());
    }

    private static String endpoint(InetSocketAddress socket) {
        String text = AddressText.of(socket.getAddress());
        return (text.indexOf(':') < 0 ? text : "[" + text + "]") + ":" + socket.getPort();
    }

    /** A proxy told for whom it connects. */
    void provedToBe(InetSocketAddress client) {
        String proxy = name;
        entries.put("proxy_address", String.valueOf(entries.get("remote_address")));
        setRemote(client);
        name = name + " (by the proxy " + proxy + ")";
    }

    /** TLS was agreed on. */
    void secured(TlsSession session) {
        entries.put("tls_version", session.version());
        entries.put("tls_cipher", session.cipher());
        if (session.peer() != null) {
            entries.put("tls_subject", session.peer());
        }
        if (session.applicationProtocol() != null) {
            entries.put("tls_protocol", session.applicationProtocol());
        }
    }

    /** Adds to what events carry of it. */
    void put(String key, Object value) {
        entries.put(key, value);
    }

    /** What events carry of it, by key; not to be kept. */
    Map<String, Object> entries() {
        return entries;
    }

    /** Its address; null where peers have none. */
    @Nullable InetAddress address() {
        return address;
    }

    /** Whether it is the one that has this address and port. */
    boolean isAt(InetSocketAddress socket) {
        return socket.getAddress().equals(address)
                && Integer.valueOf(socket.getPort()).equals(entries.get("remote_port"));
    }

    /** It was let in, and is counted as one of its address. */
    void entered() {
        entered = true;
    }

    /** Whether {@link #entered} was called. */
    boolean hasEntered() {
        return entered;
    }

    /** What events carry of it. */
    Header header(String module) {
        return Header.of(module, entries);
    }

    /** How messages name it. */
    @Override
    public String toString() {
        return name;
    }
}
