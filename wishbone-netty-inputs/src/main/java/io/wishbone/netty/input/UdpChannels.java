package io.wishbone.netty.input;

import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.wishbone.netty.ReusePort;
import io.wishbone.netty.Transport;
import java.net.InetAddress;

/** Makes the channels of a {@link UdpInput}. */
final class UdpChannels {
    private UdpChannels() {}

    /**
     * A channel that is not bound.
     *
     * @throws IllegalStateException if it is to share its port and the transport cannot
     */
    static DatagramChannel create(Transport transport, InetAddress local, UdpInputConfig config) {
        DatagramChannel channel = transport.newDatagramChannel(local);
        channel.config().setReceiveBufferSize(config.receiveBufferBytes());
        if (transport == Transport.EPOLL) {
            // What makes it read many datagrams in one call, each into its own part of the buffer.
            channel.config().setOption(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, config.maxDatagramBytes() + 1);
        }
        if (config.sharesPort() && !channel.config().setOption(ReusePort.option(transport), true)) {
            channel.unsafe().closeForcibly();
            throw new IllegalStateException("transport " + transport
                    + " cannot share a port here (expected: sockets: 1 and reuse_port: false, or Linux)");
        }
        return channel;
    }
}
