package io.wishbone.netty.output;

import io.netty.channel.Channel;
import io.netty.channel.ReflectiveChannelFactory;
import io.wishbone.netty.EventLoops;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.channels.NotYetConnectedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A Unix datagram socket of another process on this host. <em>Immutable.</em> */
record UnixDatagramPeer(String path) implements DatagramPeer {
    @Override
    public CompletableFuture<List<SocketAddress>> locate(EventLoops loops) {
        return CompletableFuture.completedFuture(List.of(loops.transport().unixAddress(path)));
    }

    @Override
    public Channel newSocket(EventLoops loops, SocketAddress address) {
        return new ReflectiveChannelFactory<>(loops.transport().unixDatagramChannel()).newChannel();
    }

    /** An error is of the socket's other end, unless it is of the datagram's length. */
    @Override
    public boolean isGone(Throwable cause) {
        return !String.valueOf(cause.getMessage()).contains("Message too long");
    }

    @Override
    public Throwable explain(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof FileNotFoundException || message.contains("No such file")) {
            return new IOException("there is no socket " + path, cause);
        }
        boolean isRefused = cause instanceof NotYetConnectedException || message.contains("Connection refused");
        if (isRefused) {
            return new IOException("nobody listens on " + path, cause);
        }
        return cause instanceof ConnectException && message.contains("Protocol wrong type")
                ? new IOException(path + " is a socket of another type (expected: one of datagrams)", cause)
                : cause;
    }

    @Override
    public String toString() {
        return path;
    }
}
