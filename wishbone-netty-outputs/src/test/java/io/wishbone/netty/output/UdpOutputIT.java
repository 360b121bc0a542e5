package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

@ParameterizedClass
@EnumSource(Transport.class)
class UdpOutputIT {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.wishbone.module.send");
    private final EventLoops loops;
    private final DatagramSocket receiver;
    private final Feed feed = new Feed();
    private final Collector successful = new Collector();
    private final Collector failed = new Collector();
    private final Router router = Router.create();

    UdpOutputIT(Transport transport) throws IOException {
        assumeThat(transport.isAvailable()).isTrue();
        loops = EventLoops.create(transport, 1);
        receiver = receiverOn(0);
    }

    private static DatagramSocket receiverOn(int port) throws IOException {
        DatagramSocket socket = new DatagramSocket(null);
        socket.setReceiveBufferSize(4 << 20);
        socket.setSoTimeout(5000);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    @AfterEach
    void close() {
        router.close();
        receiver.close();
        loops.close();
        logger.setLevel(null);
    }

    private UdpOutputConfig.Builder config() {
        return UdpOutputConfig.builder()
                .endpoint("127.0.0.1:" + receiver.getLocalPort())
                .eventLoops(loops);
    }

    private void start(UdpOutputConfig config) {
        router.registerModule("feed", feed);
        router.registerModule("send", new UdpOutput(config));
        router.registerModule("successful", successful);
        router.registerModule("failed", failed);
        router.connect("feed.outbox", "send.inbox");
        router.connect("send.successful", "successful.inbox");
        router.connect("send.failed", "failed.inbox");
        router.start();
    }

    private static byte[] receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private String receiveText() throws IOException {
        return new String(receive(receiver), StandardCharsets.UTF_8);
    }

    private long metric(String name) {
        return router.metrics().stream()
                .filter(metric -> metric.name().equals("module.send." + name))
                .mapToLong(metric -> metric.value().longValue())
                .findFirst()
                .orElse(0);
    }

    private void awaitEnded(int events) {
        await().until(() -> successful.events.size() + failed.events.size() == events);
    }

    @Test
    void sendsEachEventAsADatagram() throws IOException {
        start(config().build());
        byte[] bytes = {0, (byte) 0xff, (byte) 0xc3, '\r', '\n', 0};

        feed.send(Event.of(bytes), Event.of("grün\n"), Event.of(42));

        assertThat(receive(receiver)).isEqualTo(bytes);
        assertThat(receiveText()).isEqualTo("grün\n");
        assertThat(receiveText()).isEqualTo("42");
        await().until(() -> successful.events.size() == 3);
    }

    @Test
    void keepsOrderAndAccountsForAll() throws IOException {
        start(config().build());
        int count = 2000;
        List<String> texts =
                IntStream.range(0, count).mapToObj(Integer::toString).toList();

        feed.send(texts.stream().map(Event::of).toArray(Event[]::new));

        List<String> received = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            received.add(receiveText());
        }
        assertThat(received).isEqualTo(texts);
        StopReport report = router.stop(DEADLINE);
        assertThat(report.isClean()).as(report.toString()).isTrue();
        assertThat(report.ledger().isBalanced()).isTrue();
        assertThat(successful.texts()).isEqualTo(texts);
    }

    @Test
    void sendsTheLargestDatagram() throws IOException {
        start(config().build());
        byte[] largest = new byte[65507];
        largest[65506] = 1;

        feed.send(Event.of(largest));

        assertThat(receive(receiver)).isEqualTo(largest);
    }

    @Test
    void failsWhatIsEmptyOrTooLongAndSendsTheRest() throws IOException {
        start(config().maxDatagramBytes(4).build());

        feed.send(Event.of("a"), Event.of(""), Event.of("12345"), Event.of("1234"));

        assertThat(receiveText()).isEqualTo("a");
        assertThat(receiveText()).isEqualTo("1234");
        awaitEnded(4);
        assertThat(failed.texts()).containsExactly("", "12345");
        assertThat(failed.events.get(0).header("send", "error"))
                .asString()
                .contains("an empty datagram cannot be sent");
        assertThat(failed.events.get(1).header("send", "error"))
                .asString()
                .contains("a datagram of 5 bytes (expected: max_datagram, 4, or less)");
    }

    @Test
    void failsWhatTheKernelRefusesAndSendsTheRest() throws IOException {
        start(config().maxDatagramBytes(65527).build());

        feed.send(Event.of("a"), Event.of(new byte[65508]), Event.of("b"), Event.of("c"));

        assertThat(receiveText()).isEqualTo("a");
        assertThat(receiveText()).isEqualTo("b");
        assertThat(receiveText()).isEqualTo("c");
        awaitEnded(4);
        assertThat(successful.texts()).containsExactly("a", "b", "c");
        assertThat(failed.events).hasSize(1);
        assertThat(metric("send_errors_total")).isEqualTo(1);
    }

    @Test
    void goesOnAfterNobodyListened() throws IOException {
        int port = receiver.getLocalPort();
        start(config().build());
        receiver.close();

        int sent = 0;
        while (metric("port_unreachable_total") == 0) {
            feed.send(Event.of("lost"));
            awaitEnded(++sent);
        }
        try (DatagramSocket again = receiverOn(port)) {
            // What its host told before may still be due.
            String text;
            do {
                feed.send(Event.of("found"));
                awaitEnded(++sent);
                text = successful.events.get(successful.events.size() - 1).text();
            } while (!text.equals("found"));

            assertThat(receive(again)).asString(StandardCharsets.UTF_8).isEqualTo("found");
        }
        assertThat(failed.events)
                .allSatisfy(event -> assertThat(event.header("send", "error"))
                        .asString()
                        .contains("nobody listens on 127.0.0.1:" + port));
        StopReport report = router.stop(DEADLINE);
        assertThat(report.isClean()).isTrue();
        assertThat(report.ledger().isBalanced()).isTrue();
    }

    @Test
    void keepsEventsWhileTheNameCannotBeResolved() {
        logger.setLevel(Level.ERROR);
        start(config().endpoint("host.invalid:514")
                .minBackoff(Duration.ofMillis(1))
                .maxBackoff(Duration.ofMillis(20))
                .build());

        feed.send(Event.of("a"), Event.of("b"));

        await().until(() -> metric("resolve_errors_total") >= 2);
        assertThat(successful.events).isEmpty();
        assertThat(failed.events).isEmpty();
        Logger stopLogger = (Logger) LoggerFactory.getLogger(Router.class);
        stopLogger.setLevel(Level.ERROR);
        try {
            assertThat(router.stop(Duration.ofMillis(100)).eventsLeft()).isEqualTo(2);
        } finally {
            stopLogger.setLevel(null);
        }
    }

    private static final class Collector extends Actor {
        final List<Event> events = new CopyOnWriteArrayList<>();

        Collector() {
            inlet(INBOX, events::add);
        }

        List<String> texts() {
            return events.stream().map(Event::text).toList();
        }
    }

    /** Submits what it is given; the events of one call enter the queue together. */
    private static final class Feed extends Actor {
        private final Queue<List<Event>> batches = new ConcurrentLinkedQueue<>();
        private final Outlet outbox = outlet(OUTBOX);

        Feed() {
            source(budget -> {
                List<Event> batch = batches.poll();
                if (batch == null) {
                    return 0;
                }
                batch.forEach(outbox::submit);
                return batch.size();
            });
        }

        void send(Event... events) {
            batches.add(List.of(events));
            context().wake();
        }
    }
}
