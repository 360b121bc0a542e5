package io.wishbone.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends numbered lines by TLS over several connections, each as fast as it takes them, from one thread of its own. It
 * encrypts by OpenSSL where that is on the class path, which takes a fraction of what decrypting and cutting takes.
 */
final class TlsLoadSender implements LoadSource {
    private static final int CONNECT_ATTEMPTS = 200;
    private static final long RETRY_MILLIS = 50;

    private final EventLoopGroup group = NettyBatchPipe.newGroup(1);
    private final List<Channel> channels = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean finishing;
    private volatile boolean broken;

    private TlsLoadSender() {}

    static TlsLoadSender connect(int port, int connections, BenchTls tls) throws IOException, InterruptedException {
        TlsLoadSender sender = new TlsLoadSender();
        SslContext context = tls.nettyClient();
        for (int i = 0; i < connections; i++) {
            sender.channels.add(sender.connect(port, context, i));
        }
        return sender;
    }

    private Channel connect(int port, SslContext context, int connection) throws IOException, InterruptedException {
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(NettyBatchPipe.clientChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 << 10, 128 << 10))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        SslHandler handler = context.newHandler(channel.alloc(), "127.0.0.1", port);
                        handler.setCloseNotifyFlushTimeoutMillis(0);
                        channel.pipeline().addLast(handler, new Lines(connection));
                    }
                });
        for (int attempt = 1; ; attempt++) {
            ChannelFuture connecting = bootstrap.connect("127.0.0.1", port).await();
            if (connecting.isSuccess()) {
                return connecting.channel();
            }
            if (attempt == CONNECT_ATTEMPTS) {
                throw new IOException("no pipe listens on port " + port, connecting.cause());
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
    }

    @Override
    public void start() {
        // Each connection begins once its handshake is done.
    }

    @Override
    public long finish() throws IOException, InterruptedException {
        finishing = true;
        for (Channel channel : channels) {
            channel.closeFuture().sync();
        }
        if (broken) {
            throw new IOException("a connection to the pipe broke");
        }
        return sent.get();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** What one connection sends. Confined to the channel's event loop. */
    private final class Lines extends ChannelInboundHandlerAdapter {
        private static final int LINES = 256;

        private final ByteBuffer lines = ByteBuffer.allocateDirect(LINES * NumberedLine.LENGTH);
        private final ByteBuf buffer = Unpooled.wrappedBuffer(lines);
        private int next;
        private boolean ended;
        private boolean scheduled;

        Lines(int connection) {
            NumberedLine.prepare(lines, connection);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent) {
                write(ctx);
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            write(ctx);
        }

        /** Writes once, so that all connections get their turn. */
        private void write(ChannelHandlerContext ctx) {
            // The handler of TLS has encrypted what was flushed, unless it still holds the buffer.
            if (ended || scheduled || !ctx.channel().isWritable() || buffer.refCnt() > 1) {
                return;
            }
            if (finishing) {
                ended = true;
                sent.addAndGet(next);
                ctx.close();
                return;
            }
            for (int at = 0; at < lines.capacity(); at += NumberedLine.LENGTH) {
                lines.putLong(at, NumberedLine.toHex(next++));
            }
            scheduled = true;
            ctx.writeAndFlush(buffer.retainedDuplicate(), ctx.voidPromise());
            ctx.executor().execute(() -> {
                scheduled = false;
                write(ctx);
            });
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            broken |= !ended;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            System.err.println("sending failed: " + cause);
            broken = true;
            ctx.close();
        }
    }
}
