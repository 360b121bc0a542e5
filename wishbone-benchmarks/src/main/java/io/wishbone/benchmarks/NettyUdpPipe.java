package io.wishbone.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.ReferenceCountUtil;

/**
 * What {@link UdpRelayPipe} is compared with: datagrams from one UDP port to another by plain Netty, written with care.
 *
 * <p>With epoll up to 64 datagrams are received by one call and sent by one, and none is copied. They may have up to
 * 2,048 bytes. Number of event loops and sizes of the kernel's buffers are those of {@link UdpRelayPipe}.
 */
public final class NettyUdpPipe {
    private static final int KERNEL_BUFFER = 4 << 20;
    private static final int LONGEST = 2048;
    private static final int BATCH = 64;

    private NettyUdpPipe() {}

    /**
     * Runs until it is ended.
     *
     * @param args the port to listen on and the port to send to
     * @throws InterruptedException never in practice
     */
    public static void main(String[] args) throws InterruptedException {
        EventLoopGroup group =
                NettyBatchPipe.newGroup(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        Class<? extends DatagramChannel> type =
                Epoll.isAvailable() ? EpollDatagramChannel.class : NioDatagramChannel.class;
        Channel output = new Bootstrap()
                .group(group)
                .channel(type)
                .option(ChannelOption.SO_SNDBUF, KERNEL_BUFFER)
                .handler(new Ignore())
                .connect("127.0.0.1", Integer.parseInt(args[1]))
                .sync()
                .channel();
        Bootstrap input = new Bootstrap()
                .group(group)
                .channel(type)
                .option(ChannelOption.SO_RCVBUF, KERNEL_BUFFER)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LONGEST))
                .handler(new Relay(output));
        if (Epoll.isAvailable()) {
            input.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LONGEST)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(BATCH * LONGEST));
        }
        input.bind("127.0.0.1", Integer.parseInt(args[0])).sync();
        output.closeFuture().sync();
    }

    private static final class Relay extends ChannelInboundHandlerAdapter {
        private final Channel output;

        Relay(Channel output) {
            this.output = output;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            output.write(((DatagramPacket) message).content(), output.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            output.flush();
        }
    }

    /** Nobody answers, and that nobody listens yet does not matter. */
    private static final class Ignore extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // Such as a port that is unreachable.
        }
    }
}
