package io.wishbone.netty.output;

import io.wishbone.log.LogRecord;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.slf4j.event.Level;

/** A running router: module {@code out} is the output under test, fed by a feeder, with collectors at its outlets. */
final class Rig implements AutoCloseable {
    final Feeder feeder = new Feeder();
    final Collector successful = new Collector();
    final Collector failed = new Collector();
    final Collector replies = new Collector();
    final StreamOutput output;
    final Router router = Router.create();
    private final Collector logs = new Collector();
    private final EventLoops loops;

    private Rig(EventLoops loops, StreamOutput output, boolean takesReplies) {
        this.loops = loops;
        this.output = output;
        router.registerModule("feed", feeder);
        router.registerModule("out", output);
        router.registerModule("successful", successful);
        router.registerModule("failed", failed);
        router.registerModule("logs", logs);
        router.connect("feed.outbox", "out.inbox");
        router.connect("out.successful", "successful.inbox");
        router.connect("out.failed", "failed.inbox");
        router.connect("_logs.outbox", "logs.inbox");
        if (takesReplies) {
            router.registerModule("replies", replies);
            router.connect("out.replies", "replies.inbox");
        }
        router.start();
    }

    static Rig start(String endpoint) {
        return start(Transport.best(), endpoint, UnaryOperator.identity());
    }

    static Rig start(String endpoint, UnaryOperator<TcpOutputConfig.Builder> settings) {
        return start(Transport.best(), endpoint, settings);
    }

    static Rig start(Transport transport, String endpoint, UnaryOperator<TcpOutputConfig.Builder> settings) {
        EventLoops loops = EventLoops.create(transport, 1);
        return new Rig(loops, tcp(loops, endpoint, settings), false);
    }

    /** Over loops that the caller has set up; they are closed with this. */
    static Rig start(EventLoops loops, String endpoint, UnaryOperator<TcpOutputConfig.Builder> settings) {
        return new Rig(loops, tcp(loops, endpoint, settings), false);
    }

    /** With a module at the outlet for replies. */
    static Rig withReplies(String endpoint, UnaryOperator<TcpOutputConfig.Builder> settings) {
        EventLoops loops = EventLoops.create(Transport.best(), 1);
        return new Rig(loops, tcp(loops, endpoint, settings), true);
    }

    private static TcpOutput tcp(EventLoops loops, String endpoint, UnaryOperator<TcpOutputConfig.Builder> settings) {
        return new TcpOutput(
                settings.apply(quick(TcpOutputConfig.builder(), loops).endpoint(endpoint))
                        .build());
    }

    /** To a Unix stream socket. */
    static Rig unix(Transport transport, String path) {
        EventLoops loops = EventLoops.create(transport, 1);
        UnixOutputConfig config =
                quick(UnixOutputConfig.builder(), loops).path(path).build();
        return new Rig(loops, new UnixOutput(config), false);
    }

    private static <B extends StreamOutputConfig.Builder<B>> B quick(B builder, EventLoops loops) {
        return builder.minBackoff(Duration.ofMillis(1))
                .maxBackoff(Duration.ofMillis(20))
                .eventLoops(loops);
    }

    /** The value of a counter or gauge of the output; 0 if it does not exist yet. */
    long metric(String name) {
        return router.metrics().stream()
                .filter(metric -> metric.name().equals("module.out." + name))
                .mapToLong(metric -> metric.value().longValue())
                .findFirst()
                .orElse(0);
    }

    void awaitMetric(String name, long atLeast) {
        Awaitility.await(name).until(() -> metric(name) >= atLeast);
    }

    void awaitSuccessful(int events) {
        Awaitility.await("successful")
                .atMost(Duration.ofSeconds(60))
                .until(() -> successful.events().size() >= events);
    }

    List<String> warnings() {
        return logs.data().stream()
                .map(LogRecord.class::cast)
                .filter(log -> log.level() == Level.WARN)
                .map(LogRecord::message)
                .toList();
    }

    StopReport stop() {
        return router.stop(Duration.ofSeconds(20));
    }

    @Override
    public void close() {
        router.stop(Duration.ZERO);
        loops.close();
    }
}
