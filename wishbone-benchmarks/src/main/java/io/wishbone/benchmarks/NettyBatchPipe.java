package io.wishbone.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.ssl.SslContext;
import io.wishbone.benchmarks.BenchTls.Side;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What the pipe under test is compared with: lines from one TCP port to another by plain Netty, written with care.
 *
 * <p>{@link LineBasedFrameDecoder} cuts the lines, those of one read are gathered in buffers of 64 KiB, and each read
 * ends in one flush. While the output takes no more, the inputs are not read. There are no events, no modules and no
 * accounts: the distance between the two pipes is the price of those. Transport, number of event loops, receive buffers
 * and write watermarks are those that {@link RelayPipe} has.
 */
public final class NettyBatchPipe {
    private static final int LONGEST_LINE = 64 << 10;
    private static final int BATCH_BYTES = 64 << 10;
    private static final int BACKLOG = 1024;
    private static final long RETRY_MILLIS = 100;

    private final EventLoopGroup group;
    private final Set<Channel> inputs = ConcurrentHashMap.newKeySet();

    private final @Nullable SslContext serverTls;
    private final @Nullable SslContext clientTls;

    private NettyBatchPipe(@Nullable BenchTls tls) throws SSLException {
        this.group = newGroup(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        this.serverTls = tls != null && tls.side() == Side.IN ? tls.nettyServer() : null;
        this.clientTls = tls != null && tls.side() == Side.OUT ? tls.nettyClient() : null;
    }

    static EventLoopGroup newGroup(int loops) {
        IoHandlerFactory handlers = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(loops, handlers);
    }

    static Class<? extends SocketChannel> clientChannel() {
        return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    static Class<? extends ServerSocketChannel> serverChannel() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /**
     * Runs until the output's connection ends.
     *
     * @param args the port to listen on, and the port to send to; connecting is tried until it works; then, for TLS,
     *     the side, the provider and the directory of the certificate, as for {@link RelayPipe}
     * @throws InterruptedException never in practice
     * @throws SSLException if the certificate or the provider can't be used
     */
    public static void main(String[] args) throws InterruptedException, SSLException {
        NettyBatchPipe pipe = new NettyBatchPipe(BenchTls.parse(args, 2));
        Channel output = pipe.connect(Integer.parseInt(args[1]));
        pipe.listen(Integer.parseInt(args[0]), output);
        output.closeFuture().sync();
        pipe.group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    private Channel connect(int port) throws InterruptedException {
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(clientChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(512 << 10, 1 << 20))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (clientTls != null) {
                            channel.pipeline().addLast(clientTls.newHandler(channel.alloc(), "127.0.0.1", port));
                        }
                        channel.pipeline().addLast(new InputGate());
                    }
                });
        while (true) {
            ChannelFuture connecting = bootstrap.connect("127.0.0.1", port).await();
            if (connecting.isSuccess()) {
                return connecting.channel();
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
    }

    private void listen(int port, Channel output) throws InterruptedException {
        new ServerBootstrap()
                .group(group)
                .channel(serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(2048, 16 << 10, 256 << 10))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        inputs.add(channel);
                        channel.config().setAutoRead(output.isWritable());
                        if (serverTls != null) {
                            channel.pipeline().addLast(serverTls.newHandler(channel.alloc()));
                        }
                        channel.pipeline()
                                .addLast(new LineBasedFrameDecoder(LONGEST_LINE, false, true))
                                .addLast(new LineBatch(output));
                    }
                })
                .bind("127.0.0.1", port)
                .sync();
    }

    /** Stops and resumes reading as the output's write buffer fills and drains. */
    private final class InputGate extends ChannelInboundHandlerAdapter {
        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            boolean writable = ctx.channel().isWritable();
            inputs.forEach(input -> input.config().setAutoRead(writable));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    /** Gathers the lines of one read in one buffer. Confined to the channel's event loop. */
    private final class LineBatch extends ChannelInboundHandlerAdapter {
        private final Channel output;
        private @Nullable ByteBuf batch;

        LineBatch(Channel output) {
            this.output = output;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf line = (ByteBuf) message;
            ByteBuf gathered = batch;
            if (gathered != null && gathered.writableBytes() < line.readableBytes()) {
                write(gathered);
                gathered = null;
            }
            if (gathered == null) {
                gathered = ctx.alloc().directBuffer(BATCH_BYTES);
                batch = gathered;
            }
            gathered.writeBytes(line);
            line.release();
        }

        private void write(ByteBuf gathered) {
            batch = null;
            output.write(gathered, output.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ByteBuf gathered = batch;
            if (gathered != null) {
                write(gathered);
            }
            output.flush();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            inputs.remove(ctx.channel());
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            ByteBuf gathered = batch;
            if (gathered != null) {
                batch = null;
                gathered.release();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
