package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.router.ModuleStartException;
import io.wishbone.router.Router;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnixInputIT {
    @TempDir
    private Path directory = Path.of("");

    private final Collector collector = new Collector();
    private final Router router = Router.create();
    private EventLoops loops = EventLoops.create();

    static Stream<Transport> transports() {
        return TcpInputIT.transports();
    }

    @AfterEach
    void close() {
        collector.unblock();
        router.close();
        loops.close();
    }

    private String path() {
        return directory.resolve("in").toString();
    }

    private void start(UnaryOperator<UnixInputConfig.Builder> settings, Consumer<Router> further) {
        router.registerModule(
                "in",
                new UnixInput(
                        settings.apply(UnixInputConfig.builder().path(path()).eventLoops(loops))
                                .build()));
        router.registerModule("collector", collector);
        further.accept(router);
        router.start();
    }

    private void start(UnaryOperator<UnixInputConfig.Builder> settings) {
        start(settings, plain -> plain.connect("in.outbox", "collector.inbox"));
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path()));
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void awaitLines(int count) {
        Awaitility.await().until(() -> collector.count() >= count);
    }

    private long metric(String name) {
        return router.metrics().stream()
                .filter(metric -> metric.name().equals("module.in." + name))
                .mapToLong(metric -> metric.value().longValue())
                .findFirst()
                .orElse(0);
    }

    private Map<String, Object> header() {
        return collector.events().get(0).header().asMap().getOrDefault("in", Map.of());
    }

    @ParameterizedTest
    @MethodSource("transports")
    void readsLinesAndTellsWhoSentThem(Transport transport) throws Exception {
        loops.close();
        loops = EventLoops.create(transport, 1);
        start(config -> config);
        try (SocketChannel peer = connect()) {
            send(peer, "one\ntwo\nthree");
        }
        awaitLines(3);

        assertThat(collector.lines()).containsExactly("one", "two", "three");
        assertThat(header())
                .containsEntry("local_path", path())
                .containsEntry("transport", "unix")
                .containsEntry("connection", 1L)
                .doesNotContainKey("remote_address");
        if (transport == Transport.EPOLL) {
            assertThat(header())
                    .containsEntry("peer_pid", (int) ProcessHandle.current().pid())
                    .containsKeys("peer_uid", "peer_gid");
        }
        assertThat(router.stop(Duration.ofSeconds(10)).isClean()).isTrue();
        assertThat(Path.of(path())).doesNotExist();
    }

    @Test
    void givesTheFileItsMode() throws Exception {
        start(config -> config.mode("620"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(path()))))
                .isEqualTo("rw--w----");
    }

    @Test
    void replacesTheFileOfADeadProcess() throws Exception {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path()));
        }
        assertThat(Path.of(path())).exists();

        start(config -> config);
        try (SocketChannel peer = connect()) {
            send(peer, "hello\n");
        }
        awaitLines(1);
    }

    @Test
    void doesNotTakeAPathFromAnotherThatListens() throws Exception {
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path()));

            assertThatThrownBy(() -> start(config -> config))
                    .isInstanceOf(ModuleStartException.class)
                    .rootCause()
                    .hasMessageContaining("cannot listen on " + path());
            assertThat(Path.of(path())).exists();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void answersAPeerThatHasEndedItsSide(Transport transport) throws Exception {
        loops.close();
        loops = EventLoops.create(transport, 1);
        start(config -> config, plain -> {
            plain.registerModule("echo", new Echo(event -> event));
            plain.connect("in.outbox", "echo.inbox");
            plain.connect("echo.outbox", "in.reply");
        });
        try (SocketChannel peer = connect()) {
            send(peer, "one\ntwo\n");
            peer.shutdownOutput();

            assertThat(Channels.newInputStream(peer).readAllBytes())
                    .isEqualTo("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
        }
        Awaitility.await().until(() -> metric("connections") == 0);
    }

    @Test
    void limitsEachConnection() throws Exception {
        start(config -> config.rateLimit(100));
        try (SocketChannel fast = connect();
                SocketChannel slow = connect()) {
            send(fast, "fast\n".repeat(250));
            Awaitility.await().until(() -> metric("throttled_total") > 0);
            send(slow, "slow\n");
            Awaitility.await().until(() -> collector.lines().contains("slow"));
            assertThat(collector.count()).isLessThan(251);
            awaitLines(251);
        }
    }

    @Test
    void takesWhatOtherProgramsSend() throws Exception {
        start(config -> config);
        List<List<String>> programs =
                List.of(List.of("socat", "-", "UNIX-CONNECT:" + path()), List.of("nc", "-N", "-U", path()));
        int sent = 0;
        for (List<String> program : programs) {
            if (isInstalled(program.get(0))) {
                Process process =
                        new ProcessBuilder(program).redirectErrorStream(true).start();
                try (OutputStream in = process.getOutputStream()) {
                    in.write("from a process\n".getBytes(StandardCharsets.UTF_8));
                }
                sent++;
                awaitLines(sent);
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
        }
        assumeThat(sent).isPositive();
        assertThat(collector.lines()).containsOnly("from a process");
    }

    private static boolean isInstalled(String program) {
        return Stream.of("/usr/bin/", "/bin/").anyMatch(at -> Files.isExecutable(Path.of(at + program)));
    }

    @Test
    void listensOnAnAbstractName() throws Exception {
        assumeThat(loops.transport()).isEqualTo(Transport.EPOLL);
        assumeThat(isInstalled("socat")).isTrue();
        String name = "wishbone-test-" + ProcessHandle.current().pid();
        start(config -> config.path("@" + name));
        Process process = new ProcessBuilder("socat", "-", "ABSTRACT-CONNECT:" + name).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write("hello\n".getBytes(StandardCharsets.UTF_8));
        }
        awaitLines(1);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(header()).containsEntry("local_path", "@" + name);
    }
}
