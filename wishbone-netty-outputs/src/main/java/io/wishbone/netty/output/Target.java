package io.wishbone.netty.output;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;
import io.wishbone.netty.EventLoops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Where a lane's connections lead to; its text is for logs and headers. <em>Immutable.</em> */
interface Target {
    /** Finds out its addresses, one or more, off the event loops. */
    CompletableFuture<SocketAddress[]> resolve(EventLoops loops);

    /** Sets what its channels are. */
    void configure(Bootstrap bootstrap, EventLoops loops);

    /** Makes a channel that has just connected one to write on, and tells what came of it. */
    void secure(Channel channel, OutputTls tls, Consumer<Future<?>> outcome);

    /** A TCP port of a host. */
    record Port(Endpoint endpoint, boolean keepAlive) implements Target {
        @Override
        public CompletableFuture<SocketAddress[]> resolve(EventLoops loops) {
            return loops.resolve(endpoint.host()).thenApply(addresses -> {
                SocketAddress[] ports = new SocketAddress[addresses.length];
                for (int i = 0; i < ports.length; i++) {
                    InetAddress address = addresses[i];
                    ports[i] = new InetSocketAddress(address, endpoint.port());
                }
                return ports;
            });
        }

        @Override
        public void configure(Bootstrap bootstrap, EventLoops loops) {
            bootstrap
                    .channel(loops.transport().channel())
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, keepAlive);
        }

        @Override
        public void secure(Channel channel, OutputTls tls, Consumer<Future<?>> outcome) {
            tls.secure(channel, endpoint, outcome);
        }

        @Override
        public String toString() {
            return endpoint.toString();
        }
    }

    /** A Unix stream socket. */
    record SocketFile(String path) implements Target {
        @Override
        public CompletableFuture<SocketAddress[]> resolve(EventLoops loops) {
            return CompletableFuture.completedFuture(
                    new SocketAddress[] {loops.transport().unixAddress(path)});
        }

        @Override
        public void configure(Bootstrap bootstrap, EventLoops loops) {
            bootstrap.channel(loops.transport().unixChannel());
        }

        @Override
        public void secure(Channel channel, OutputTls tls, Consumer<Future<?>> outcome) {
            outcome.accept(channel.newSucceededFuture());
        }

        @Override
        public String toString() {
            return path;
        }
    }
}
