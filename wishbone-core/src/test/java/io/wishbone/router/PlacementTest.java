package io.wishbone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Emitter;
import io.wishbone.actor.Home;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.testkit.BalancedLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PlacementTest {
    private static final Duration ENOUGH = Duration.ofSeconds(20);

    @RegisterExtension
    final Warnings warnings = new Warnings();

    @RegisterExtension
    final BalancedLedger routers = new BalancedLedger();

    private final Router router =
            routers.create(RouterConfig.builder().workers(2).build());
    private final Collector collector = new Collector();

    @AfterEach
    void close() {
        router.close();
    }

    /** Runs one event through a module and tells on which threads source and module ran. */
    private List<Object> threadsOf(Placement source, Placement module) {
        return threadsOf(router, source, module);
    }

    private List<Object> threadsOf(Router router, Placement source, Placement module) {
        Hook hook = new Hook((event, outbox) ->
                outbox.submit(event.withData(Thread.currentThread().getName())));
        hook.placement = module;
        Hook first = new Hook((event, outbox) -> {
            collector.events().add(event.withData(Thread.currentThread().getName()));
            outbox.submit(event);
        });
        first.placement = source;
        router.registerModule("in", new Numbers(1, source));
        router.registerModule("first", first);
        router.registerModule("hook", hook);
        router.registerModule("out", collector);
        router.connect("in.outbox", "first.inbox");
        router.connect("first.outbox", "hook.inbox");
        router.connect("hook.outbox", "out.inbox");
        router.start();
        await().atMost(ENOUGH).until(() -> collector.events().size() == 2);
        return collector.data();
    }

    @Test
    void inheritsTheHomeOfTheFeeder() {
        List<Object> threads = threadsOf(Placement.cpu(), Placement.inherit());

        assertThat(threads.get(0)).asString().startsWith("wishbone-worker-");
        assertThat(threads.get(1)).asString().startsWith("wishbone-worker-");
    }

    @Test
    void inheritsABlockingFeedersThread() {
        List<Object> threads = threadsOf(Placement.blocking(), Placement.inherit());

        assertThat(threads).containsExactly("wishbone-module-first", "wishbone-module-first");
    }

    @Test
    void givesABlockingModuleAThreadOfItsOwn() {
        List<Object> threads = threadsOf(Placement.inherit(), Placement.blocking());

        assertThat(threads.get(0)).asString().startsWith("wishbone-worker-");
        assertThat(threads.get(1)).isEqualTo("wishbone-module-hook");
    }

    @Test
    void runsAllOnTheHomeOfTheRouterIfThatHasOne() {
        try (ThreadHome home = new ThreadHome("all");
                Router other = routers.create(RouterConfig.builder().home(home).build())) {
            assertThat(threadsOf(other, Placement.cpu(), Placement.blocking())).containsExactly("all", "all");
        }
    }

    @Test
    void sharesTheWorkersInTurn() {
        for (int i = 0; i < 5; i++) {
            Hook hook = new Hook((event, outbox) ->
                    outbox.submit(event.withData(Thread.currentThread().getName())));
            hook.placement = Placement.cpu();
            Collector each = new Collector();
            router.registerModule("in" + i, new Numbers(1));
            router.registerModule("hook" + i, hook);
            router.registerModule("out" + i, each);
            router.connect("in" + i + ".outbox", "hook" + i + ".inbox");
            router.connect("hook" + i + ".outbox", "out" + i + ".inbox");
        }
        router.start();
        StopReport report = router.stop(ENOUGH);

        assertThat(report.isClean()).isTrue();
        assertThat(report.ledger().isBalanced()).isTrue();
    }

    @Test
    void refusesNoHomesAtAll() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Placement.across(List.of()))
                .withMessage("homes is empty (expected: at least one)");
    }

    /** Submits from several homes, as an input does whose connections live on several event loops. */
    private static final class Spread extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private final List<Home> homes;
        private final int each;
        private final AtomicInteger submitted = new AtomicInteger();

        Spread(List<? extends Home> homes, int each) {
            this.homes = List.copyOf(homes);
            this.each = each;
        }

        @Override
        public Placement placement(SharedResources shared) {
            return Placement.across(homes);
        }

        @Override
        public void onStart() {
            for (Home home : homes) {
                home.execute(new Feed(outbox.emitter(home))::go);
            }
        }

        /** What one home submits, on and on while its gate is open. */
        private final class Feed {
            private final Emitter emitter;
            private int next;

            Feed(Emitter emitter) {
                this.emitter = emitter;
                emitter.onOpen(this::submitSome);
            }

            void go() {
                emitter.begin();
                submitSome();
                emitter.end();
                if (next < each && emitter.isOpen()) {
                    emitter.home().execute(this::go);
                }
            }

            private void submitSome() {
                for (int i = 0; i < 50 && next < each && emitter.isOpen(); i++) {
                    emitter.submit(Event.of(++next));
                    submitted.incrementAndGet();
                }
                if (emitter.isOpen() && next < each) {
                    emitter.home().execute(this::go);
                }
            }
        }
    }

    @Test
    void takesEventsFromSeveralHomes() {
        List<ThreadHome> homes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            homes.add(new ThreadHome("wishbone-loop-" + i));
        }
        Spread spread = new Spread(homes, 10_000);
        router.registerModule("in", spread);
        router.registerModule("out", collector);
        AtomicInteger taken = new AtomicInteger();
        router.registerModule("count", event -> {
            taken.incrementAndGet();
            return null;
        });
        router.connect(
                "in.outbox", "count.inbox", new ConnectionOptions(QueueLimits.ofEvents(100), OverflowPolicy.BLOCK));
        router.connect("count.outbox", "out.inbox");
        router.start();
        await().atMost(ENOUGH).until(() -> taken.get() == 30_000);
        StopReport report = router.stop(ENOUGH);
        homes.forEach(ThreadHome::close);

        assertThat(report.isClean()).isTrue();
        assertThat(report.ledger().isBalanced()).as(report.ledger()::toString).isTrue();
        assertThat(report.ledger().module("in").created()).isEqualTo(30_000);
    }

    @Test
    void closesWhatModulesShareOnce() {
        List<String> calls = new ArrayList<>();
        final class Loops implements AutoCloseable {
            @Override
            public void close() {
                calls.add("closed");
            }
        }
        List<Object> got = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Actor sharing = new Actor() {
                @Override
                public Placement placement(SharedResources shared) {
                    got.add(shared.get(Loops.class, Loops::new));
                    return Placement.inherit();
                }
            };
            router.registerModule("sharing" + i, sharing);
        }
        router.start();
        router.close();
        router.close();

        assertThat(got).hasSize(2);
        assertThat(got.get(0)).isSameAs(got.get(1));
        assertThat(calls).containsExactly("closed");
    }
}
