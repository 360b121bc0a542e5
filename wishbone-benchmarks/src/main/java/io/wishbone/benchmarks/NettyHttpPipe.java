package io.wishbone.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What HTTP is compared with: a server by Netty's codec that copies each body, or each line of it, out of its buffer,
 * and a client with as many connections as the output.
 */
public final class NettyHttpPipe {
    private static final int LONGEST_BODY = 1 << 20;
    private static final long RETRY_MILLIS = 100;

    private final EventLoopGroup group =
            NettyBatchPipe.newGroup(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    private final LongAdder bytes = new LongAdder();

    private NettyHttpPipe() {}

    /**
     * Runs until it is ended.
     *
     * @param args the port to listen on, the port to send to, and {@code request}, {@code lines} or {@code output}
     * @throws InterruptedException never in practice
     */
    public static void main(String[] args) throws InterruptedException {
        NettyHttpPipe pipe = new NettyHttpPipe();
        if (args[2].equals("output")) {
            pipe.send(Integer.parseInt(args[1]));
        } else {
            pipe.receive(Integer.parseInt(args[0]), args[2].equals("lines"));
        }
        pipe.group.terminationFuture().sync();
    }

    private void receive(int port, boolean isLines) throws InterruptedException {
        new ServerBootstrap()
                .group(group)
                .channel(NettyBatchPipe.serverChannel())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(LONGEST_BODY))
                                .addLast(new Server(isLines));
                    }
                })
                .bind("127.0.0.1", port)
                .sync();
    }

    private final class Server extends SimpleChannelInboundHandler<FullHttpRequest> {
        private final boolean isLines;

        Server(boolean isLines) {
            this.isLines = isLines;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            ByteBuf body = request.content();
            while (body.isReadable()) {
                int length = isLines ? body.bytesBefore((byte) '\n') : body.readableBytes();
                bytes.add(ByteBufUtil.getBytes(body.readSlice(length)).length);
                body.skipBytes(isLines ? 1 : 0);
            }
            FullHttpResponse response =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT);
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
            ctx.writeAndFlush(response, ctx.voidPromise());
        }
    }

    private void send(int port) throws InterruptedException {
        Bootstrap bootstrap = new Bootstrap()
                .group(group.next())
                .channel(NettyBatchPipe.clientChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpClientCodec())
                                .addLast(new HttpObjectAggregator(LONGEST_BODY))
                                .addLast(new Client("127.0.0.1:" + port));
                    }
                });
        for (int connected = 0; connected < HttpLoad.CONNECTIONS; ) {
            ChannelFuture connecting = bootstrap.connect("127.0.0.1", port).await();
            if (connecting.isSuccess()) {
                connected++;
            } else {
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }

    private static final class Client extends SimpleChannelInboundHandler<FullHttpResponse> {
        private final byte[] event = HttpLoad.event();
        private final String host;

        Client(String host) {
            this.host = host;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            send(ctx);
        }

        private void send(ChannelHandlerContext ctx) {
            FullHttpRequest request = new DefaultFullHttpRequest(
                    HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(event));
            request.headers()
                    .set(HttpHeaderNames.HOST, host)
                    .set(HttpHeaderNames.USER_AGENT, "netty")
                    .set(HttpHeaderNames.ACCEPT_ENCODING, "gzip")
                    .set(HttpHeaderNames.CONTENT_LENGTH, event.length)
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/octet-stream");
            ctx.writeAndFlush(request, ctx.voidPromise());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
            if (response.status().code() != HttpResponseStatus.NO_CONTENT.code()) {
                throw new IllegalStateException("answered " + response.status());
            }
            send(ctx);
        }
    }
}
