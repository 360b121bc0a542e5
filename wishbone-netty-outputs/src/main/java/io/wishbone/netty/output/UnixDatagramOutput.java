package io.wishbone.netty.output;

import io.wishbone.netty.EventLoops;
import java.util.List;

/**
 * Sends each event as a datagram to a Unix socket, as {@code /dev/log} is one.
 *
 * <p>A datagram has an event's data, bytes as they are and anything else as UTF-8 text unless a protocol makes the
 * bytes, and nothing else; or what the Netty handlers of a codec make of it. Inlet: {@code inbox}; outlets:
 * {@code successful} after the kernel took an event for its receiver, which says nothing of its having been read,
 * {@code failed} if it is empty, or longer than a datagram may be. While nobody listens, and while the receiver's queue
 * is full, events wait; a receiver that has come again at the same path is found. Needs epoll or kqueue.
 *
 * <p>Counters: {@code send_errors_total}, {@code connections_failed_total}, {@code connections_lost_total},
 * {@code rewritten_total}, {@code truncated_total}, {@code chunked_total}; gauge: {@code connected}.
 */
public final class UnixDatagramOutput extends DatagramOutput {
    private final String path;

    /** Makes the module; it connects once its router has started. */
    public UnixDatagramOutput(UnixDatagramOutputConfig config) {
        super(config.datagrams(), List.of(new UnixDatagramPeer(config.path())));
        this.path = config.path();
    }

    @Override
    void checkTransport(EventLoops serving) {
        serving.transport().unixDatagramChannel();
        serving.transport().unixAddress(path);
    }
}
