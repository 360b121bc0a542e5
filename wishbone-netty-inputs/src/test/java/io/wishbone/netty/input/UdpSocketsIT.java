package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.event.Event;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.ConnectionOptions;
import io.wishbone.router.ModuleStartException;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Transport.class)
class UdpSocketsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int SENDERS = 32;

    private final Transport transport;
    private final EventLoops loops;
    private final Collector collector = new Collector();
    private final Router router = Router.create();
    private UdpInput input;

    UdpSocketsIT(Transport transport) {
        assumeThat(transport.isAvailable()).isTrue();
        this.transport = transport;
        loops = EventLoops.create(transport, 2);
        input = new UdpInput(config().build());
    }

    @AfterEach
    void close() {
        collector.unblock();
        router.close();
        loops.close();
    }

    private UdpInputConfig.Builder config() {
        return UdpInputConfig.builder().port(0).eventLoops(loops);
    }

    private void start(UdpInputConfig config) {
        start(config, QueueLimits.DEFAULT);
    }

    private void start(UdpInputConfig config, QueueLimits limits) {
        input = new UdpInput(config);
        router.registerModule("listen", input);
        router.registerModule("collect", collector);
        router.connect("listen.outbox", "collect.inbox", new ConnectionOptions(limits, OverflowPolicy.BLOCK));
        router.start();
    }

    private static void expectStartToFail(UdpInputConfig config, String message) {
        try (Router failing = Router.create()) {
            failing.registerModule("listen", new UdpInput(config));
            failing.registerModule("collect", new Collector());
            failing.connect("listen.outbox", "collect.inbox");

            assertThatThrownBy(failing::start)
                    .isInstanceOf(ModuleStartException.class)
                    .hasMessageContaining(message);
        }
    }

    private OptionalLong metric(String name) {
        return router.metrics().stream()
                .filter(metric -> metric.name().equals("module.listen." + name))
                .mapToLong(metric -> metric.value().longValue())
                .findFirst();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(MulticastGroup.literal("address", address), port);
    }

    private static void send(DatagramSocket from, InetSocketAddress to, String text) throws IOException {
        byte[] bytes = bytes(text);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    @Nested
    class WithSeveralSockets {
        @Test
        void keepsTheOrderOfEachSenderAndLosesNothing() throws IOException {
            start(config().sockets(3).build());
            List<DatagramSocket> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                senders.add(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
            }

            int perSender = 100;
            for (int n = 0; n < perSender; n++) {
                for (DatagramSocket sender : senders) {
                    send(sender, input.boundAddress(), Integer.toString(n));
                }
            }

            await().until(() -> collector.count() == (long) SENDERS * perSender);
            Map<Object, Integer> next = new HashMap<>();
            for (Event event : collector.events()) {
                Object port = event.header("listen", "remote_port");
                assertThat(event.text()).isEqualTo(Integer.toString(next.merge(port, 1, Integer::sum) - 1));
                assertThat(event.header("listen", "local_port"))
                        .isEqualTo(input.boundAddress().getPort());
            }
            senders.forEach(DatagramSocket::close);
            StopReport report = router.stop(DEADLINE);
            assertThat(report.isClean()).as(report.toString()).isTrue();
        }

        @Test
        void spreadsSendersOverThem() throws IOException {
            assumeThat(Path.of("/proc/net/udp")).exists();
            start(config().sockets(4).build());

            String row = String.format("0100007F:%04X", input.boundAddress().getPort());

            assertThat(Files.readAllLines(Path.of("/proc/net/udp")).stream().filter(line -> line.contains(row)))
                    .hasSize(4);
        }

        @Test
        void sumsWhatTheKernelDropped() throws IOException {
            collector.block();
            start(config().sockets(3).receiveBufferBytes(16 << 10).build(), QueueLimits.ofEvents(16));
            assumeThat(metric("kernel_dropped_total")).isPresent();
            int count = 0;
            for (int i = 0; i < SENDERS; i++) {
                try (DatagramSocket sender = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                    for (int n = 0; n < 200; n++) {
                        send(sender, input.boundAddress(), "x");
                        count++;
                    }
                }
            }
            int sent = count;
            collector.unblock();

            await().untilAsserted(() -> assertThat(
                            collector.count() + metric("kernel_dropped_total").orElse(0))
                    .isEqualTo(sent));
            assertThat(metric("kernel_dropped_total").orElse(0)).isPositive();
            router.stop(DEADLINE);
            assertThat(collector.count() + metric("kernel_dropped_total").orElse(0))
                    .isEqualTo(sent);
        }

        @Test
        void sharesThePortOnlyIfTold() {
            start(config().reusePort(true).build());
            int port = input.boundAddress().getPort();

            expectStartToFail(config().port(port).build(), "the port is in use");
            try (Router second = Router.create()) {
                second.registerModule(
                        "second", new UdpInput(config().port(port).sockets(2).build()));
                second.registerModule("collect", new Collector());
                second.connect("second.outbox", "collect.inbox");
                second.start();
            }
        }
    }

    @Nested
    class WithIpV6 {
        @Test
        void tellsCanonicalAddresses() throws IOException {
            try (DatagramSocket sender = new DatagramSocket(at("::1", 0))) {
                start(config().address("::1").build());

                send(sender, input.boundAddress(), "hello");

                await().until(() -> collector.count() == 1);
                assertThat(collector.events().get(0).header("listen", "remote_address"))
                        .isEqualTo("::1");
            }
        }

        @Test
        void takesBothFamiliesOnTheWildcard() throws IOException {
            start(config().address("::").build());
            int port = input.boundAddress().getPort();
            try (DatagramSocket six = new DatagramSocket(at("::1", 0));
                    DatagramSocket four = new DatagramSocket(at("127.0.0.1", 0))) {
                send(six, at("::1", port), "6");
                await().until(() -> collector.count() == 1);
                send(four, at("127.0.0.1", port), "4");
                await().until(() -> collector.count() == 2);
            }

            assertThat(collector.events())
                    .extracting(event -> event.header("listen", "remote_address"))
                    .containsExactly("::1", "127.0.0.1");
        }

        @Test
        void tellsTheZoneOfALinkLocalSender() throws IOException {
            InetAddress linkLocal = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(InetAddress::isLinkLocalAddress)
                    .findFirst()
                    .orElse(null);
            assumeThat(linkLocal).as("an interface has a link-local address").isNotNull();
            start(config().address("::").build());
            try (DatagramSocket sender = new DatagramSocket(new InetSocketAddress(linkLocal, 0))) {
                send(
                        sender,
                        new InetSocketAddress(linkLocal, input.boundAddress().getPort()),
                        "x");

                await().until(() -> collector.count() == 1);
            }
            assertThat(collector.events().get(0).header("listen", "remote_address"))
                    .asString()
                    .matches("fe80::[0-9a-f:]+%[a-z]+[a-z0-9]*");
        }

        @Test
        void tellsWhatTheKernelDropped() throws IOException {
            collector.block();
            start(config().address("::1").receiveBufferBytes(8 << 10).build(), QueueLimits.ofEvents(16));
            assumeThat(metric("kernel_dropped_total")).isPresent();
            int count = 3000;
            try (DatagramSocket sender = new DatagramSocket(at("::1", 0))) {
                for (int i = 0; i < count; i++) {
                    send(sender, input.boundAddress(), "x");
                }
            }
            collector.unblock();

            await().untilAsserted(() -> assertThat(
                            collector.count() + metric("kernel_dropped_total").orElse(0))
                    .isEqualTo(count));
            assertThat(metric("kernel_dropped_total").orElse(0)).isPositive();
        }
    }

    @Nested
    class WithMulticast {
        private static final String GROUP = "239.255.77.12";
        private static final String OTHER_GROUP = "239.255.77.13";

        WithMulticast() {
            assumeThat(transport).as("Netty has no multicast for kqueue").isNotEqualTo(Transport.KQUEUE);
        }

        private static NetworkInterface loopback() throws IOException {
            return NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        }

        private static MulticastGroup onLoopback(String group, String source) throws IOException {
            return new MulticastGroup(
                    InetAddress.getByName(group),
                    loopback().getName(),
                    source.isEmpty() ? null : InetAddress.getByName(source));
        }

        private void sendTo(String group, String from, String text) throws IOException {
            InetAddress to = InetAddress.getByName(group);
            InetAddress local = InetAddress.getByName(from);
            try (DatagramChannel sender = DatagramChannel.open(StandardProtocolFamily.INET)) {
                sender.bind(new InetSocketAddress(local, 0));
                sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback());
                sender.send(
                        ByteBuffer.wrap(bytes(text)),
                        new InetSocketAddress(to, input.boundAddress().getPort()));
            }
        }

        @Test
        void takesWhatIsSentToTheGroup() throws IOException {
            start(config().address("0.0.0.0")
                    .multicast(List.of(onLoopback(GROUP, "")))
                    .build());

            sendTo(GROUP, "127.0.0.1", "hello");

            await().until(() -> collector.count() == 1);
            assertThat(collector.lines()).containsExactly("hello");
            assertThat(collector.events().get(0).header("listen", "remote_address"))
                    .isEqualTo("127.0.0.1");
        }

        @Test
        void takesNothingElseIfItListensOnTheGroupItself() throws IOException {
            start(config().address(GROUP)
                    .multicast(List.of(onLoopback(GROUP, ""), onLoopback(OTHER_GROUP, "")))
                    .build());

            sendTo(OTHER_GROUP, "127.0.0.1", "other");
            sendTo(GROUP, "127.0.0.1", "hello");

            await().until(() -> collector.count() == 1);
            assertThat(collector.lines()).containsExactly("hello");
        }

        @Test
        void takesOnlyTheSourceThatIsNamed() throws IOException {
            start(config().address("0.0.0.0")
                    .multicast(List.of(onLoopback(GROUP, "127.0.0.2")))
                    .build());

            sendTo(GROUP, "127.0.0.1", "stranger");
            sendTo(GROUP, "127.0.0.2", "friend");

            await().until(() -> collector.count() == 1);
            assertThat(collector.lines()).containsExactly("friend");
        }

        @Test
        void takesIpV6Groups() throws IOException {
            Optional<NetworkInterface> found = NetworkInterface.networkInterfaces()
                    .filter(UdpSocketsIT.WithMulticast::hasIpV6)
                    .findFirst();
            assumeThat(found).as("an interface that is up has IPv6 multicast").isPresent();
            NetworkInterface on = found.orElseThrow();
            // Of a scope that never leaves the machine.
            InetAddress group = MulticastGroup.literal("group", "ff11::77:12");
            start(config().address("::")
                    .multicast(List.of(new MulticastGroup(group, on.getName(), null)))
                    .build());

            try (DatagramChannel sender = DatagramChannel.open(StandardProtocolFamily.INET6)) {
                sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, on);
                sender.send(
                        ByteBuffer.wrap(bytes("hello")),
                        new InetSocketAddress(group, input.boundAddress().getPort()));
            }

            await().until(() -> collector.count() == 1);
            assertThat(collector.lines()).containsExactly("hello");
        }

        private static boolean hasIpV6(NetworkInterface candidate) {
            try {
                return candidate.isUp()
                        && candidate.supportsMulticast()
                        && candidate.inetAddresses().anyMatch(Inet6Address.class::isInstance);
            } catch (IOException e) {
                return false;
            }
        }

        @Test
        void leavesTheGroupWhenItStops() throws IOException {
            Path memberships = Path.of("/proc/net/igmp");
            assumeThat(memberships).exists();
            String ours = "0D4DFFEF";
            start(config().address("0.0.0.0")
                    .multicast(List.of(onLoopback(OTHER_GROUP, "")))
                    .build());
            assertThat(Files.readString(memberships)).contains(ours);

            router.stop(DEADLINE);

            assertThat(Files.readString(memberships)).doesNotContain(ours);
        }

        @Test
        void saysWhichInterfacesThereAre() throws IOException {
            expectStartToFail(
                    config().address("0.0.0.0")
                            .multicast(List.of(new MulticastGroup(InetAddress.getByName(GROUP), "nosuch0", null)))
                            .build(),
                    "cannot join multicast group " + GROUP + " at nosuch0: there is no interface \"nosuch0\" (expected:"
                            + " an interface, one of ");
        }

        @Test
        void saysThatAnInterfaceHasNoMulticast() throws IOException {
            String without = NetworkInterface.networkInterfaces()
                    .filter(UdpSocketsIT.WithMulticast::hasNone)
                    .map(NetworkInterface::getName)
                    .findFirst()
                    .orElse(null);
            assumeThat(without).as("an interface has no multicast").isNotNull();

            expectStartToFail(
                    config().address("0.0.0.0")
                            .multicast(List.of(new MulticastGroup(InetAddress.getByName(GROUP), without, null)))
                            .build(),
                    "interface " + without + " has no multicast (expected: another one of ");
        }

        private static boolean hasNone(NetworkInterface candidate) {
            try {
                return !candidate.isLoopback() && !candidate.supportsMulticast();
            } catch (IOException e) {
                return false;
            }
        }
    }

    @Test
    void saysThatATransportHasNoMulticast() throws IOException {
        assumeThat(transport).isEqualTo(Transport.KQUEUE);

        expectStartToFail(
                config().address("0.0.0.0")
                        .multicast(List.of(MulticastGroup.parse("239.255.77.12")))
                        .build(),
                "the transport has no multicast (expected: epoll, io_uring or NIO)");
    }
}
