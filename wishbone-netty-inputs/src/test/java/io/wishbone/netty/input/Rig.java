package io.wishbone.netty.input;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.wishbone.log.LogRecord;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.ConnectionOptions;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/** A running router: module {@code in} is the input under test, connected to a collector. */
final class Rig implements AutoCloseable {
    static {
        // To look at what is logged, without seeing it.
        Logger log = (Logger) LoggerFactory.getLogger("io.wishbone.module.in");
        log.setLevel(Level.DEBUG);
        log.setAdditive(false);
    }

    final Collector collector = new Collector();
    final TcpInput input;
    final Router router = Router.create();
    private final Collector logs = new Collector();
    private final EventLoops loops;
    private final List<Peer> peers = new ArrayList<>();

    private Rig(
            EventLoops loops,
            QueueLimits limits,
            UnaryOperator<TcpInputConfig.Builder> settings,
            Consumer<Router> further) {
        this.loops = loops;
        this.input =
                new TcpInput(settings.apply(TcpInputConfig.builder().port(0).eventLoops(loops))
                        .build());
        router.registerModule("in", input);
        router.registerModule("collector", collector);
        router.registerModule("logs", logs);
        router.connect("in.outbox", "collector.inbox", new ConnectionOptions(limits, OverflowPolicy.BLOCK));
        router.connect("_logs.outbox", "logs.inbox");
        further.accept(router);
        router.start();
    }

    static Rig start(UnaryOperator<TcpInputConfig.Builder> settings) {
        return start(Transport.best(), 1, QueueLimits.DEFAULT, settings);
    }

    static Rig start(
            Transport transport, int loops, QueueLimits limits, UnaryOperator<TcpInputConfig.Builder> settings) {
        return start(transport, loops, limits, settings, router -> {});
    }

    /**
     * Starts one.
     *
     * @param further adds what else the router has
     */
    static Rig start(
            Transport transport,
            int loops,
            QueueLimits limits,
            UnaryOperator<TcpInputConfig.Builder> settings,
            Consumer<Router> further) {
        return new Rig(EventLoops.create(transport, loops), limits, settings, further);
    }

    Peer connect() throws IOException {
        return keep(new Peer(input.boundAddress()));
    }

    /** Connects from an address of this machine, such as 127.0.0.2. */
    Peer connectFrom(String address) throws IOException {
        return keep(Peer.from(address, input.boundAddress()));
    }

    /** Connects by TLS; the handshake is done. */
    Peer connect(TlsClient client) throws IOException {
        Socket secured = client.connect(input.boundAddress());
        return keep(new Peer(secured));
    }

    /** Closes a peer with this rig. */
    Peer keep(Peer peer) {
        peers.add(peer);
        return peer;
    }

    /** Blocks the collector and sends lines {@code fill} until the gate is closed. */
    void closeGate() throws IOException {
        closeGate(connect());
    }

    void closeGate(Peer filler) throws IOException {
        collector.block();
        while (metric("queue.outbox.size") < 64) {
            long sent = metric("queue.outbox.in_total");
            filler.send("fill\n".repeat(64));
            Awaitility.await().until(() -> metric("queue.outbox.in_total") > sent || metric("queue.outbox.size") >= 64);
        }
    }

    /** The value of a counter or gauge of the input; 0 if it does not exist yet. */
    long metric(String name) {
        return router.metrics().stream()
                .filter(metric -> metric.name().equals("module.in." + name))
                .mapToLong(metric -> metric.value().longValue())
                .findFirst()
                .orElse(0);
    }

    void awaitMetric(String name, long value) {
        Awaitility.await(name).until(() -> metric(name) == value);
    }

    void awaitLines(int count) {
        Awaitility.await("lines").atMost(Duration.ofSeconds(60)).until(() -> collector.count() >= count);
    }

    /** What the input's header says of where the first event comes from. */
    Map<String, Object> firstHeader() {
        awaitLines(1);
        return collector.events().get(0).header().asMap().getOrDefault("in", Map.of());
    }

    /** What the input has logged. */
    List<String> logs() {
        return logs.events().stream()
                .map(event -> (LogRecord) event.data())
                .filter(log -> log.module().equals("in"))
                .map(log -> log.level() + " " + log.message())
                .toList();
    }

    /** Waits until the input has logged a text. */
    void awaitLog(String part) {
        Awaitility.await("\"" + part + "\" in " + logs())
                .until(() -> logs().stream().anyMatch(log -> log.contains(part)));
    }

    StopReport stop() {
        return router.stop(Duration.ofSeconds(20));
    }

    @Override
    public void close() throws IOException {
        collector.unblock();
        for (Peer peer : peers) {
            peer.close();
        }
        router.close();
        loops.close();
    }
}
