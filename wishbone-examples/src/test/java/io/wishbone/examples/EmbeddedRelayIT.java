package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.input.TcpInput;
import io.wishbone.netty.input.TcpInputConfig;
import io.wishbone.router.ModuleStartException;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class EmbeddedRelayIT {
    private static void send(int port, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Nested
    class Embedded {
        @Test
        void sendsLinesOnInUpperCase() throws IOException {
            try (LineServer server = new LineServer();
                    EmbeddedRelay relay = EmbeddedRelay.start(0, server.endpoint())) {
                send(relay.boundAddress().getPort(), "first\nzweite Zeile: grün\r\nno line feed");

                await().untilAsserted(() ->
                        assertThat(server.lines()).containsExactly("FIRST", "ZWEITE ZEILE: GRÜN", "NO LINE FEED"));
            }
        }

        @Test
        void accountsForEveryEventWhenItStops() throws IOException {
            try (LineServer server = new LineServer();
                    EmbeddedRelay relay = EmbeddedRelay.start(0, server.endpoint())) {
                send(relay.boundAddress().getPort(), "a\n".repeat(5000));
                await().until(() -> server.lines().size() == 5000);

                StopReport report = relay.stop();

                assertThat(report.isClean()).as(report.toString()).isTrue();
                assertThat(report.ledger().isBalanced()).isTrue();
                assertThat(report.ledger().queue("upper.outbox").in()).isEqualTo(5000);
                assertThat(report.ledger().module("send").absorbed()).isEqualTo(5000);
            }
        }

        @Test
        void saysWhatIsWrongWhenThePortIsTaken() throws IOException {
            try (LineServer server = new LineServer();
                    EmbeddedRelay first = EmbeddedRelay.start(0, server.endpoint())) {
                InetSocketAddress taken = first.boundAddress();

                assertThatThrownBy(() -> EmbeddedRelay.start(taken.getPort(), server.endpoint()))
                        .isInstanceOf(ModuleStartException.class)
                        .hasMessageContaining("127.0.0.1:" + taken.getPort())
                        .hasMessageContaining("in use");
            }
        }
    }

    @Nested
    class OnAServicesOwnEventLoops {
        @Test
        void usesThemAndLeavesThemOpen() throws IOException {
            EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
            EventLoops loops = EventLoops.using(group);
            TcpInput listen = new TcpInput(
                    TcpInputConfig.builder().port(0).eventLoops(loops).build());
            Collector collector = new Collector();
            try (Router router = Router.create()) {
                router.registerModule("listen", listen);
                router.registerModule("collect", collector);
                router.connect("listen.outbox", "collect.inbox");
                router.start();
                send(listen.boundAddress().getPort(), "hello\n");
                await().until(() -> collector.events().size() == 1);
            }
            assertThat(group.isShuttingDown()).isFalse();
            loops.close();
            assertThat(group.isShuttingDown()).isFalse();
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    @Nested
    @DisabledOnOs(OS.WINDOWS)
    class FromACommandLine {
        private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+), .*");

        @Test
        void printsLinesAndEndsWithZeroAfterSigterm() throws Exception {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            EmbeddedRelay.class.getName(),
                            "0")
                    .start();
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                    BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
                send(portIn(err), "hello\nworld\n");
                List<String> printed = new ArrayList<>();
                while (!printed.contains("WORLD")) {
                    printed.add(Objects.requireNonNull(out.readLine(), "the program ended early"));
                }

                process.toHandle().destroy(); // SIGTERM, and unlike process.destroy() it leaves the streams open

                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isZero();
                out.lines().forEach(printed::add);
                // A busy machine may make it warn of a slow call, which this test's logger writes to the same stream.
                assertThat(printed)
                        .filteredOn(line -> line.toUpperCase(Locale.ROOT).equals(line))
                        .containsExactly("HELLO", "WORLD");
                assertThat(err.lines()).anyMatch(line -> line.contains("nothing left"));
            } finally {
                process.destroyForcibly();
            }
        }

        private static int portIn(BufferedReader err) throws IOException {
            for (String line = err.readLine(); line != null; line = err.readLine()) {
                Matcher matcher = LISTENING.matcher(line);
                if (matcher.matches()) {
                    return Integer.parseInt(matcher.group(1));
                }
            }
            throw new AssertionError("the program ended before it listened");
        }
    }
}
