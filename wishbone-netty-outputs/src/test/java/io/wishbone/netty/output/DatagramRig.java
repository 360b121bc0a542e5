package io.wishbone.netty.output;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A running router: module {@code out} is the output under test, fed by a feeder, with collectors at its outlets. */
final class DatagramRig implements AutoCloseable {
    final Feeder feeder = new Feeder();
    final Collector successful = new Collector();
    final Collector failed = new Collector();
    final Collector logs = new Collector();
    final Router router = Router.create();

    DatagramRig(Actor output) {
        router.registerModule("feed", feeder);
        router.registerModule("out", output);
        router.registerModule("successful", successful);
        router.registerModule("failed", failed);
        router.registerModule("logs", logs);
        router.connect("feed.outbox", "out.inbox");
        router.connect("out.successful", "successful.inbox");
        router.connect("out.failed", "failed.inbox");
        router.connect("_logs.outbox", "logs.inbox");
        router.start();
    }

    void feed(Object... data) {
        feeder.feed(data.length, number -> data[(int) number]);
    }

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

    void awaitEnded(int events) {
        Awaitility.await("ended")
                .until(() -> successful.events().size() + failed.events().size() == events);
    }

    List<String> failures() {
        return failed.events().stream().map(DatagramRig::message).toList();
    }

    private static String message(Event event) {
        return event.header("out", "error") instanceof Map<?, ?> error ? String.valueOf(error.get("message")) : "";
    }

    StopReport stop() {
        return router.stop(Duration.ofSeconds(20));
    }

    @Override
    public void close() {
        router.stop(Duration.ZERO);
    }
}
