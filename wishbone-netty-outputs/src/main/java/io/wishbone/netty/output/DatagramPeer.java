package io.wishbone.netty.output;

import io.netty.channel.Channel;
import io.wishbone.netty.EventLoops;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Whom datagrams are sent to, and by what kind of socket. <em>Immutable.</em> Its text is for operators. */
interface DatagramPeer {
    /** The addresses that it has now, the preferred one first; fails if there is none. Any thread. */
    CompletableFuture<List<SocketAddress>> locate(EventLoops loops);

    /**
     * A new socket that is set up for an address but not connected to it.
     *
     * @throws IllegalStateException if the transport has no such sockets
     */
    Channel newSocket(EventLoops loops, SocketAddress address);

    /**
     * Whether an error of a send says that nothing can be sent until the socket is connected anew, and not something of
     * this one datagram.
     */
    boolean isGone(Throwable cause);

    /** An error of a connect or a send with a message for the operator. */
    Throwable explain(Throwable cause);
}
