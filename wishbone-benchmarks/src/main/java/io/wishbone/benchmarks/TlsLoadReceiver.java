package io.wishbone.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Takes what comes out of the pipe by TLS, and has it checked. */
final class TlsLoadReceiver implements LoadSink {
    private static final int BUFFER_BYTES = 256 << 10;

    private final EventLoopGroup group = NettyBatchPipe.newGroup(1);

    private final int port;
    private final LineCheck lines;
    private final SslContext context;

    TlsLoadReceiver(int port, LineCheck lines, BenchTls tls) throws IOException {
        this.port = port;
        this.lines = lines;
        this.context = tls.nettyServer();
    }

    @Override
    public void start() throws InterruptedException {
        new ServerBootstrap()
                .group(group)
                .channel(NettyBatchPipe.serverChannel())
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(2048, 64 << 10, BUFFER_BYTES))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(context.newHandler(channel.alloc()), new Lines(lines));
                    }
                })
                .bind("127.0.0.1", port)
                .sync();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** Confined to the channel's event loop. */
    private static final class Lines extends SimpleChannelInboundHandler<ByteBuf> {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        private final LineCheck lines;

        Lines(LineCheck lines) {
            this.lines = lines;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf piece) {
            while (piece.isReadable()) {
                buffer.limit(Math.min(buffer.capacity(), buffer.position() + piece.readableBytes()));
                piece.readBytes(buffer);
                buffer.limit(buffer.position());
                lines.take(buffer);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            System.err.println("receiving failed: " + cause);
            ctx.close();
        }
    }
}
