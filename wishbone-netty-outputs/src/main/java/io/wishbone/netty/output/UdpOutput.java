package io.wishbone.netty.output;

/**
 * Sends each event as a UDP datagram.
 *
 * <p>A datagram has an event's data, bytes as they are and anything else as UTF-8 text unless a protocol makes the
 * bytes, and nothing else; or what the Netty handlers of a codec make of it. Inlet: {@code inbox}; outlets:
 * {@code successful} after the kernel took an event, which says nothing of its arrival, {@code failed} if the kernel or
 * the codec refused it, if it is empty, or longer than a datagram may be and is neither cut nor sent in chunks. Of
 * several endpoints each gets the next event. While the kernel takes nothing, or the name cannot be resolved, or this
 * host has no network, events wait. After an error, as when a peer's host tells that nobody listens there, sending goes
 * on and the name is resolved again.
 *
 * <p>Counters: {@code send_errors_total}, {@code port_unreachable_total}, {@code resolve_errors_total},
 * {@code connections_failed_total}, {@code connections_lost_total}, {@code rewritten_total}, {@code truncated_total},
 * {@code chunked_total}; gauge: {@code connected}.
 */
public final class UdpOutput extends DatagramOutput {
    /** Makes the module; it resolves the name once its router has started. */
    public UdpOutput(UdpOutputConfig config) {
        super(config.datagrams(), config.peers());
    }
}
