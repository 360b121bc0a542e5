package io.wishbone.netty.input;

import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.ConnectionOptions;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A running router: module {@code in} is the input under test, connected to a collector. */
final class Rig implements AutoCloseable {
    final Collector collector = new Collector();
    final TcpInput input;
    final Router router = Router.create();
    private final EventLoops loops;
    private final List<Peer> peers = new ArrayList<>();

    private Rig(EventLoops loops, QueueLimits limits, UnaryOperator<TcpInputConfig.Builder> settings) {
        this.loops = loops;
        this.input =
                new TcpInput(settings.apply(TcpInputConfig.builder().port(0).eventLoops(loops))
                        .build());
        router.registerModule("in", input);
        router.registerModule("collector", collector);
        router.connect("in.outbox", "collector.inbox", new ConnectionOptions(limits, OverflowPolicy.BLOCK));
        router.start();
    }

    static Rig start(UnaryOperator<TcpInputConfig.Builder> settings) {
        return start(Transport.best(), 1, QueueLimits.DEFAULT, settings);
    }

    static Rig start(
            Transport transport, int loops, QueueLimits limits, UnaryOperator<TcpInputConfig.Builder> settings) {
        return new Rig(EventLoops.create(transport, loops), limits, settings);
    }

    Peer connect() throws IOException {
        Peer peer = new Peer(input.boundAddress());
        peers.add(peer);
        return peer;
    }

    /** Blocks the collector and sends lines {@code fill} until the gate is closed. */
    void closeGate() throws IOException {
        collector.block();
        Peer filler = connect();
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
