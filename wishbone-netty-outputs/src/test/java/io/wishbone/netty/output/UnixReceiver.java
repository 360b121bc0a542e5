package io.wishbone.netty.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.wishbone.netty.EventLoops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Unix datagram socket as syslog daemons have one; it may leave what comes in the kernel's queue. */
final class UnixReceiver implements AutoCloseable {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final Path path;
    private final Channel channel;

    UnixReceiver(EventLoops loops, Path path, boolean reads) {
        this.path = path;
        channel = new Bootstrap()
                .group(loops.group())
                .channel(loops.transport().unixDatagramChannel())
                .option(ChannelOption.AUTO_READ, reads)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(1 << 16))
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext ctx, DomainDatagramPacket packet) {
                        received.add(packet.content().toString(UTF_8));
                    }
                })
                .bind(loops.transport().unixAddress(path.toString()))
                .syncUninterruptibly()
                .channel();
    }

    void read() {
        channel.config().setAutoRead(true);
    }

    List<String> received() {
        return received;
    }

    @Override
    public void close() throws IOException {
        channel.close().syncUninterruptibly();
        Files.deleteIfExists(path);
    }
}
