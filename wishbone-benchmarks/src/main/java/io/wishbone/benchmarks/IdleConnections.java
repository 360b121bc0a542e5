package io.wishbone.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.wishbone.module.output.NullOutput;
import io.wishbone.netty.input.TcpInput;
import io.wishbone.netty.input.TcpInputConfig;
import io.wishbone.router.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a connection that has sent one line and then keeps silent costs a server: our {@link TcpInput}, or plain Netty
 * with {@link LineBasedFrameDecoder} and the same receive buffers. The clients are in a process of their own.
 */
public final class IdleConnections {
    private static final int LONGEST_LINE = 64 << 10;
    private static final int BACKLOG = 1024;
    private static final int AT_ONCE = 100;
    private static final int COLLECTIONS = 3;
    private static final int SETTLE_MILLIS = 1000;

    private IdleConnections() {}

    /**
     * Runs once and prints one line of {@code name=value} pairs.
     *
     * @param args {@code wishbone} or {@code netty}, the port, and how many connections; then, for TLS, {@code in}, the
     *     provider and the directory of the certificate, as for {@link RelayPipe}. The first word {@code open} is for
     *     the process of the clients
     * @throws IOException if something can't be opened
     * @throws InterruptedException never in practice
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        BenchTls tls = BenchTls.parse(args, 3);
        int port = Integer.parseInt(args[1]);
        int count = Integer.parseInt(args[2]);
        if (args[0].equals("open")) {
            open(port, count, tls == null ? null : tls.nettyClient());
            return;
        }
        if (args[0].equals("wishbone")) {
            listenByWishbone(port, count, tls);
        } else {
            listenByNetty(port, tls == null ? null : tls.nettyServer());
        }
        // The first connections bring classes and pools with them, which are not theirs.
        measure(args, AT_ONCE, count);
        System.exit(0);
    }

    // ---- the servers ----

    private static void listenByWishbone(int port, int count, @Nullable BenchTls tls) {
        TcpInputConfig.Builder config = TcpInputConfig.builder().port(port).maxConnections(count + AT_ONCE);
        if (tls != null) {
            config.tls(tls.server());
        }
        Router router = Router.create();
        router.registerModule("in", new TcpInput(config.build()));
        router.registerModule("null", new NullOutput());
        router.connect("in.outbox", "null.inbox");
        router.start();
    }

    private static void listenByNetty(int port, @Nullable SslContext tls) throws InterruptedException {
        EventLoopGroup group =
                NettyBatchPipe.newGroup(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        new ServerBootstrap()
                .group(group)
                .channel(NettyBatchPipe.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(2048, 16 << 10, 256 << 10))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline()
                                .addLast(new LineBasedFrameDecoder(LONGEST_LINE, false, true))
                                .addLast(new Discard());
                    }
                })
                .bind("127.0.0.1", port)
                .sync();
    }

    private static final class Discard extends SimpleChannelInboundHandler<Object> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Object message) {
            // Nobody wants it.
        }
    }

    // ---- the clients ----

    /** Opens so many, says so by a line, and keeps them until standard input ends. */
    private static void open(int port, int count, @Nullable SslContext tls) throws IOException, InterruptedException {
        AtomicInteger ready = new AtomicInteger();
        EventLoopGroup group = NettyBatchPipe.newGroup(1);
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(NettyBatchPipe.clientChannel())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            SslHandler handler = tls.newHandler(channel.alloc(), "127.0.0.1", port);
                            handler.setHandshakeTimeoutMillis(0);
                            channel.pipeline().addLast(handler);
                        }
                        channel.pipeline().addLast(new OneLine(ready));
                    }
                });
        for (int opened = 0; opened < count; opened++) {
            bootstrap.connect("127.0.0.1", port).sync();
            while (opened - ready.get() >= AT_ONCE) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
        while (ready.get() < count) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        System.out.println("open");
        while (System.in.read() >= 0) {
            // Until the server has measured.
        }
        System.exit(0);
    }

    /** Sends one line, which with TLS waits for the handshake. */
    private static final class OneLine extends ChannelInboundHandlerAdapter {
        private final AtomicInteger ready;

        OneLine(AtomicInteger ready) {
            this.ready = ready;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(ctx.alloc().buffer().writeBytes("hello\n".getBytes(StandardCharsets.US_ASCII)))
                    .addListener(written -> {
                        if (written.isSuccess()) {
                            ready.incrementAndGet();
                        } else {
                            System.err.println("cannot open: " + written.cause());
                            System.exit(1);
                        }
                    });
        }
    }

    // ---- measuring ----

    private static void measure(String[] args, int first, int count) throws IOException, InterruptedException {
        Process some = openElsewhere(args, first);
        Memory before = Memory.now();
        Process all = openElsewhere(args, count - first);
        Memory after = Memory.now();
        int more = count - first;
        System.out.printf(
                Locale.ROOT,
                "connections=%d heap_bytes_each=%d direct_bytes_each=%d netty_bytes_each=%d rss_bytes_each=%d"
                        + " heap_mb=%d direct_mb=%d rss_mb=%d%n",
                count,
                (after.heap - before.heap) / more,
                (after.direct - before.direct) / more,
                (after.netty - before.netty) / more,
                (after.resident - before.resident) / more,
                after.heap >> 20,
                after.direct >> 20,
                after.resident >> 20);
        some.destroy();
        all.destroy();
    }

    private static Process openElsewhere(String[] args, int count) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                IdleConnections.class.getName(),
                "open",
                args[1],
                String.valueOf(count)));
        command.addAll(List.of(args).subList(3, args.length));
        if (args.length > 4) {
            // The clients' own side by the quickest provider.
            command.set(command.size() - 2, "auto");
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (said.readLine() == null) {
            throw new IOException("the connections could not be opened (expected: a limit of open files, ulimit -n,"
                    + " above " + count + ")");
        }
        return process;
    }

    /**
     * The memory of this process.
     *
     * @param heap what is reachable in the Java heap
     * @param direct direct buffers of the JDK and what Netty takes from the system for its pools
     * @param netty what Netty's pools have of it for buffers on and off the heap
     * @param resident what the kernel counts
     */
    private record Memory(long heap, long direct, long netty, long resident) {
        @SuppressWarnings("ExplicitGC")
        static Memory now() throws IOException, InterruptedException {
            TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
            for (int i = 0; i < COLLECTIONS; i++) {
                System.gc();
            }
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            long direct = 0;
            for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
                direct += pool.getMemoryUsed();
            }
            var metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
            long netty = metric.usedDirectMemory();
            return new Memory(heap, Math.max(direct, netty), netty + metric.usedHeapMemory(), residentBytes());
        }

        private static long residentBytes() throws IOException {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
                }
            }
            return 0;
        }
    }
}
