package io.wishbone.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Asks a server, or answers a client, as fast as it goes, over 64 connections with one request at a time each.
 *
 * <p>It knows the bytes of what it sends, and of what comes only where it ends, so that it takes little of the machine.
 */
public final class HttpLoadGenerator {
    private static final double NANOS = 1e9;
    private static final long RETRY_MILLIS = 100;
    private static final byte[] ANSWER = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final LongAdder exchanges = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private final EventLoopGroup group = NettyBatchPipe.newGroup(1);

    private HttpLoadGenerator() {}

    /**
     * Runs once and prints one line of {@code name=value} pairs.
     *
     * @param args the port to send to, the port to receive on, {@code request}, {@code lines} or {@code output},
     *     seconds of warm-up, seconds to measure, and the process id of what is measured
     * @throws IOException if /proc can't be read
     * @throws InterruptedException never in practice
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 6) {
            System.err.println("usage: HttpLoadGenerator SEND_PORT RECEIVE_PORT request|lines|output WARM_UP_SECONDS"
                    + " SECONDS PID");
            System.exit(2);
        }
        HttpLoadGenerator load = new HttpLoadGenerator();
        boolean isLines = args[2].equals("lines");
        if (args[2].equals("output")) {
            load.answer(Integer.parseInt(args[1]));
        } else {
            load.ask(Integer.parseInt(args[0]), HttpLoad.request(isLines));
        }
        TimeUnit.SECONDS.sleep(Long.parseLong(args[3]));
        load.measure(Long.parseLong(args[4]), new PipeProcess(Long.parseLong(args[5])), isLines ? HttpLoad.LINES : 1);
        System.exit(load.faults.sum() == 0 ? 0 : 1);
    }

    private void measure(long seconds, PipeProcess pipe, int eventsEach) throws IOException, InterruptedException {
        PipeProcess self = new PipeProcess(ProcessHandle.current().pid());
        long begin = System.nanoTime();
        long before = exchanges.sum();
        double cpuBefore = pipe.cpuSeconds();
        double loadBefore = self.cpuSeconds();
        TimeUnit.SECONDS.sleep(seconds);
        double took = (System.nanoTime() - begin) / NANOS;
        double events = (double) (exchanges.sum() - before) * eventsEach;
        double cpu = pipe.cpuSeconds() - cpuBefore;
        System.out.printf(
                Locale.ROOT,
                "events_per_s=%.0f cpu_s_per_million=%.3f cores=%.2f load_cores=%.2f peak_mb=%d faults=%d%n",
                events / took,
                cpu * 1e6 / events,
                cpu / took,
                (self.cpuSeconds() - loadBefore) / took,
                pipe.peakMegabytes(),
                faults.sum());
    }

    private void ask(int port, byte[] request) throws InterruptedException {
        ByteBuf bytes = Unpooled.directBuffer(request.length).writeBytes(request);
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(NettyBatchPipe.clientChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new Asking(bytes));
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

    private void answer(int port) throws InterruptedException {
        ByteBuf bytes = Unpooled.directBuffer(ANSWER.length).writeBytes(ANSWER);
        new ServerBootstrap()
                .group(group)
                .channel(NettyBatchPipe.serverChannel())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new Answering(bytes));
                    }
                })
                .bind("127.0.0.1", port)
                .sync();
    }

    /** Looks for the empty line at which a header ends. */
    private abstract class Reading extends ChannelInboundHandlerAdapter {
        private static final int EMPTY_LINE = 0x0d0a0d0a;

        private final ByteBuf reply;
        private int last;
        private int skip;

        Reading(ByteBuf reply) {
            this.reply = reply;
        }

        /** How many bytes follow behind a header. */
        abstract int bodyBytes();

        void reply(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(reply.retainedDuplicate(), ctx.voidPromise());
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            while (bytes.isReadable()) {
                if (skip > 0) {
                    int skipped = Math.min(skip, bytes.readableBytes());
                    bytes.skipBytes(skipped);
                    skip -= skipped;
                    ended(ctx);
                    continue;
                }
                last = last << Byte.SIZE | (bytes.readByte() & 0xff);
                if (last == EMPTY_LINE) {
                    skip = bodyBytes();
                    ended(ctx);
                }
            }
            bytes.release();
        }

        private void ended(ChannelHandlerContext ctx) {
            if (skip == 0) {
                last = 0;
                exchanges.increment();
                reply(ctx);
            }
        }
    }

    private final class Asking extends Reading {
        private boolean looked;

        Asking(ByteBuf request) {
            super(request);
        }

        @Override
        int bodyBytes() {
            return 0;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            reply(ctx);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (!looked && !bytes.toString(StandardCharsets.US_ASCII).startsWith("HTTP/1.1 204")) {
                faults.increment();
            }
            looked = true;
            super.channelRead(ctx, message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            faults.increment();
        }
    }

    private final class Answering extends Reading {
        private final int bytesEach = HttpLoad.event().length;

        Answering(ByteBuf answer) {
            super(answer);
        }

        @Override
        int bodyBytes() {
            return bytesEach;
        }
    }
}
