package io.wishbone.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.metrics.Metric;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.ConnectionOptions;
import io.wishbone.router.Router;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterMetricsTest {
    private static final Duration ENOUGH = Duration.ofSeconds(20);

    /** Makes as many events as it is told. */
    private static final class Maker extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private final AtomicInteger wanted = new AtomicInteger();

        Maker() {
            source(budget -> {
                int count = Math.min(budget, wanted.get());
                for (int i = 0; i < count; i++) {
                    outbox.submit(Event.of("four"));
                }
                wanted.addAndGet(-count);
                return count;
            });
        }

        void make(int count) {
            wanted.set(count);
            context().wake();
        }
    }

    /** Counts what it takes by a counter of its own. */
    private static final class Counting extends Actor {
        Counting() {
            inlet(INBOX, event -> context().counter("seen_total").increment());
        }
    }

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final Router router = Router.create();
    private final Maker maker = new Maker();

    @AfterEach
    void close() {
        router.close();
        registry.close();
    }

    private void register(ConnectionOptions options) {
        router.registerModule("in", maker);
        router.registerModule("out", new Counting());
        router.connect("in.outbox", "out.inbox", options);
    }

    private void make(int count) {
        long before = router.ledger().module("in").submitted();
        maker.make(count);
        await().atMost(ENOUGH)
                .until(() -> router.ledger().module("in").submitted() == before + count
                        && router.ledger().queue("in.outbox").size() == 0);
    }

    private double counter(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    @Test
    void hasTheFiguresOfQueuesAndModules() {
        register(ConnectionOptions.DEFAULT);
        router.start();
        make(3);
        new RouterMetrics(router).bindTo(registry);

        assertThat(counter("wishbone.queue.in.total", "module", "in", "queue", "outbox"))
                .isEqualTo(3);
        assertThat(counter("wishbone.queue.out.total", "module", "out", "queue", "inbox"))
                .isEqualTo(3);
        assertThat(gauge("wishbone.queue.size", "module", "in", "queue", "outbox"))
                .isZero();
        assertThat(gauge("wishbone.queue.size.bytes", "module", "in", "queue", "outbox"))
                .isZero();
        assertThat(gauge("wishbone.queue.high.watermark.max", "module", "out", "queue", "inbox"))
                .isEqualTo(3);
        assertThat(gauge("wishbone.queue.oldest.age.seconds", "module", "out", "queue", "inbox"))
                .isZero();
        assertThat(counter("wishbone.module.created.total", "module", "in")).isEqualTo(3);
        assertThat(counter("wishbone.module.stalled.seconds.total", "module", "in"))
                .isZero();
    }

    @Test
    void readsAgainWhenASecondHasPassed() {
        register(ConnectionOptions.DEFAULT);
        new RouterMetrics(router).bindTo(registry);
        router.start();
        make(2);
        clock.add(Duration.ofMillis(999));
        assertThat(counter("wishbone.module.consumed.total", "module", "out")).isZero();

        clock.add(Duration.ofMillis(1));
        assertThat(counter("wishbone.module.consumed.total", "module", "out")).isEqualTo(2);
    }

    @Test
    void hasMetersOfWhatComesAfterItWasBound() {
        register(new ConnectionOptions(QueueLimits.ofEvents(1), OverflowPolicy.DROP_NEWEST));
        new RouterMetrics(router).bindTo(registry);
        assertThat(registry.find("wishbone.queue.in.total").meters()).isEmpty();
        router.start();
        make(10);
        clock.add(Duration.ofSeconds(1));
        assertThat(gauge("wishbone.ready")).isEqualTo(1);

        double taken = counter("wishbone.module.seen.total", "module", "out");
        assertThat(taken).isBetween(1.0, 9.0);
        assertThat(counter("wishbone.queue.dropped.total", "module", "in", "queue", "outbox", "reason", "drop_newest"))
                .isEqualTo(10 - taken);
    }

    @Test
    void hasAMeterForEachFigureButRatesAndSums() {
        register(ConnectionOptions.DEFAULT);
        router.start();
        make(1);
        new RouterMetrics(router).bindTo(registry);
        List<String> expected = router.metrics().stream()
                .map(Metric::name)
                .filter(name -> !name.endsWith("_rate") && !name.matches(".*\\.queue\\..*\\.dropped_total"))
                .toList();

        assertThat(registry.getMeters()).hasSize(expected.size() + 1);
    }

    @Test
    void usesTheSameTagsForAllMetersOfAName() {
        register(new ConnectionOptions(QueueLimits.ofEvents(1), OverflowPolicy.DROP_NEWEST));
        router.start();
        make(10);
        new RouterMetrics(router, Tags.of("router", "one")).bindTo(registry);

        assertThat(registry.getMeters()).allSatisfy(meter -> {
            Meter.Id id = meter.getId();
            Set<Integer> counts = Set.of(registry.find(id.getName()).meters().stream()
                    .map(other -> other.getId().getTags().size())
                    .distinct()
                    .toArray(Integer[]::new));
            assertThat(counts).hasSize(1);
            assertThat(id.getTag("router")).isEqualTo("one");
        });
    }

    @Test
    void tellsWhetherTheRouterIsReady() {
        register(ConnectionOptions.DEFAULT);
        new RouterMetrics(router).bindTo(registry);
        assertThat(gauge("wishbone.ready")).isZero();

        router.start();
        assertThat(gauge("wishbone.ready")).isEqualTo(1);
    }

    @Test
    void keepsItsMetersThoughNobodyElseDoes() {
        register(ConnectionOptions.DEFAULT);
        new RouterMetrics(router).bindTo(registry);
        router.start();
        make(2);
        System.gc();
        clock.add(Duration.ofSeconds(1));

        assertThat(counter("wishbone.module.consumed.total", "module", "out")).isEqualTo(2);
    }

    @Test
    void removesItsMetersWhenItIsClosed() {
        register(ConnectionOptions.DEFAULT);
        router.start();
        RouterMetrics metrics = new RouterMetrics(router);
        metrics.bindTo(registry);
        metrics.close();
        metrics.close();

        assertThat(registry.getMeters()).isEmpty();
    }
}
