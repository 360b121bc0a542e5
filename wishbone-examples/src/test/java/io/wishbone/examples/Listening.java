package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.log.LogRecord;
import io.wishbone.netty.input.TcpInput;
import io.wishbone.netty.input.TcpInputConfig;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A running router with an input named {@code listen}, and what came of it. */
final class Listening implements AutoCloseable {
    private static final String INPUT = "listen";

    private final Router router = Router.create();
    private final Collector collector = new Collector();
    private final Collector logs = new Collector();

    private Listening(Actor input, boolean answers) {
        Logger logger = (Logger) LoggerFactory.getLogger("io.wishbone.module." + INPUT);
        logger.setLevel(ch.qos.logback.classic.Level.DEBUG);
        // What is logged here goes to the collector; the console need not have it, too.
        logger.setAdditive(false);
        router.registerModule(INPUT, input);
        router.registerModule("collect", collector);
        router.registerModule("logs", logs);
        router.connect("_logs.outbox", "logs.inbox");
        if (answers) {
            router.registerModule("answer", event -> {
                collector.events().add(event);
                return event.withData("you said " + event.text());
            });
            router.connect("listen.outbox", "answer.inbox");
            router.connect("answer.outbox", "listen.reply");
        } else {
            router.connect("listen.outbox", "collect.inbox");
        }
        router.start();
    }

    static Listening to(Actor input) {
        return new Listening(input, false);
    }

    /** Replies {@code you said ...} to each message. */
    static Listening answering(Actor input) {
        return new Listening(input, true);
    }

    /** An input on a free port of 127.0.0.1. */
    static TcpInput tcp(UnaryOperator<TcpInputConfig.Builder> settings) {
        return new TcpInput(settings.apply(TcpInputConfig.builder().port(0)).build());
    }

    List<Event> awaitEvents(int count) {
        await().atMost(PeerTools.PATIENCE).until(() -> collector.events().size() >= count);
        return collector.events();
    }

    List<String> awaitTexts(int count) {
        return awaitEvents(count).stream().map(Event::text).toList();
    }

    List<Event> events() {
        return collector.events();
    }

    /** What was logged at a level or a graver one. */
    List<String> logged(Level level) {
        return logs.events().stream()
                .map(event -> (LogRecord) event.data())
                .filter(logged -> logged.level().toInt() >= level.toInt())
                .map(LogRecord::message)
                .toList();
    }

    void awaitLogged(Level level, String part) {
        await().atMost(PeerTools.PATIENCE)
                .untilAsserted(() -> assertThat(logged(level)).anyMatch(message -> message.contains(part)));
    }

    /** The value of a counter or gauge of the input; 0 if it does not exist yet. */
    long metric(String name) {
        return router.metrics().stream()
                .filter(metric -> metric.name().equals("module.listen." + name))
                .mapToLong(metric -> metric.value().longValue())
                .findFirst()
                .orElse(0);
    }

    void awaitMetric(String name, long atLeast) {
        await().atMost(PeerTools.PATIENCE).until(() -> metric(name) >= atLeast);
    }

    @Override
    public void close() {
        StopReport report = router.stop(Duration.ofSeconds(10));
        router.close();
        assertThat(report.isClean()).as(report.toString()).isTrue();
        assertThat(report.ledger().isBalanced()).isTrue();
    }
}
