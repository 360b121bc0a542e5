package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.wishbone.event.Event;
import io.wishbone.metrics.Ledger;
import io.wishbone.module.output.NullOutput;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.netty.framing.OversizePolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.ModuleStartException;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpInputIT {
    static Stream<Transport> transports() {
        return Arrays.stream(Transport.values()).filter(Transport::isAvailable);
    }

    private static Rig start(Transport transport) {
        return Rig.start(transport, 1, QueueLimits.DEFAULT, UnaryOperator.identity());
    }

    @Nested
    class Events {
        @ParameterizedTest
        @MethodSource("io.wishbone.netty.input.TcpInputIT#transports")
        void carryWhereTheyComeFrom(Transport transport) throws Exception {
            try (Rig rig = start(transport)) {
                Peer peer = rig.connect().send("hello\n");
                rig.awaitLines(1);

                Event event = rig.collector.events().get(0);
                assertThat(event.text()).isEqualTo("hello");
                assertThat(event.header().asMap().get("in"))
                        .containsExactlyInAnyOrderEntriesOf(Map.of(
                                "remote_address",
                                "127.0.0.1",
                                "remote_port",
                                peer.port(),
                                "local_port",
                                rig.input.boundAddress().getPort(),
                                "transport",
                                "tcp",
                                "connection",
                                1L));
            }
        }

        @ParameterizedTest
        @MethodSource("io.wishbone.netty.input.TcpInputIT#transports")
        void haveTheBytesThatWereSent(Transport transport) throws Exception {
            StringBuilder all = new StringBuilder();
            IntStream.range(0, 256).filter(b -> b != '\n').forEach(b -> all.append((char) b));
            try (Rig rig = start(transport)) {
                rig.connect().send(all + "\n\u00c3(\u00ff\u0000\r\n\n");
                rig.awaitLines(3);

                assertThat(rig.collector.lines()).containsExactly(all.toString(), "\u00c3(\u00ff\u0000", "");
            }
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void comeFromAnUnfinishedLineAtAnOrderlyCloseIfConfigured(boolean emitPartial) throws Exception {
            try (Rig rig = Rig.start(config -> config.emitPartial(emitPartial))) {
                rig.connect().send("one\ntwo").close();
                rig.awaitMetric("connections", 0);
                rig.awaitLines(emitPartial ? 2 : 1);

                rig.stop();
                assertThat(rig.collector.lines()).isEqualTo(emitPartial ? List.of("one", "two") : List.of("one"));
                assertThat(rig.metric("dropped_partial_total")).isEqualTo(emitPartial ? 0 : 1);
            }
        }

        @ParameterizedTest
        @MethodSource("io.wishbone.netty.input.TcpInputIT#transports")
        void comeFromManyConnectionsInOrderAndWithoutLoss(Transport transport) throws Exception {
            int peers = 40;
            int lines = 300;
            try (Rig rig = Rig.start(transport, 2, new QueueLimits(256, 1 << 20), UnaryOperator.identity())) {
                List<Peer> open = new ArrayList<>();
                for (int i = 0; i < peers; i++) {
                    open.add(rig.connect());
                }
                for (int from = 0; from < lines; from += 100) {
                    for (int i = 0; i < peers; i++) {
                        StringBuilder text = new StringBuilder();
                        for (int line = from; line < from + 100; line++) {
                            text.append(i).append(' ').append(line).append('\n');
                        }
                        open.get(i).send(text.toString());
                    }
                }
                for (Peer peer : open) {
                    peer.close();
                }
                rig.awaitLines(peers * lines);
                assertThat(rig.stop().isClean()).isTrue();

                Map<String, List<String>> byPeer = new HashMap<>();
                rig.collector
                        .lines()
                        .forEach(line -> byPeer.computeIfAbsent(
                                        line.substring(0, line.indexOf(' ')), key -> new ArrayList<>())
                                .add(line.substring(line.indexOf(' ') + 1)));
                List<String> expected =
                        IntStream.range(0, lines).mapToObj(String::valueOf).toList();
                assertThat(byPeer)
                        .hasSize(peers)
                        .allSatisfy((peer, got) -> assertThat(got).isEqualTo(expected));
            }
        }
    }

    @Nested
    class Start {
        private ModuleStartException failedStart(UnaryOperator<TcpInputConfig.Builder> settings) {
            try (Router router = Router.create()) {
                router.registerModule(
                        "in",
                        new TcpInput(
                                settings.apply(TcpInputConfig.builder().port(0)).build()));
                router.registerModule("end", new NullOutput());
                router.connect("in.outbox", "end.inbox");
                return catchThrowableOfType(ModuleStartException.class, router::start);
            }
        }

        @Test
        void tellsThePortThatItTook() {
            try (Router router = Router.create()) {
                TcpInput input = new TcpInput(TcpInputConfig.builder().port(0).build());
                assertThatThrownBy(input::boundAddress)
                        .hasMessage("the input is not bound (expected: after the router's start, and no client)");
                router.registerModule("in", input);
                router.registerModule("end", new NullOutput());
                router.connect("in.outbox", "end.inbox");
                router.start();

                assertThat(input.boundAddress().getAddress().isLoopbackAddress())
                        .isTrue();
                assertThat(input.boundAddress().getPort()).isPositive();
            }
        }

        @Test
        void failsIfThePortIsInUse() throws Exception {
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int port = taken.getLocalPort();

                assertThat(failedStart(config -> config.port(port)))
                        .hasStackTraceContaining("cannot listen on 127.0.0.1:" + port + ": the port is in use");
            }
        }

        @Test
        void failsIfTheAddressCannotBeResolved() {
            assertThat(failedStart(config -> config.address("no-such-host.invalid")))
                    .hasStackTraceContaining("cannot listen on no-such-host.invalid:0: the address cannot be resolved"
                            + " (expected: an address of this machine, such as 127.0.0.1)");
        }

        @Test
        void failsIfTheAddressIsNotOfThisMachine() {
            assertThat(failedStart(config -> config.address("192.0.2.1")))
                    .hasStackTraceContaining("cannot listen on 192.0.2.1:0: this is no address of this machine");
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void usesAHostsOwnLoopsAndLeavesThemAlone(boolean epoll) throws Exception {
            Assumptions.assumeTrue(!epoll || Epoll.isAvailable());
            EventLoopGroup group =
                    new MultiThreadIoEventLoopGroup(2, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
            try (EventLoops loops = EventLoops.using(group);
                    Rig rig = Rig.start(config -> config.eventLoops(loops))) {
                assertThat(loops.transport()).isEqualTo(epoll ? Transport.EPOLL : Transport.NIO);
                rig.connect().send("one\n");
                rig.awaitLines(1);
                rig.stop();

                assertThat(group.isShuttingDown()).isFalse();
            } finally {
                group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
            }
        }
    }

    @Nested
    class Limits {
        @ParameterizedTest
        @EnumSource
        void applyToALineThatIsTooLong(OversizePolicy policy) throws Exception {
            try (Rig rig = Rig.start(config -> config.maxFrameBytes(10).onOversize(policy))) {
                Peer peer = rig.connect().send("one\n0123456789abc\n");
                rig.awaitMetric("dropped_oversize_total", 1);
                if (policy == OversizePolicy.CLOSE) {
                    peer.awaitEnd();
                    rig.awaitMetric("connections", 0);
                } else {
                    peer.send("two\n");
                    rig.awaitLines(policy == OversizePolicy.TRUNCATE ? 3 : 2);
                }
                rig.stop();

                assertThat(rig.collector.lines())
                        .isEqualTo(
                                switch (policy) {
                                    case TRUNCATE -> List.of("one", "0123456789", "two");
                                    case DISCARD -> List.of("one", "two");
                                    case CLOSE -> List.of("one");
                                });
                assertThat(rig.metric("dropped_partial_total")).isZero();
            }
        }

        @Test
        void refuseConnectionsBeyondTheMostUntilOneLeaves() throws Exception {
            try (Rig rig = Rig.start(config -> config.maxConnections(2))) {
                Peer first = rig.connect().send("one\n");
                rig.connect().send("two\n");
                rig.awaitLines(2);
                rig.connect().awaitEnd();
                assertThat(rig.metric("connections_refused_total")).isEqualTo(1);
                assertThat(rig.metric("connections")).isEqualTo(2);

                first.close();
                rig.awaitMetric("connections", 1);
                rig.connect().send("three\n");
                rig.awaitLines(3);

                assertThat(rig.collector.lines()).containsExactlyInAnyOrder("one", "two", "three");
                assertThat(rig.metric("connections_total")).isEqualTo(3);
            }
        }

        @Test
        void closeTheConnectionThatKeepsMostOfUnfinishedLines() throws Exception {
            int others = 10;
            try (Rig rig =
                    Rig.start(config -> config.maxBufferedBytes(256 << 10).maxFrameBytes(1 << 20))) {
                List<Peer> small = new ArrayList<>();
                for (int i = 0; i < others; i++) {
                    small.add(rig.connect().send("x".repeat(8 << 10)));
                }
                Peer large = rig.connect();
                try {
                    large.send("y".repeat(600 << 10));
                } catch (SocketException closed) {
                    // The input may close it while it still sends.
                }
                large.awaitEnd();
                rig.awaitMetric("closed_memory_total", 1);
                for (Peer peer : small) {
                    peer.send("\n");
                }
                rig.awaitLines(others);
                rig.stop();

                assertThat(rig.collector.lines())
                        .containsOnly("x".repeat(8 << 10))
                        .hasSize(others);
                assertThat(rig.metric("closed_memory_total")).isEqualTo(1);
                assertThat(rig.metric("buffered_bytes")).isZero();
            }
        }
    }

    @Nested
    class Idle {
        @Test
        void peersStayIfNoTimeoutIsSet() throws Exception {
            try (Rig rig = Rig.start(UnaryOperator.identity())) {
                Peer silent = rig.connect();
                rig.awaitMetric("connections", 1);
                rig.connect().send("one\n");
                rig.awaitLines(1);

                assertThat(rig.metric("connections")).isEqualTo(2);
                silent.send("two\n");
                rig.awaitLines(2);
            }
        }

        @ParameterizedTest
        @MethodSource("io.wishbone.netty.input.TcpInputIT#transports")
        void peersAreClosedAfterTheTimeout(Transport transport) throws Exception {
            try (Rig rig =
                    Rig.start(transport, 1, QueueLimits.DEFAULT, config -> config.idleTimeout(Duration.ofMillis(50)))) {
                rig.connect().awaitEnd();
                rig.connect().send("one\npart").awaitEnd();
                rig.awaitMetric("connections", 0);
                rig.stop();

                assertThat(rig.collector.lines()).containsExactly("one");
                assertThat(rig.metric("closed_idle_total")).isEqualTo(2);
                assertThat(rig.metric("dropped_partial_total")).isEqualTo(1);
            }
        }
    }

    @Nested
    class Reset {
        @ParameterizedTest
        @MethodSource("io.wishbone.netty.input.TcpInputIT#transports")
        void endsAnUnfinishedLineWithoutAnEvent(Transport transport) throws Exception {
            try (Rig rig = start(transport)) {
                Peer healthy = rig.connect().send("he");
                Peer resetting = rig.connect().send("one\ntw");
                rig.awaitLines(1);
                rig.awaitMetric("connections", 2);
                Awaitility.await().until(() -> rig.metric("buffered_bytes") > 256);
                resetting.reset();
                rig.awaitMetric("dropped_partial_total", 1);
                healthy.send("althy\n");
                rig.awaitLines(2);
                rig.stop();

                assertThat(rig.collector.lines()).containsExactly("one", "healthy");
                assertThat(rig.metric("dropped_partial_total")).isEqualTo(1);
            }
        }
    }

    @Nested
    class Stop {
        @ParameterizedTest
        @MethodSource("io.wishbone.netty.input.TcpInputIT#transports")
        void deliversWhatPeersHadSentBefore(Transport transport) throws Exception {
            int lines = 5000;
            try (Rig rig = start(transport)) {
                Peer peer = rig.connect().send("first\n");
                rig.awaitLines(1);
                Peer unfinished = rig.connect().send("second\npart");
                rig.awaitLines(2);
                peer.send("line\n".repeat(lines));

                StopReport report = rig.stop();

                assertThat(report.isClean()).isTrue();
                assertThat(rig.collector.count()).isEqualTo(lines + 2);
                assertThat(rig.metric("dropped_partial_total")).isEqualTo(1);
                assertThat(rig.metric("connections")).isZero();
                assertThat(report.ledger().isBalanced()).isTrue();
                Ledger ledger = rig.router.ledger();
                assertThat(ledger.module("in").submitted()).isEqualTo(lines + 2);
                peer.awaitEnd();
                unfinished.awaitEnd();
            }
        }

        @Test
        void closesTheListeningSocket() throws Exception {
            try (Rig rig = Rig.start(UnaryOperator.identity())) {
                InetSocketAddress address = rig.input.boundAddress();
                rig.stop();

                try (ServerSocket again = new ServerSocket()) {
                    again.setReuseAddress(false);
                    again.bind(address);
                    assertThat(again.isBound()).isTrue();
                }
            }
        }

        @Test
        void endsThoughAPeerNeverStopsSending() throws Exception {
            try (Rig rig = Rig.start(UnaryOperator.identity())) {
                Peer endless = rig.connect();
                Thread sender = new Thread(
                        () -> {
                            try {
                                while (true) {
                                    endless.send("line\n".repeat(1000));
                                }
                            } catch (IOException closed) {
                                // The end of the test.
                            }
                        },
                        "wishbone-test-sender");
                sender.start();
                rig.awaitLines(1000);

                assertThat(rig.stop().isClean()).isTrue();
                sender.join();
            }
        }
    }
}
