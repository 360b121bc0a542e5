package io.wishbone.netty.input;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.wishbone.actor.ModuleContext;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.ReusePort;
import io.wishbone.netty.input.TcpInputConfig.SocketConfig;
import java.net.InetSocketAddress;

/** Peers connect to a TCP port. <em>Thread-safe.</em> */
final class TcpDoor extends ListeningDoor {
    private final String address;
    private final int port;
    private final EventLoops loops;
    private final ModuleContext context;

    /**
     * Makes one that is shut.
     *
     * @param accepted initializes each connection
     */
    TcpDoor(
            String address,
            int port,
            SocketConfig socket,
            EventLoops loops,
            ModuleContext context,
            ChannelHandler accepted) {
        super(
                () -> loops.resolve(address).thenApply(found -> new InetSocketAddress(found[0], port)),
                loops,
                loops.transport().serverChannel(),
                accepted);
        this.address = address;
        this.port = port;
        this.loops = loops;
        this.context = context;
        ServerBootstrap bootstrap = bootstrap()
                .option(ChannelOption.SO_BACKLOG, socket.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.SO_KEEPALIVE, socket.keepAlive())
                .childOption(ChannelOption.TCP_NODELAY, true);
        if (socket.reusePort()) {
            bootstrap.option(ReusePort.option(loops.transport()), true);
        }
        if (socket.receiveBufferBytes() > 0) {
            // Connections inherit it, and only what is set before the bind can change the window's scale.
            bootstrap.option(ChannelOption.SO_RCVBUF, socket.receiveBufferBytes());
        }
    }

    @Override
    Throwable explain(Throwable failure) {
        return BindErrors.explain(address, port, failure);
    }

    @Override
    void bound() {
        context.log().info("listening on {} ({})", boundAddress(), loops.transport());
    }
}
