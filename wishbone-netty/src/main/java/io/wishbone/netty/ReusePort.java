package io.wishbone.netty;

import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import java.net.StandardSocketOptions;

/** The option by which several sockets may have one port, among which the kernel then spreads what comes. */
public final class ReusePort {
    private ReusePort() {}

    /** The option as the channels of a transport take it; a system that does not know it refuses the bind. */
    public static ChannelOption<Boolean> option(Transport transport) {
        return transport == Transport.NIO
                ? NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT)
                : UnixChannelOption.SO_REUSEPORT;
    }
}
