package io.wishbone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Hold;
import io.wishbone.actor.ModuleState;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Placement;
import io.wishbone.event.Event;
import io.wishbone.log.LogRecord;
import io.wishbone.metrics.QueueLedger;
import io.wishbone.module.flow.Fanout;
import io.wishbone.module.flow.Funnel;
import io.wishbone.module.flow.RoundRobin;
import io.wishbone.module.flow.RoundRobinConfig;
import io.wishbone.module.flow.Ttl;
import io.wishbone.module.output.NullOutput;
import io.wishbone.queue.DropReason;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.testkit.BalancedLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules and connections that come and go while a router runs. */
@Timeout(60)
class RewiringTest {
    private static final Duration ENOUGH = Duration.ofSeconds(20);
    private static final ConnectionOptions ONE =
            new ConnectionOptions(new QueueLimits(1, 1 << 20), OverflowPolicy.BLOCK);

    @RegisterExtension
    final Warnings warnings = new Warnings();

    @RegisterExtension
    final BalancedLedger routers = new BalancedLedger();

    private final Router router = routers.create(RouterConfig.builder()
            .workers(2)
            .startTimeout(Duration.ofMillis(500))
            .build());
    private final Collector out = new Collector();
    private final Tap tap = new Tap();

    /** Submits what the test tells it to, on its own thread. */
    private static final class Tap extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private int next = 1;

        void pour(int events) {
            later(() -> {
                for (int i = 0; i < events; i++) {
                    outbox.submit(Event.of(next++));
                }
            });
        }

        void later(Runnable task) {
            context().schedule(Duration.ZERO, task);
        }
    }

    @AfterEach
    void close() {
        router.close();
    }

    private static List<Object> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).<Object>mapToObj(i -> i).toList();
    }

    private void start(Actor in, Actor end) {
        router.registerModule("in", in);
        router.registerModule("out", end);
        router.connect("in.outbox", "out.inbox");
        router.start();
    }

    private StopReport stop() {
        StopReport report = router.stop(ENOUGH);
        assertThat(report.isClean()).as(report::toString).isTrue();
        assertThat(report.ledger().isBalanced())
                .as(() -> report.ledger().toString())
                .isTrue();
        return report;
    }

    private static Event marked(Event event) {
        return event.withHeader("upper", "seen", true);
    }

    @Nested
    class Inserting {
        @ParameterizedTest
        @ValueSource(strings = {"inherit", "cpu", "blocking"})
        void losesNothingAndKeepsTheOrderWhileEventsFlow(String placement) {
            Placement where = switch (placement) {
                case "cpu" -> Placement.cpu();
                case "blocking" -> Placement.blocking();
                default -> Placement.inherit();
            };
            Numbers in = new Numbers(10_000);
            start(in, out);
            Hook upper = new Hook((event, outbox) -> outbox.submit(marked(event)));
            upper.placement = where;
            router.registerModule("upper", upper);
            router.rewire(change -> change.disconnect("in.outbox")
                    .connect("upper.outbox", "out.inbox")
                    .connect("in.outbox", "upper.inbox", ONE));
            await().atMost(ENOUGH).until(() -> in.outcomes().size() == 10_000);
            stop();

            assertThat(out.data()).isEqualTo(numbers(1, 10_000));
            assertThat(in.outcomes()).allMatch(outcome -> outcome.endsWith(" ok"));
            List<Boolean> marks = out.events().stream()
                    .map(event -> event.header("upper", "seen") != null)
                    .toList();
            assertThat(marks).as("what went the old way comes first").isSorted();
        }

        @Test
        void startsAModuleWhereItsFeederLives() {
            List<String> threads = new ArrayList<>();
            start(tap, out);
            Hook upper = new Hook();
            upper.onStart = () -> threads.add(Thread.currentThread().getName());
            CompletableFuture<String> thread = new CompletableFuture<>();
            tap.later(() -> thread.complete(Thread.currentThread().getName()));
            router.registerModule("upper", upper);
            router.rewire(change -> change.disconnect("in.outbox")
                    .connect("in.outbox", "upper.inbox")
                    .connect("upper.outbox", "out.inbox"));

            assertThat(threads).containsExactly(thread.join());
            tap.pour(3);
            await().atMost(ENOUGH).until(() -> out.data().equals(numbers(1, 3)));
        }

        @Test
        void opensAnotherBranchOfAFanout() {
            Collector other = new Collector(Placement.cpu());
            router.registerModule("in", tap);
            router.registerModule("split", new Fanout());
            router.registerModule("out", out);
            router.connect("in.outbox", "split.inbox");
            router.connect("split.one", "out.inbox");
            router.start();
            tap.pour(10);
            await().atMost(ENOUGH).until(() -> out.events().size() == 10);
            router.registerModule("other", other);
            router.connect("split.two", "other.inbox");
            tap.pour(10);
            await().atMost(ENOUGH).until(() -> out.events().size() == 20);
            router.disconnect("split.one");
            tap.pour(10);
            await().atMost(ENOUGH).until(() -> other.events().size() == 20);
            StopReport report = stop();

            assertThat(out.data()).isEqualTo(numbers(1, 20));
            assertThat(other.data()).isEqualTo(numbers(11, 30));
            assertThat(report.ledger().module("split").created()).isEqualTo(10);
        }

        @Test
        void givesAFunnelAnotherInlet() {
            Numbers late = new Numbers(500);
            router.registerModule("in", tap);
            router.registerModule("join", new Funnel());
            router.registerModule("out", out);
            router.connect("in.outbox", "join.a");
            router.connect("join.outbox", "out.inbox");
            router.start();
            router.registerModule("late", late);
            router.connect("late.outbox", "join.b", ONE);
            tap.pour(5);
            await().atMost(ENOUGH).until(() -> out.events().size() == 505);
            stop();
        }

        @Test
        void keepsStickyKeysOfTheOtherOutletsWhenOneIsTakenAway() {
            Collector a = new Collector();
            Collector b = new Collector();
            RoundRobin sticky = new RoundRobin(RoundRobinConfig.sticky(event -> (int) event.data() % 20));
            router.registerModule("in", tap);
            router.registerModule("spread", sticky);
            router.registerModule("a", a);
            router.registerModule("b", b);
            router.registerModule("out", out);
            router.connect("in.outbox", "spread.inbox");
            router.connect("spread.a", "a.inbox");
            router.connect("spread.b", "b.inbox");
            router.connect("spread.c", "out.inbox");
            router.start();
            tap.pour(100);
            await().atMost(ENOUGH)
                    .until(() ->
                            a.events().size() + b.events().size() + out.events().size() == 100);
            List<Object> keysOfA =
                    a.data().stream().<Object>map(i -> (int) i % 20).distinct().toList();
            router.disconnect("spread.b");
            int before = b.events().size();
            tap.pour(100);
            await().atMost(ENOUGH)
                    .until(() ->
                            a.events().size() + b.events().size() + out.events().size() == 200);

            assertThat(b.events()).hasSize(before);
            assertThat(a.data().stream().<Object>map(i -> (int) i % 20).distinct())
                    .containsAll(keysOfA);
        }

        @Test
        void hearsLogsOnceSomebodyConnectsToThem() {
            Collector logs = new Collector();
            Hook talker = new Hook();
            router.registerModule("logs", logs);
            start(tap, talker);
            router.rewire(change -> change.disconnect("in.outbox").connect("in.outbox", "out.inbox"));
            router.connect("_logs.outbox", "logs.inbox");
            talker.after(Duration.ZERO, () -> talker.itsContext().log().warn("hello"));
            await().atMost(ENOUGH).until(() -> !logs.events().isEmpty());

            assertThat(logs.events().get(0).data())
                    .isInstanceOfSatisfying(
                            LogRecord.class, log -> assertThat(log.message()).isEqualTo("hello"));
            warnings.expect("leads nowhere");
            warnings.expect("has inlets, but nothing");
            warnings.expect("hello");
        }
    }

    @Test
    void doesWhatItsDocumentationShows() {
        Hook upper = new Hook((event, outbox) -> outbox.submit(marked(event)));
        start(tap, out);
        router.registerModule("upper", upper);
        router.rewire(change -> change.disconnect("in.outbox")
                .connect("upper.outbox", "out.inbox")
                .connect("in.outbox", "upper.inbox"));

        tap.pour(1);
        await().atMost(ENOUGH).until(() -> out.events().size() == 1);

        router.rewire(change -> change.remove("upper").connect("in.outbox", "out.inbox"));

        tap.pour(1);
        await().atMost(ENOUGH).until(() -> out.events().size() == 2);
        assertThat(out.events().get(0).header("upper", "seen")).isEqualTo(true);
        assertThat(out.events().get(1).header("upper", "seen")).isNull();
    }

    @Nested
    class Disconnecting {
        @Test
        void stillGivesTheConsumerWhatWasSubmittedBefore() {
            Hook slow = new Hook();
            router.registerModule("slow", slow);
            router.registerModule("in", tap);
            router.registerModule("out", out);
            router.connect("in.outbox", "slow.inbox", ONE);
            router.connect("slow.outbox", "out.inbox");
            router.start();
            slow.after(Duration.ZERO, () -> slow.itsContext().pause());
            tap.pour(1000);
            await().atMost(ENOUGH)
                    .until(() -> router.ledger().queue("in.outbox").in() == 1000);
            router.disconnect("in.outbox");
            tap.pour(5);
            await().atMost(ENOUGH)
                    .until(() -> router.ledger().queues().stream()
                            .anyMatch(queue -> queue.dropped().containsKey(DropReason.UNCONNECTED)));
            slow.after(Duration.ZERO, () -> slow.itsContext().resume());
            await().atMost(ENOUGH).until(() -> out.events().size() == 1000);
            StopReport report = stop();

            assertThat(out.data()).isEqualTo(numbers(1, 1000));
            assertThat(report.ledger().module("in").submitted()).isEqualTo(1005);
            assertThat(report.ledger().queues())
                    .contains(new QueueLedger("in.outbox", "", 5, 0, Map.of(DropReason.UNCONNECTED, 5L), 0));
            assertThat(report.ledger().queues().stream().filter(queue -> queue.out() == 1000))
                    .hasSize(2);
        }

        @Test
        void letsAProducerThatWaitedGoOnElsewhere() {
            Hook stalled = new Hook();
            Numbers in = new Numbers(5000);
            router.registerModule("stalled", stalled);
            router.registerModule("in", in);
            router.registerModule("pass", event -> event);
            router.registerModule("out", out);
            router.connect("in.outbox", "pass.inbox", ONE);
            router.connect("pass.outbox", "stalled.inbox", ONE);
            router.start();
            warnings.expect("leads nowhere");
            warnings.expect("module \"out\" has inlets, but nothing");
            stalled.after(Duration.ZERO, () -> stalled.itsContext().pause());
            await().atMost(ENOUGH)
                    .until(() -> router.ledger().queue("pass.outbox").size() > 0);
            router.rewire(change -> change.disconnect("pass.outbox").connect("pass.outbox", "out.inbox", ONE));
            await().atMost(ENOUGH).until(in::allMade);
            await().atMost(ENOUGH)
                    .until(() -> !out.events().isEmpty()
                            && out.data().get(out.events().size() - 1).equals(5000));
            stalled.after(Duration.ZERO, () -> stalled.itsContext().resume());
            StopReport report = stop();

            long ended = report.ledger().module("stalled").consumed();
            assertThat(out.data()).isEqualTo(numbers((int) ended + 1, 5000));
        }

        @Test
        void readsTheOldQueueBeforeTheNewOne() {
            Hook slow = new Hook();
            Tap second = new Tap();
            router.registerModule("second", second);
            router.registerModule("last", out);
            router.registerModule("in", tap);
            router.registerModule("slow", slow);
            router.connect("in.outbox", "slow.inbox", ONE);
            router.connect("slow.outbox", "last.inbox");
            warnings.expect("leads nowhere");
            router.start();
            slow.after(Duration.ZERO, () -> slow.itsContext().pause());
            tap.pour(100);
            await().atMost(ENOUGH)
                    .until(() -> router.ledger().queue("in.outbox").in() == 100);
            router.rewire(change -> change.disconnect("in.outbox").connect("second.outbox", "slow.inbox", ONE));
            second.pour(100);
            slow.after(Duration.ZERO, () -> slow.itsContext().resume());
            await().atMost(ENOUGH).until(() -> out.events().size() == 200);
            stop();

            assertThat(out.data().subList(0, 100)).isEqualTo(numbers(1, 100));
            assertThat(out.data().subList(100, 200)).isEqualTo(numbers(1, 100));
        }
    }

    @Nested
    class Removing {
        private Hook addPass() {
            Hook pass = new Hook();
            router.registerModule("pass", pass);
            router.rewire(change -> change.disconnect("in.outbox")
                    .connect("in.outbox", "pass.inbox", ONE)
                    .connect("pass.outbox", "out.inbox", ONE));
            return pass;
        }

        @Test
        void bypassesAModuleWithoutLosingWhatItHas() {
            Numbers in = new Numbers(10_000);
            start(in, out);
            for (int i = 0; i < 20; i++) {
                addPass();
                router.rewire(change -> change.remove("pass").connect("in.outbox", "out.inbox"));
            }
            await().atMost(ENOUGH).until(() -> in.outcomes().size() == 10_000);
            StopReport report = stop();

            assertThat(out.data()).isEqualTo(numbers(1, 10_000));
            assertThat(in.outcomes()).allMatch(outcome -> outcome.endsWith(" ok"));
            assertThat(report.ledger().module("in").submitted()).isEqualTo(10_000);
        }

        @Test
        void letsAModuleEmitWhatItKeepsAndFreesItsName() {
            List<Hold> kept = new ArrayList<>();
            start(tap, out);
            Actor keeping = new Actor() {
                private final Outlet outbox = outlet(OUTBOX);

                {
                    inlet(INBOX, event -> kept.add(hold(event)));
                }

                @Override
                public void onDrain() {
                    kept.forEach(hold -> hold.submit(outbox, hold.event()));
                }
            };
            router.registerModule("keeper", keeping);
            router.rewire(change -> change.disconnect("in.outbox")
                    .connect("in.outbox", "keeper.inbox")
                    .connect("keeper.outbox", "out.inbox"));
            tap.pour(7);
            await().atMost(ENOUGH).until(() -> router.ledger().module("keeper").held() == 7);

            StopReport report = router.removeModule("keeper", ENOUGH);

            assertThat(report.isClean()).isTrue();
            await().atMost(ENOUGH).until(() -> out.data().equals(numbers(1, 7)));
            assertThat(router.ledger().module("keeper").submitted()).isEqualTo(7);
            router.registerModule("keeper", new Hook());
            router.rewire(change -> change.connect("in.outbox", "keeper.inbox").connect("keeper.outbox", "out.inbox"));
            tap.pour(3);
            await().atMost(ENOUGH).until(() -> out.events().size() == 10);
            assertThat(stop().ledger().module("keeper").submitted()).isEqualTo(10);
        }

        @Test
        void countsWhatIsLeftAtTheDeadlineAsRemoved() {
            start(tap, out);
            Hook pass = addPass();
            pass.after(Duration.ZERO, () -> pass.itsContext().pause());
            tap.pour(50);
            await().atMost(ENOUGH)
                    .until(() -> router.ledger().queue("in.outbox").in() == 50);

            StopReport report = router.removeModule("pass", Duration.ZERO);

            assertThat(report.eventsLeft()).isEqualTo(50);
            assertThat(stop().ledger().queues())
                    .filteredOn(queue -> queue.inlet().equals("pass.inbox"))
                    .singleElement()
                    .satisfies(queue -> assertThat(queue.dropped()).isEqualTo(Map.of(DropReason.REMOVED, 50L)));
        }

        @Test
        void endsTheThreadOfAModuleThatHadItsOwn() {
            start(tap, out);
            Hook pass = new Hook();
            pass.placement = Placement.blocking();
            CompletableFuture<Thread> thread = new CompletableFuture<>();
            pass.onStart = () -> thread.complete(Thread.currentThread());
            router.registerModule("pass", pass);
            router.rewire(change -> change.disconnect("in.outbox")
                    .connect("in.outbox", "pass.inbox")
                    .connect("pass.outbox", "out.inbox"));
            router.rewire(change -> change.remove("pass").connect("in.outbox", "out.inbox"));

            await().atMost(ENOUGH).until(() -> !thread.join().isAlive());
            assertThat(pass.calls).containsExactly("onStart", "onDrain", "onClose");
        }

        @Test
        void takesAnInputAway() {
            Numbers in = new Numbers(Integer.MAX_VALUE);
            router.registerModule("other", tap);
            router.registerModule("join", new Funnel());
            router.registerModule("in", in);
            router.registerModule("out", new NullOutput());
            router.connect("in.outbox", "join.a");
            router.connect("other.outbox", "join.b");
            router.connect("join.outbox", "out.inbox");
            router.start();
            await().atMost(ENOUGH).until(() -> in.made() > 1000);

            assertThat(router.removeModule("in", ENOUGH).isClean()).isTrue();

            StopReport report = stop();
            assertThat(report.ledger().module("in").submitted()).isEqualTo(in.made());
            assertThat(report.ledger().module("out").consumed()).isEqualTo(in.made());
        }

        @Test
        void forgetsAModuleBeforeTheStart() {
            router.registerModule("in", tap);
            router.registerModule("pass", new Hook());
            router.registerModule("out", out);
            router.connect("in.outbox", "pass.inbox");
            router.connect("pass.outbox", "out.inbox");
            router.rewire(change -> change.remove("pass").connect("in.outbox", "out.inbox"));
            router.start();
            tap.pour(2);
            await().atMost(ENOUGH).until(() -> out.data().equals(numbers(1, 2)));

            assertThat(stop().ledger().modules()).extracting("module").containsExactly("in", "out");
        }

        @Test
        void refusesUnknownModulesAndTheRoutersOwn() {
            start(tap, out);

            assertThatThrownBy(() -> router.removeModule("otu", ENOUGH))
                    .isInstanceOf(WiringException.class)
                    .hasMessage(
                            "module \"otu\" is not registered, so that it cannot be removed; did you mean \"out\"?");
            assertThatThrownBy(() -> router.removeModule("_logs", ENOUGH))
                    .isInstanceOf(WiringException.class)
                    .hasMessage("module \"_logs\" is the router's own and cannot be removed");
        }
    }

    @Nested
    class Failing {
        @Test
        void changesNothingWhereOnePartIsWrong() {
            start(tap, out);
            router.registerModule("pass", new Hook());

            assertThatThrownBy(() -> router.rewire(change -> change.disconnect("in.outbox")
                            .connect("in.outbox", "pass.inbox")
                            .connect("pass.outbox", "out.inbx")))
                    .isInstanceOf(WiringException.class)
                    .hasMessageContaining("did you mean \"inbox\"?");
            tap.pour(3);
            await().atMost(ENOUGH).until(() -> out.data().equals(numbers(1, 3)));
            assertThat(stop().ledger().module("pass").consumed()).isZero();
        }

        @Test
        void leavesConnectionsAsTheyAreIfANewModuleCannotStart() {
            start(tap, out);
            Hook broken = new Hook();
            broken.onStart = () -> {
                throw new IllegalArgumentException("port in use");
            };
            router.registerModule("broken", broken);

            assertThatThrownBy(() -> router.rewire(change -> change.disconnect("in.outbox")
                            .connect("in.outbox", "broken.inbox")
                            .connect("broken.outbox", "out.inbox")))
                    .isInstanceOf(ModuleStartException.class)
                    .hasMessageContaining("port in use");
            tap.pour(3);
            await().atMost(ENOUGH).until(() -> out.data().equals(numbers(1, 3)));
            assertThatThrownBy(() -> router.connect("broken.outbox", "out.inbox"))
                    .isInstanceOf(WiringException.class);
            assertThatThrownBy(() -> router.connect("broken.failed", "broken.inbox"))
                    .isInstanceOf(WiringException.class)
                    .hasMessage("cannot connect \"broken.failed -> broken.inbox\": module \"broken\" is FAILED"
                            + " (expected: one that runs or was not started; remove it and register it anew)");
            router.removeModule("broken", ENOUGH);
            router.registerModule("broken", new Hook());
            router.rewire(change -> change.disconnect("in.outbox")
                    .connect("in.outbox", "broken.inbox")
                    .connect("broken.outbox", "out.inbox"));
            tap.pour(3);
            await().atMost(ENOUGH).until(() -> out.data().equals(numbers(1, 6)));
        }

        @Test
        void namesAModuleThatDoesNotReturnAndChangesItsPartWhenItDoes() {
            CountDownLatch latch = new CountDownLatch(1);
            Collector other = new Collector(Placement.cpu());
            start(tap, out);
            router.registerModule("other", other);
            tap.later(() -> {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });

            assertThatIllegalStateException()
                    .isThrownBy(() -> router.rewire(
                            change -> change.disconnect("in.outbox").connect("in.outbox", "other.inbox")))
                    .withMessage("module \"in\" has not returned for PT0.5S, so that its connection could not be"
                            + " changed (expected: handlers that return at once)");
            latch.countDown();
            tap.pour(3);
            await().atMost(ENOUGH).until(() -> other.data().equals(numbers(1, 3)));
            assertThat(out.events()).isEmpty();
        }

        @Test
        void isRefusedOnAModulesThread() {
            start(tap, out);
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            tap.later(() -> {
                try {
                    router.disconnect("in.outbox");
                } catch (IllegalStateException e) {
                    thrown.complete(e);
                }
            });

            assertThat(thrown.join())
                    .hasMessageStartingWith("rewire was called on ")
                    .hasMessageContaining("which runs modules of this router");
        }
    }

    @Test
    void doesNotLockUpWhereANewConnectionClosesACycle() {
        router.registerModule("in", tap);
        router.registerModule("join", new Funnel());
        router.registerModule("split", new Fanout());
        router.registerModule("ttl", new Ttl(3));
        router.registerModule("out", out);
        router.connect("in.outbox", "join.in", ONE);
        router.connect("join.outbox", "split.inbox", ONE);
        router.connect("split.out", "out.inbox", ONE);
        router.start();
        warnings.expect("module \"ttl\" has inlets, but nothing is connected");
        warnings.expect("\"ttl.outbox\" leads nowhere");
        warnings.expect("connection \"split.again -> ttl.inbox\" closes a cycle");
        router.rewire(change -> change.connect("ttl.outbox", "join.again", ONE)
                .connect(
                        "split.again",
                        "ttl.inbox",
                        new ConnectionOptions(new QueueLimits(100, 1 << 20), OverflowPolicy.BLOCK)));
        tap.pour(100);
        await().atMost(ENOUGH).until(() -> out.events().size() == 400);
        stop();
    }

    private double figure(String name) {
        return router.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(metric -> metric.value().doubleValue())
                .sum();
    }

    @Test
    void keepsItsTotalsGrowing() {
        Collector other = new Collector();
        start(tap, out);
        router.registerModule("other", other);
        tap.pour(10);
        await().atMost(ENOUGH).until(() -> out.events().size() == 10);
        router.rewire(change -> change.disconnect("in.outbox").connect("in.outbox", "other.inbox"));
        tap.pour(5);
        await().atMost(ENOUGH).until(() -> other.events().size() == 5);
        await().atMost(ENOUGH).until(() -> figure("module.other.queue.inbox.out_total") == 5);

        assertThat(figure("module.in.queue.outbox.in_total")).isEqualTo(15);
        assertThat(figure("module.out.queue.inbox.in_total")).isEqualTo(10);
        assertThat(figure("module.out.consumed_total")).isEqualTo(10);
    }

    @Test
    void startsAModuleOnlyWhenItIsConnected() {
        start(tap, out);
        Numbers late = new Numbers(10);
        Collector end = new Collector();
        router.registerModule("late", late);
        router.registerModule("end", end);

        assertThat(late.made()).isZero();
        router.connect("late.outbox", "end.inbox");
        await().atMost(ENOUGH).until(() -> end.data().equals(numbers(1, 10)));
        assertThat(router.state()).isEqualTo(ModuleState.RUNNING);
        stop();
    }
}
