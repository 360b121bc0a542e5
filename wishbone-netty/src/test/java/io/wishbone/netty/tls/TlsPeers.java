package io.wishbone.netty.tls;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server on the loopback interface that sends back what it gets, and clients of it. */
final class TlsPeers implements AutoCloseable {
    static final Logger LOG = LoggerFactory.getLogger(TlsPeers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    final BlockingQueue<String> serverSays = new LinkedBlockingQueue<>();
    final BlockingQueue<TlsSession> serverSessions = new LinkedBlockingQueue<>();
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Channel> channels = new CopyOnWriteArrayList<>();
    private final Channel listening;

    TlsPeers(ServerTls server) {
        listening = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(server.newHandler(channel.alloc()))
                                .addLast(new Echo());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    private final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ctx.writeAndFlush(message);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done) {
                if (done.isSuccess()) {
                    serverSessions.add(TlsSession.of(ctx.channel()).orElseThrow());
                } else {
                    serverSays.add(TlsFailures.describe(done.cause()));
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** A channel without TLS. */
    Channel connectPlain() {
        return connectPlain(port(), true);
    }

    private Channel connectPlain(int port, boolean autoRead) {
        Channel channel = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .option(ChannelOption.AUTO_READ, autoRead)
                .connect(InetAddress.getLoopbackAddress(), port)
                .syncUninterruptibly()
                .channel();
        channels.add(channel);
        return channel;
    }

    /** The outcome of a client's handshake with any server of this machine. */
    Future<Channel> connect(ClientTls client, String host, int port, Duration timeout) throws Exception {
        // Nothing is to be read before the handshake begins, as with a module, which begins it at once.
        Channel channel = connectPlain(port, false);
        Future<Channel> outcome = channel.eventLoop()
                .submit(() -> {
                    Future<Channel> begun = client.handshake(channel, host, port, timeout);
                    channel.config().setAutoRead(true);
                    return begun;
                })
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!outcome.await(PATIENCE.toMillis())) {
            throw new AssertionError("the handshake has not ended");
        }
        return outcome;
    }

    Future<Channel> connect(ClientTls client, String host) throws Exception {
        return connect(client, host, port(), PATIENCE);
    }

    /** The client's session after a handshake that must succeed. */
    TlsSession session(Channel channel) throws Exception {
        return channel.eventLoop()
                .submit(() -> TlsSession.of(channel).orElseThrow())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    TlsSession serverSession() throws InterruptedException {
        TlsSession session = serverSessions.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (session == null) {
            throw new AssertionError("the server has shaken no hands, but says " + serverSays);
        }
        return session;
    }

    String serverFailure() throws InterruptedException {
        String failure = serverSays.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (failure == null) {
            throw new AssertionError("the server has no complaint");
        }
        return failure;
    }

    @Override
    public void close() {
        // A group that ends with open channels does not take their handlers out, which have memory of OpenSSL.
        listening.close().awaitUninterruptibly();
        channels.forEach(Channel::close);
        Awaitility.await()
                .until(() -> channels.stream()
                        .allMatch(channel -> channel.pipeline().get(SslHandler.class) == null
                                && channel.pipeline().get(ServerNameHandler.class) == null));
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
