package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.unix.DomainSocketAddress;
import io.wishbone.event.Event;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.protocol.Protocols;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.ConnectionOptions;
import io.wishbone.router.ModuleStartException;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class UnixDatagramInputIT {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private final EventLoops loops = EventLoops.create();
    private final Collector collector = new Collector();
    private final Router router = Router.create();

    @BeforeEach
    void needsUnixDatagrams() {
        assumeThat(loops.transport()).isIn(Transport.EPOLL, Transport.KQUEUE);
    }

    @AfterEach
    void close() {
        collector.unblock();
        router.close();
        loops.close();
    }

    private String path() {
        return directory.resolve("log").toString();
    }

    private UnixDatagramInputConfig.Builder config() {
        return UnixDatagramInputConfig.builder(path()).eventLoops(loops);
    }

    private Router start(UnixDatagramInputConfig config) {
        return start(config, QueueLimits.DEFAULT);
    }

    private Router start(UnixDatagramInputConfig config, QueueLimits limits) {
        router.registerModule("listen", new UnixDatagramInput(config));
        router.registerModule("collect", collector);
        router.connect("listen.outbox", "collect.inbox", new ConnectionOptions(limits, OverflowPolicy.BLOCK));
        router.start();
        return router;
    }

    private long metric(String name) {
        return router.metrics().stream()
                .filter(metric -> metric.name().equals("module.listen." + name))
                .mapToLong(metric -> metric.value().longValue())
                .findFirst()
                .orElse(0);
    }

    /** A sender whose socket has a path, or none. */
    private Channel sender(@Nullable String from) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loops.group())
                .channel(loops.transport().unixDatagramChannel())
                .handler(new ChannelInboundHandlerAdapter());
        DomainSocketAddress to = (DomainSocketAddress) loops.transport().unixAddress(path());
        return (from == null ? bootstrap.connect(to) : bootstrap.connect(to, new DomainSocketAddress(from)))
                .syncUninterruptibly()
                .channel();
    }

    private static void send(Channel sender, byte[] bytes) {
        sender.writeAndFlush(Unpooled.wrappedBuffer(bytes)).syncUninterruptibly();
    }

    private static void send(Channel sender, String text) {
        send(sender, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void makesAnEventOfEachDatagram() {
        start(config().build());
        Channel sender = sender(null);
        byte[] bytes = {0, (byte) 0xff, '\n'};

        send(sender, bytes);
        send(sender, "second");
        sender.close().syncUninterruptibly();

        await().until(() -> collector.count() == 2);
        Event event = collector.events().get(0);
        assertThat(event.data()).isEqualTo(bytes);
        assertThat(event.header("listen", "transport")).isEqualTo("unix");
        assertThat(event.header("listen", "local_path")).isEqualTo(path());
        assertThat(event.header("listen", "remote_path")).isNull();
        assertThat(collector.lines().get(1)).isEqualTo("second");
    }

    @Test
    void tellsThePathsOfSenders() throws IOException {
        start(config().build());
        String first = directory.resolve("first").toString();
        String second = directory.resolve("second-and-longer").toString();

        for (String from : List.of(first, second, first)) {
            Channel sender = sender(from);
            send(sender, from);
            sender.close().syncUninterruptibly();
            Files.delete(Path.of(from));
        }

        await().until(() -> collector.count() == 3);
        assertThat(collector.events())
                .extracting(event -> event.header("listen", "remote_path"))
                .containsExactly(first, second, first);
    }

    @Test
    void takesTheLinesOfLogger() throws Exception {
        assumeThat(Path.of("/usr/bin/logger")).exists();
        start(config().protocol(Protocols.decoding().read("text")).build());

        Process logger = new ProcessBuilder(
                        "/usr/bin/logger", "-u", path(), "-t", "backup", "-p", "daemon.warning", "disk is full")
                .inheritIO()
                .start();

        assertThat(logger.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(logger.exitValue()).isZero();
        await().until(() -> collector.count() == 1);
        assertThat(collector.events().get(0).text()).startsWith("<28>").endsWith(" backup: disk is full");
        assertThat(collector.events().get(0).header("listen", "remote_path")).isNull();
    }

    @Test
    void dropsAndCountsADatagramThatIsTooLongAndNeverCutsIt() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.wishbone.module.listen");
        logger.setLevel(Level.ERROR);
        try {
            start(config().maxDatagramBytes(8).build());
            Channel sender = sender(null);

            send(sender, "12345678");
            send(sender, "123456789");
            send(sender, "x".repeat(10_000));
            send(sender, "last");
            sender.close().syncUninterruptibly();

            await().until(() -> collector.count() == 2);
            assertThat(collector.lines()).containsExactly("12345678", "last");
            assertThat(metric("dropped_oversize_total")).isEqualTo(2);
        } finally {
            logger.setLevel(null);
        }
    }

    @Test
    void makesSendersWaitWhileThePipelineIsFullAndLosesNothing() throws Exception {
        collector.block();
        start(config().build(), QueueLimits.ofEvents(16));
        int count = 20_000;

        Process sender = new ProcessBuilder(
                        "/bin/sh", "-c", "exec seq 1 " + count + " | logger --socket-errors=on -u " + path() + " -t n")
                .inheritIO()
                .start();
        await().until(() -> metric("queue.outbox.size") >= 16);

        assertThat(sender.isAlive()).isTrue();
        assertThat(metric("queue.outbox.in_total")).isLessThan(count);
        collector.unblock();
        assertThat(sender.waitFor(60, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(30)).until(() -> collector.count() == count);
        assertThat(collector.events())
                .extracting(event -> event.text().substring(event.text().lastIndexOf(' ') + 1))
                .isEqualTo(IntStream.rangeClosed(1, count)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @Test
    void readsWhatTheKernelHasWhenItStops() {
        collector.block();
        Router running = start(config().build(), QueueLimits.ofEvents(4));
        Channel sender = sender(null);
        send(sender, "0");
        await().until(() -> metric("queue.outbox.in_total") == 1);
        int count = 1;
        while (count < 10) {
            send(sender, Integer.toString(count++));
        }
        collector.unblock();

        StopReport report = running.stop(DEADLINE);

        sender.close().syncUninterruptibly();
        assertThat(report.isClean()).as(report.toString()).isTrue();
        assertThat(report.ledger().isBalanced()).isTrue();
        assertThat(collector.lines())
                .isEqualTo(IntStream.range(0, count).mapToObj(Integer::toString).toList());
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void stopsWhileASenderGoesOn() throws Exception {
        Router running = start(config().build());
        Process sender = new ProcessBuilder("/bin/sh", "-c", "yes | logger -u " + path() + " -t n")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            await().until(() -> collector.count() > 1000);

            StopReport report = running.stop(DEADLINE);

            assertThat(report.isClean()).as(report.toString()).isTrue();
        } finally {
            sender.descendants().forEach(ProcessHandle::destroy);
            sender.destroy();
            sender.waitFor();
        }
    }

    @Test
    void setsThePermissionsOfItsFile() throws IOException {
        start(config().mode("622").build());

        assertThat(Files.getPosixFilePermissions(Path.of(path())))
                .isEqualTo(PosixFilePermissions.fromString("rw--w--w-"));
    }

    @Test
    void replacesTheFileOfADeadProcessButNotThatOfALivingOne() {
        start(config().build());
        try (Router second = Router.create()) {
            second.registerModule("second", new UnixDatagramInput(config().build()));
            second.registerModule("collect", new Collector());
            second.connect("second.outbox", "collect.inbox");

            assertThatThrownBy(second::start)
                    .isInstanceOf(ModuleStartException.class)
                    .hasMessageContaining("cannot listen on " + path() + ": another process listens on " + path());
        }
        Channel dead = new Bootstrap()
                .group(loops.group())
                .channel(loops.transport().unixDatagramChannel())
                .handler(new ChannelInboundHandlerAdapter())
                .bind(new DomainSocketAddress(path() + "2"))
                .syncUninterruptibly()
                .channel();
        dead.close().syncUninterruptibly();
        assertThat(Path.of(path() + "2")).exists();

        try (Router third = Router.create()) {
            third.registerModule(
                    "third",
                    new UnixDatagramInput(UnixDatagramInputConfig.builder(path() + "2")
                            .eventLoops(loops)
                            .build()));
            third.registerModule("collect", new Collector());
            third.connect("third.outbox", "collect.inbox");
            third.start();
            assertThat(Path.of(path() + "2")).exists();
        }
        assertThat(Path.of(path() + "2")).doesNotExist();
    }

    @Test
    void saysThatNioHasNoUnixDatagrams() {
        try (EventLoops nio = EventLoops.create(Transport.NIO, 1);
                Router second = Router.create()) {
            second.registerModule(
                    "second", new UnixDatagramInput(config().eventLoops(nio).build()));
            second.registerModule("collect", new Collector());
            second.connect("second.outbox", "collect.inbox");

            assertThatThrownBy(second::start)
                    .isInstanceOf(ModuleStartException.class)
                    .hasMessageContaining("cannot listen on " + path()
                            + ": transport NIO has no Unix datagram sockets (expected: EPOLL or KQUEUE)");
        }
    }

    @Test
    void listensOnAnAbstractName() throws Exception {
        assumeThat(loops.transport()).isEqualTo(Transport.EPOLL);
        assumeThat(Path.of("/usr/bin/socat")).exists();
        String name = "wishbone-test-" + directory.getFileName();
        start(UnixDatagramInputConfig.builder("@" + name).eventLoops(loops).build());

        Process socat = new ProcessBuilder(
                        "/bin/sh", "-c", "printf hello | /usr/bin/socat -u - ABSTRACT-SENDTO:" + name)
                .inheritIO()
                .start();

        assertThat(socat.waitFor(30, TimeUnit.SECONDS)).isTrue();
        await().until(() -> collector.count() == 1);
        assertThat(collector.lines()).containsExactly("hello");
        assertThat(collector.events().get(0).header("listen", "local_path")).isEqualTo("@" + name);
    }
}
