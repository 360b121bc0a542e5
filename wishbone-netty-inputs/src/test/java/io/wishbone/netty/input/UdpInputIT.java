package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.ConnectionOptions;
import io.wishbone.router.ModuleStartException;
import io.wishbone.router.Router;
import io.wishbone.router.RouterConfig;
import io.wishbone.router.StopReport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

@ParameterizedClass
@EnumSource(Transport.class)
class UdpInputIT {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final EventLoops loops;
    private final DatagramSocket sender;
    private final Collector collector = new Collector();
    private Router router = Router.create();
    private UdpInput input;

    UdpInputIT(Transport transport) throws IOException {
        assumeThat(transport.isAvailable()).isTrue();
        loops = EventLoops.create(transport, 1);
        sender = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        input = new UdpInput(UdpInputConfig.builder().port(0).build());
    }

    @AfterEach
    void close() {
        router.close();
        sender.close();
        loops.close();
    }

    private UdpInputConfig.Builder config() {
        return UdpInputConfig.builder().port(0).eventLoops(loops);
    }

    private void start(UdpInputConfig config) {
        start(config, RouterConfig.builder().build());
    }

    private void start(UdpInputConfig config, RouterConfig routerConfig) {
        input = new UdpInput(config);
        router = Router.create(routerConfig);
        router.registerModule("listen", input);
        router.registerModule("collect", collector);
        router.connect("listen.outbox", "collect.inbox");
        router.start();
    }

    private void send(byte[] bytes) throws IOException {
        sender.send(new DatagramPacket(bytes, bytes.length, input.boundAddress()));
    }

    private void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    private OptionalLong metric(String name) {
        return router.metrics().stream()
                .filter(metric -> metric.name().equals("module.listen." + name))
                .mapToLong(metric -> metric.value().longValue())
                .findFirst();
    }

    @Test
    void makesAnEventOfEachDatagramWithItsSender() throws IOException {
        start(config().build());

        send("first\n");

        await().until(() -> collector.events.size() == 1);
        Event event = collector.events.get(0);
        assertThat(event.data()).isEqualTo("first\n".getBytes(StandardCharsets.UTF_8));
        assertThat(event.header("listen", "remote_address")).isEqualTo("127.0.0.1");
        assertThat(event.header("listen", "remote_port")).isEqualTo(sender.getLocalPort());
        assertThat(event.header("listen", "local_port"))
                .isEqualTo(input.boundAddress().getPort());
        assertThat(event.header("listen", "transport")).isEqualTo("udp");
    }

    @Test
    void tellsSendersApart() throws IOException {
        start(config().build());
        try (DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            send("a");
            byte[] bytes = {'b'};
            other.send(new DatagramPacket(bytes, 1, input.boundAddress()));
            send("c");

            await().until(() -> collector.events.size() == 3);
            assertThat(collector.events)
                    .extracting(event -> event.header("listen", "remote_port"))
                    .containsExactly(sender.getLocalPort(), other.getLocalPort(), sender.getLocalPort());
        }
    }

    @Test
    void takesBytesAsTheyAre() throws IOException {
        start(config().build());
        byte[] bytes = {0, (byte) 0xff, (byte) 0xc3, '\r', '\n', 0};

        send(bytes);
        send(new byte[0]);
        send("last");

        await().until(() -> collector.events.size() == 3);
        assertThat(collector.events.get(0).data()).isEqualTo(bytes);
        assertThat(collector.events.get(1).data()).isEqualTo(new byte[0]);
    }

    @Test
    void keepsOrderAndLosesNothingAtAModestRate() throws IOException {
        start(config().build());
        int count = 20_000;

        for (int i = 0; i < count; i++) {
            send(Integer.toString(i));
            if (i % 200 == 199) {
                int sent = i + 1;
                await().pollInterval(Duration.ofMillis(1)).until(() -> collector.events.size() == sent);
            }
        }

        assertThat(collector.texts())
                .isEqualTo(IntStream.range(0, count).mapToObj(Integer::toString).toList());
    }

    @Test
    void takesTheLargestDatagram() throws IOException {
        start(config().build());
        byte[] largest = new byte[65507];
        largest[65506] = 1;

        send(largest);
        send("after");

        await().until(() -> collector.events.size() == 2);
        assertThat(collector.events.get(0).data()).isEqualTo(largest);
    }

    @Test
    void dropsAndCountsADatagramThatIsTooLongAndNeverCutsIt() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger("io.wishbone.module.listen");
        logger.setLevel(Level.ERROR);
        try {
            start(config().maxDatagramBytes(8).build());

            send("12345678");
            send("123456789");
            send("x".repeat(60_000));
            send("last");

            await().until(() -> collector.events.size() == 2);
            assertThat(collector.texts()).containsExactly("12345678", "last");
            assertThat(metric("dropped_oversize_total")).hasValue(2);
        } finally {
            logger.setLevel(null);
        }
    }

    @Test
    void leavesDatagramsToTheKernelWhileThePipelineIsFullAndReadsThemThen() throws IOException {
        collector.holdBack = true;
        start(config().build(), smallQueues());

        for (int i = 0; i < 1000; i++) {
            send(Integer.toString(i));
        }
        await().until(() -> router.ledger().queue("listen.outbox").size() >= 16);

        assertThat(router.ledger().queue("listen.outbox").in()).isLessThan(400);
        collector.letGo();
        await().until(() -> collector.events.size() == 1000);
        assertThat(collector.texts())
                .isEqualTo(IntStream.range(0, 1000).mapToObj(Integer::toString).toList());
    }

    @Test
    void accountsForEachDatagramThatAFullPipelineCost() throws IOException {
        collector.holdBack = true;
        start(config().receiveBufferBytes(32 << 10).build(), smallQueues());
        assumeThat(metric("kernel_dropped_total")).isPresent();
        int count = 5000;

        for (int i = 0; i < count; i++) {
            send(Integer.toString(i));
        }
        collector.letGo();

        await().untilAsserted(() -> assertThat(
                        collector.events.size() + metric("kernel_dropped_total").orElse(0))
                .isEqualTo(count));
        assertThat(metric("kernel_dropped_total").orElse(0)).isPositive();
        List<Integer> numbers = collector.texts().stream().map(Integer::valueOf).toList();
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        router.stop(DEADLINE);
        assertThat(collector.events.size() + metric("kernel_dropped_total").orElse(0))
                .isEqualTo(count);
    }

    private static RouterConfig smallQueues() {
        return RouterConfig.builder()
                .connection(new ConnectionOptions(QueueLimits.ofEvents(16), OverflowPolicy.BLOCK))
                .build();
    }

    @Test
    void readsWhatTheKernelHasWhenItStops() throws IOException {
        collector.holdBack = true;
        start(config().build(), smallQueues());
        for (int i = 0; i < 1000; i++) {
            send(Integer.toString(i));
        }
        collector.letGo();

        StopReport report = router.stop(DEADLINE);

        assertThat(report.isClean()).as(report.toString()).isTrue();
        assertThat(report.ledger().isBalanced()).isTrue();
        assertThat(collector.events).hasSize(1000);
    }

    @Test
    void stopsWhileASenderGoesOn() throws Exception {
        start(config().receiveBufferBytes(4 << 10).build());
        InetSocketAddress address = input.boundAddress();
        Thread sending = new Thread(() -> {
            byte[] bytes = new byte[100];
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    sender.send(new DatagramPacket(bytes, bytes.length, address));
                } catch (IOException refused) {
                    // The input has closed.
                }
            }
        });
        sending.start();
        try {
            await().until(() -> collector.events.size() > 1000);

            StopReport report = router.stop(DEADLINE);

            assertThat(report.isClean()).as(report.toString()).isTrue();
            assertThat(report.took()).isLessThan(Duration.ofSeconds(5));
        } finally {
            sending.interrupt();
            sending.join();
        }
    }

    @Test
    void saysWhyThePortCannotBeHad() {
        start(config().build());
        int taken = input.boundAddress().getPort();
        try (Router second = Router.create()) {
            second.registerModule("second", new UdpInput(config().port(taken).build()));
            second.registerModule("collect", new Collector());
            second.connect("second.outbox", "collect.inbox");

            assertThatThrownBy(second::start)
                    .isInstanceOf(ModuleStartException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + taken + ": the port is in use");
        }
    }

    @Test
    void saysThatAnAddressIsNotThisMachines() {
        try (Router second = Router.create()) {
            second.registerModule(
                    "second", new UdpInput(config().address("192.0.2.1").build()));
            second.registerModule("collect", new Collector());
            second.connect("second.outbox", "collect.inbox");

            assertThatThrownBy(second::start)
                    .isInstanceOf(ModuleStartException.class)
                    .hasMessageContaining("this is no address of this machine");
        }
    }

    private static final class Collector extends Actor {
        final List<Event> events = new CopyOnWriteArrayList<>();
        private volatile boolean holdBack;

        Collector() {
            inlet(INBOX, events::add);
        }

        @Override
        public void onStart() {
            if (holdBack) {
                context().pause();
            }
        }

        void letGo() {
            context().run(() -> context().resume());
        }

        List<String> texts() {
            return events.stream().map(Event::text).toList();
        }
    }
}
