package io.wishbone.netty.output;

import io.netty.channel.Channel;
import io.wishbone.netty.EventLoops;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A UDP port of a host or of a multicast group. <em>Immutable.</em> */
record UdpPeer(Endpoint endpoint, UdpOutputConfig.Multicast multicast) implements DatagramPeer {
    /** What systems say, in the languages of servers, while a datagram cannot even leave this host. */
    private static final List<String> LOCAL_ERRORS =
            List.of("network is unreachable", "network is down", "no route to host", "no buffer space available");

    @Override
    public CompletableFuture<List<SocketAddress>> locate(EventLoops loops) {
        return loops.resolve(endpoint.host())
                .thenApply(addresses -> Stream.of(addresses)
                        .<SocketAddress>map(address -> new InetSocketAddress(address, endpoint.port()))
                        .toList());
    }

    @Override
    public Channel newSocket(EventLoops loops, SocketAddress address) {
        InetAddress remote = ((InetSocketAddress) address).getAddress();
        Channel socket = loops.transport().newDatagramChannel(remote);
        if (remote.isMulticastAddress()) {
            MulticastOptions.set(socket, loops.transport(), remote, multicast);
        }
        return socket;
    }

    @Override
    public boolean isGone(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return cause instanceof ClosedChannelException
                || cause instanceof NoRouteToHostException
                || LOCAL_ERRORS.stream().anyMatch(message::contains);
    }

    @Override
    public Throwable explain(Throwable cause) {
        boolean isUnreachable = cause instanceof PortUnreachableException
                || (cause instanceof ConnectException && !isGone(cause))
                || String.valueOf(cause.getMessage()).contains("Connection refused");
        if (!isUnreachable) {
            return cause;
        }
        PortUnreachableException explained =
                new PortUnreachableException("nobody listens on " + endpoint + ", its host tells");
        explained.initCause(cause);
        return explained;
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
