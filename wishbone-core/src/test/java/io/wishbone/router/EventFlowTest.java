package io.wishbone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wishbone.actor.Actor;
import io.wishbone.actor.FunctionActor;
import io.wishbone.actor.HeldEvents;
import io.wishbone.actor.Hold;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Placement;
import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import io.wishbone.module.flow.Fanout;
import io.wishbone.module.flow.Funnel;
import io.wishbone.module.output.NullOutput;
import io.wishbone.queue.DropReason;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.testkit.BalancedLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of events, and that the accounts say so. */
class EventFlowTest {
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

    private static List<Object> numbers(int count) {
        return IntStream.rangeClosed(1, count).<Object>mapToObj(i -> i).toList();
    }

    private StopReport stopBalanced() {
        StopReport report = router.stop(ENOUGH);
        assertThat(report.left()).as(report.ledger()::toString).isEmpty();
        assertThat(report.ledger().isBalanced()).as(report.ledger()::toString).isTrue();
        assertThat(router.ledger().queues()).isEqualTo(report.ledger().queues());
        return report;
    }

    private static ConnectionOptions options(int maxEvents, OverflowPolicy policy) {
        return new ConnectionOptions(QueueLimits.ofEvents(maxEvents), policy);
    }

    /** Registers modules of which each feeds the next. */
    private void chain(Object... namesAndActors) {
        for (int i = 0; i < namesAndActors.length; i += 2) {
            router.registerModule((String) namesAndActors[i], (Actor) namesAndActors[i + 1]);
            if (i > 0) {
                router.connect(namesAndActors[i - 2] + ".outbox", namesAndActors[i] + ".inbox");
            }
        }
    }

    @Nested
    class AChain {
        @Test
        void passesEventsOnInOrder() {
            Numbers numbers = new Numbers(10_000);
            chain("in", numbers, "first", new FunctionActor(event -> event), "second", new Hook(), "out", collector);
            router.start();
            await().atMost(ENOUGH).until(numbers::allMade);
            StopReport report = stopBalanced();

            assertThat(collector.data()).isEqualTo(numbers(10_000));
            assertThat(numbers.outcomes()).hasSize(10_000).allMatch(outcome -> outcome.endsWith(" ok"));
            assertThat(report.ledger().module("first").consumed()).isEqualTo(10_000);
            assertThat(report.ledger().module("out").absorbed()).isEqualTo(10_000);
            assertThat(report.ledger().module("in").created()).isEqualTo(10_000);
        }

        @Test
        void passesEventsOnThroughQueuesOfOne() {
            Numbers numbers = new Numbers(200);
            router.registerModule("in", numbers);
            router.registerModule("copy", new Hook((event, outbox) -> {
                for (int i = 0; i < 50; i++) {
                    outbox.submit(event);
                }
            }));
            router.registerModule("out", collector);
            router.connect("in.outbox", "copy.inbox", options(1, OverflowPolicy.BLOCK));
            router.connect("copy.outbox", "out.inbox", options(1, OverflowPolicy.BLOCK));
            router.start();
            await().atMost(ENOUGH).until(() -> numbers.outcomes().size() == 200);
            StopReport report = stopBalanced();

            assertThat(report.ledger().module("copy").created()).isEqualTo(49L * numbers.made());
            assertThat(collector.events()).hasSize(50 * numbers.made());
        }

        @Test
        void callsOnBatchEndAfterEvents() {
            List<String> calls = new CopyOnWriteArrayList<>();
            Hook hook = new Hook((event, outbox) -> calls.add("event"));
            hook.onBatchEnd = () -> calls.add("end");
            warnings.expect("\"hook.outbox\" leads nowhere");
            chain("in", new Numbers(3), "hook", hook);
            router.start();
            await().atMost(ENOUGH)
                    .until(() -> calls.stream().filter("event"::equals).count() == 3);
            stopBalanced();

            assertThat(calls.lastIndexOf("end")).isGreaterThan(calls.lastIndexOf("event"));
        }

        @Test
        void livesOnWhereOnBatchEndThrows() {
            Hook hook = new Hook();
            hook.onBatchEnd = () -> {
                throw new IllegalStateException("flush");
            };
            warnings.expect("module \"hook\" failed in onBatchEnd");
            chain("in", new Numbers(3), "hook", hook, "out", collector);
            router.start();
            await().atMost(ENOUGH).until(() -> collector.events().size() == 3);
            stopBalanced();
        }
    }

    @Nested
    class AHandlerThatThrows {
        private final Hook broken = new Hook((event, outbox) -> {
            throw new IllegalArgumentException("no " + event.data());
        });

        @Test
        void sendsTheEventToFailedWithTheError() {
            Numbers numbers = new Numbers(3);
            chain("in", numbers, "broken", broken, "out", new NullOutput());
            router.registerModule("failures", collector);
            router.connect("broken.failed", "failures.inbox");
            router.start();
            await().atMost(ENOUGH).until(() -> collector.events().size() == 3);
            StopReport report = stopBalanced();

            assertThat(collector.data()).isEqualTo(numbers(3));
            assertThat(collector.events().get(0).header("broken", "error"))
                    .isEqualTo(Map.of("type", "java.lang.IllegalArgumentException", "message", "no 1", "attempt", 1));
            assertThat(report.ledger().module("broken").failed()).isEqualTo(3);
            assertThat(numbers.outcomes()).containsExactly("1 ok", "2 ok", "3 ok");
        }

        @Test
        void countsAndLogsWhereFailedLeadsNowhere() {
            warnings.expect("module \"broken\" failed on an event, which is counted as failed and dropped");
            Numbers numbers = new Numbers(300);
            chain("in", numbers, "broken", broken, "out", collector);
            router.start();
            await().atMost(ENOUGH).until(() -> numbers.outcomes().size() == 300);
            StopReport report = stopBalanced();

            assertThat(report.ledger().module("broken").failed()).isEqualTo(300);
            assertThat(numbers.outcomes())
                    .allMatch(outcome -> outcome.endsWith(IllegalArgumentException.class.getName()));
            assertThat(warnings.seen()).hasSizeLessThan(30);
        }

        @Test
        void hasItsEarlierSubmissionsKept() {
            Hook half = new Hook((event, outbox) -> {
                outbox.submit(event);
                outbox.submit(event);
                throw new StackOverflowError();
            });
            warnings.expect("threw java.lang.StackOverflowError");
            chain("in", new Numbers(2), "half", half, "out", collector);
            Collector failures = new Collector();
            router.registerModule("failures", failures);
            router.connect("half.failed", "failures.inbox");
            router.start();
            await().atMost(ENOUGH).until(() -> failures.events().size() == 2);
            stopBalanced();

            assertThat(collector.data()).containsExactly(1, 1, 2, 2);
        }

        @Test
        void isCountedOnceWhereItsSubmissionIsRefused() {
            Hook late = new Hook((event, outbox) -> {
                Completion ended = Completion.create(failure -> {});
                ended.release();
                outbox.submit(event.withCompletion(ended));
            });
            chain("in", new Numbers(1), "late", late, "out", new NullOutput());
            router.registerModule("failures", collector);
            router.connect("late.failed", "failures.inbox");
            router.start();
            await().atMost(ENOUGH).until(() -> collector.events().size() == 1);
            stopBalanced();
        }

        @Test
        void goesRoundWhereFailedLeadsBackAndCountsItsAttempts() {
            Hook retrying = new Hook((event, outbox) -> {
                Object error = event.header("retrying", "error");
                if (error instanceof Map<?, ?> map && Integer.valueOf(3).equals(map.get("attempt"))) {
                    outbox.submit(event);
                    return;
                }
                throw new IllegalStateException("again");
            });
            Numbers numbers = new Numbers(100);
            warnings.expect("closes a cycle");
            warnings.expect("closes a loop that has no ttl module");
            chain("in", numbers, "again", new Hook(), "retrying", retrying, "out", collector);
            router.disconnect("in.outbox");
            router.registerModule("join", new Funnel());
            router.disconnect("again.outbox");
            router.connect("in.outbox", "join.new");
            router.connect("retrying.failed", "join.failed");
            router.connect("join.outbox", "again.inbox");
            router.connect("again.outbox", "retrying.inbox");
            router.start();
            await().atMost(ENOUGH).until(() -> numbers.outcomes().size() == 100);
            StopReport report = stopBalanced();

            assertThat(collector.events()).hasSize(100);
            assertThat(report.ledger().module("retrying").failed()).isEqualTo(300);
        }

        @Test
        void doesNotKeepOthersFromWorkNorTheRouterFromStopping() {
            Numbers others = new Numbers(5_000);
            warnings.expect("closes a cycle");
            warnings.expect("closes a loop that has no ttl module");
            warnings.expect("1 left in ");
            chain("in", new Numbers(1), "join", new Hook(), "broken", broken, "out", new NullOutput());
            router.disconnect("in.outbox");
            router.registerModule("funnel", new Funnel());
            router.connect("in.outbox", "funnel.new");
            router.connect("broken.failed", "funnel.again");
            router.connect("funnel.outbox", "join.inbox");
            router.registerModule("others", others);
            router.registerModule("collector", collector);
            router.connect("others.outbox", "collector.inbox");
            router.start();
            await().atMost(ENOUGH).until(() -> others.outcomes().size() == 5_000);

            StopReport report = router.stop(Duration.ofMillis(100));

            assertThat(report.eventsLeft()).isEqualTo(1);
            assertThat(router.ledger().queues()).allMatch(queue -> queue.in() >= queue.out());
        }
    }

    @Nested
    class ACompletion {
        private final Numbers numbers = new Numbers(2);

        private void assertOutcomes(String... outcomes) {
            router.start();
            await().atMost(ENOUGH).until(() -> numbers.outcomes().size() == outcomes.length);
            assertThat(numbers.outcomes()).containsExactlyInAnyOrder(outcomes);
            stopBalanced();
        }

        @Test
        void succeedsWhereTheEventIsFiltered() {
            chain("in", numbers, "filter", new FunctionActor(event -> null), "out", collector);
            assertOutcomes("1 ok", "2 ok");
        }

        @Test
        void isInheritedByNewEvents() {
            Hook remake = new Hook((event, outbox) -> outbox.submit(Event.of("new")));
            Hook broken = new Hook((event, outbox) -> {
                throw new IllegalStateException("x");
            });
            warnings.expect("module \"broken\" failed on an event");
            warnings.expect("\"broken.outbox\" leads nowhere");
            chain("in", numbers, "remake", remake, "broken", broken);
            assertOutcomes("1 java.lang.IllegalStateException", "2 java.lang.IllegalStateException");
        }

        @Test
        void failsIfOneBranchFails() {
            chain("in", numbers, "split", new Fanout());
            router.registerModule("good", new NullOutput());
            router.registerModule("bad", new FunctionActor(event -> {
                if (event.data().equals(2)) {
                    throw new IllegalStateException("two");
                }
                return null;
            }));
            warnings.expect("module \"bad\" failed on an event");
            warnings.expect("\"bad.outbox\" leads nowhere");
            router.connect("split.first", "good.inbox");
            router.connect("split.second", "bad.inbox");
            assertOutcomes("1 ok", "2 java.lang.IllegalStateException");
        }

        @Test
        void failsAtAnOutboxThatLeadsNowhere() {
            warnings.expect("\"last.outbox\" leads nowhere");
            chain("in", numbers, "last", new Hook());
            assertOutcomes("1 unconnected", "2 unconnected");
        }

        @Test
        void failsAtAFanoutThatLeadsNowhere() {
            warnings.expect("\"fan.outbox\" leads nowhere");
            chain("in", numbers, "fan", new Fanout());
            assertOutcomes("1 unconnected", "2 unconnected");
            assertThat(router.ledger().queue("fan.outbox").droppedTotal()).isEqualTo(2);
        }

        @Test
        void harmsNobodyWhereItsListenerThrows() {
            List<Throwable> thrown = new CopyOnWriteArrayList<>();
            Hook completing = new Hook((event, outbox) -> {
                Thread.currentThread().setUncaughtExceptionHandler((thread, throwable) -> thrown.add(throwable));
                Completion own = Completion.create(failure -> {
                    throw new IllegalStateException("listener");
                });
                outbox.submit(event.withCompletion(own));
                own.release();
            });
            chain("in", numbers, "completing", completing, "out", collector);
            assertOutcomes("1 ok", "2 ok");
            assertThat(collector.data()).containsExactly(1, 2);
            assertThat(thrown).hasSize(2).allMatch(throwable -> "listener".equals(throwable.getMessage()));
        }

        @Test
        void failsWhereItsEventIsDroppedByAPolicy() {
            Numbers many = new Numbers(100);
            CountDownLatch go = new CountDownLatch(1);
            Hook slow = new Hook((event, outbox) ->
                    assertThat(go.await(20, TimeUnit.SECONDS)).isTrue());
            slow.placement = Placement.blocking();
            warnings.expect("\"slow.outbox\" leads nowhere");
            router.registerModule("in", many);
            router.registerModule("slow", slow);
            router.connect("in.outbox", "slow.inbox", options(10, OverflowPolicy.DROP_NEWEST));
            router.start();
            await().atMost(ENOUGH).until(many::allMade);
            go.countDown();
            await().atMost(ENOUGH).until(() -> many.outcomes().size() == 100);
            StopReport report = stopBalanced();

            long dropped = many.outcomes().stream()
                    .filter(outcome -> outcome.endsWith(" drop_newest"))
                    .count();
            assertThat(dropped).isBetween(80L, 90L);
            assertThat(report.ledger().queue("in.outbox").dropped()).isEqualTo(Map.of(DropReason.DROP_NEWEST, dropped));
        }
    }

    @Nested
    class AHold {
        /** Keeps every event until it is told what to do with it. */
        private static final class Keeper extends Actor {
            private final Outlet outbox = outlet(OUTBOX);
            private final List<Hold> holds = new CopyOnWriteArrayList<>();

            Keeper() {
                outlet(SUCCESSFUL);
                inlet(INBOX, event -> holds.add(hold(event)));
            }

            void end(Consumer<Hold> ending) {
                context().run(() -> holds.forEach(ending));
            }
        }

        private final Numbers numbers = new Numbers(2);
        private final Keeper keeper = new Keeper();

        private void hold() {
            chain("in", numbers, "keeper", keeper, "out", collector);
        }

        private void start() {
            router.start();
            await().atMost(ENOUGH).until(() -> keeper.holds.size() == 2);
            await().atMost(ENOUGH).until(() -> router.ledger().module("keeper").held() == 2);
            assertThat(numbers.outcomes()).isEmpty();
        }

        private void assertOutcomes(String... outcomes) {
            await().atMost(ENOUGH).until(() -> numbers.outcomes().size() == 2);
            assertThat(numbers.outcomes()).containsExactly(outcomes);
            assertThat(stopBalanced().ledger().module("keeper").held()).isZero();
        }

        @Test
        void endsBySubmitting() {
            hold();
            start();
            keeper.end(hold ->
                    hold.submit(keeper.outbox, Event.of("of " + hold.event().data())));
            assertOutcomes("1 ok", "2 ok");
            assertThat(collector.data()).containsExactly("of 1", "of 2");
        }

        @Test
        void endsBySucceeding() {
            hold();
            start();
            keeper.end(Hold::succeed);
            assertOutcomes("1 ok", "2 ok");
            assertThat(router.ledger().module("keeper").absorbed()).isEqualTo(2);
        }

        @Test
        void goesToSuccessfulWhereThatIsConnected() {
            hold();
            Collector delivered = new Collector();
            router.registerModule("delivered", delivered);
            router.connect("keeper.successful", "delivered.inbox");
            start();
            keeper.end(Hold::succeed);
            assertOutcomes("1 ok", "2 ok");
            assertThat(delivered.data()).containsExactly(1, 2);
        }

        @Test
        void endsByFailing() {
            hold();
            start();
            warnings.expect("module \"keeper\" failed on an event");
            keeper.end(hold -> hold.fail(new IllegalStateException("gone")));
            assertOutcomes("1 java.lang.IllegalStateException", "2 java.lang.IllegalStateException");
        }

        @Test
        void goesToFailedWhereThatIsConnected() {
            hold();
            Collector failures = new Collector();
            router.registerModule("failures", failures);
            router.connect("keeper.failed", "failures.inbox");
            start();
            keeper.end(hold -> hold.fail(new IllegalStateException("gone")));
            assertOutcomes("1 ok", "2 ok");
            assertThat(failures.events().get(0).header("keeper", "error"))
                    .isEqualTo(Map.of("type", "java.lang.IllegalStateException", "message", "gone", "attempt", 1));
        }

        @Test
        void endsOnlyOnce() {
            hold();
            start();
            List<Throwable> thrown = new CopyOnWriteArrayList<>();
            keeper.end(hold -> {
                hold.succeed();
                try {
                    hold.succeed();
                } catch (IllegalStateException e) {
                    thrown.add(e);
                }
            });
            assertOutcomes("1 ok", "2 ok");
            assertThat(thrown)
                    .hasSize(2)
                    .allMatch(e -> "the hold has already ended (expected: one of submit, succeed, fail)"
                            .equals(e.getMessage()));
        }

        @Test
        void isWaitedForAndReportedByAStop() {
            hold();
            start();
            warnings.expect("2 left in module keeper");

            StopReport report = router.stop(Duration.ofMillis(30));

            assertThat(report.left()).containsExactly(new StopReport.Left("module keeper", 2));
            assertThat(report.ledger().isBalanced()).isTrue();
        }
    }

    @Nested
    class HeldInOrder {
        private static final class Output extends Actor {
            private final HeldEvents held = heldEvents();
            private final List<Object> seen = new ArrayList<>();

            Output() {
                inlet(INBOX, held::add);
            }

            @Override
            public void onBatchEnd() {
                for (int i = 0; i < held.size(); i++) {
                    seen.add(held.get(i).data());
                }
                while (!held.isEmpty()) {
                    if (held.get(0).data().equals(7)) {
                        held.failFirst(new IllegalStateException("seven"), 3);
                    } else {
                        held.succeedFirst();
                    }
                }
            }
        }

        @Test
        void eventsEndOldestFirst() {
            Numbers numbers = new Numbers(1000);
            Output output = new Output();
            chain("in", numbers, "output", output);
            router.registerModule("failures", collector);
            router.connect("output.failed", "failures.inbox");
            router.start();
            await().atMost(ENOUGH).until(() -> numbers.outcomes().size() == 1000);
            stopBalanced();

            assertThat(output.seen).isEqualTo(numbers(1000));
            assertThat(output.held.sizeBytes()).isZero();
            assertThat(collector.events()).hasSize(1);
            assertThat(collector.events().get(0).header("output", "error"))
                    .isEqualTo(Map.of("type", "java.lang.IllegalStateException", "message", "seven", "attempt", 3));
        }

        @Test
        void countsAsCreatedWhatNoHandlerWasGiven() {
            Actor own = new Actor() {
                private final HeldEvents held = heldEvents();

                {
                    inlet(INBOX, event -> {});
                }

                @Override
                public void onStart() {
                    held.add(Event.of("own"));
                    held.succeedFirst();
                }
            };
            chain("in", new Numbers(1), "own", own);
            router.start();

            assertThat(stopBalanced().ledger().module("own").created()).isEqualTo(1);
        }

        @Test
        void refusesWhatIsNotThere() {
            assertThatThrownBy(() -> new Output().held.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Nested
    class BackPressure {
        private final CountDownLatch go = new CountDownLatch(1);
        private final Hook slow = new Hook(
                (event, outbox) -> assertThat(go.await(20, TimeUnit.SECONDS)).isTrue());

        BackPressure() {
            slow.placement = Placement.blocking();
        }

        @Test
        void stopsASourceAtTheLimit() {
            Numbers numbers = new Numbers(Integer.MAX_VALUE);
            warnings.expect("\"slow.outbox\" leads nowhere");
            router.registerModule("in", numbers);
            router.registerModule("slow", slow);
            router.connect("in.outbox", "slow.inbox", options(500, OverflowPolicy.BLOCK));
            router.start();
            await().atMost(ENOUGH).until(() -> numbers.made() >= 500);
            await().during(Duration.ofMillis(50)).atMost(ENOUGH).until(() -> numbers.made() <= 500 + 256);
            go.countDown();
            stopBalanced();
        }

        @Test
        void leavesControlInletsLive() {
            List<Object> controls = new CopyOnWriteArrayList<>();
            Actor steered = new Actor() {
                private final Outlet outbox = outlet(OUTBOX);

                {
                    inlet(INBOX, outbox::submit);
                    controlInlet("control", event -> controls.add(event.data()));
                }
            };
            Numbers data = new Numbers(1000);
            warnings.expect("\"slow.outbox\" leads nowhere");
            router.registerModule("in", data);
            router.registerModule("steered", steered);
            router.registerModule("slow", slow);
            router.registerModule("trigger", new Numbers(1));
            CountDownLatch pressed = new CountDownLatch(1);
            Hook late = new Hook((event, outbox) -> {
                assertThat(pressed.await(20, TimeUnit.SECONDS)).isTrue();
                outbox.submit(event);
            });
            late.placement = Placement.blocking();
            router.registerModule("late", late);
            router.connect("in.outbox", "steered.inbox");
            router.connect("steered.outbox", "slow.inbox", options(10, OverflowPolicy.BLOCK));
            router.connect("trigger.outbox", "late.inbox");
            router.connect("late.outbox", "steered.control");
            router.start();
            await().atMost(ENOUGH)
                    .until(() -> router.ledger().queue("steered.outbox").in() >= 10
                            && router.ledger().queue("in.outbox").size() > 0);
            pressed.countDown();
            await().atMost(ENOUGH).until(() -> controls.size() == 1);

            assertThat(router.ledger().queue("in.outbox").out()).isLessThan(1000);
            go.countDown();
            stopBalanced();
        }

        @Test
        void pausesAndResumesDataInlets() {
            List<Object> seen = new CopyOnWriteArrayList<>();
            Hook pausing = new Hook((event, outbox) -> seen.add(event.data()));
            pausing.onStart = () -> pausing.itsContext().pause();
            warnings.expect("\"pausing.outbox\" leads nowhere");
            chain("in", new Numbers(3), "pausing", pausing);
            router.start();
            await().atMost(ENOUGH)
                    .until(() -> router.ledger().queue("in.outbox").in() == 3);
            assertThat(seen).isEmpty();

            pausing.itsContext().run(() -> pausing.itsContext().resume());
            await().atMost(ENOUGH).until(() -> seen.size() == 3);
            stopBalanced();
        }
    }

    @Test
    void submittingBeforeAStartIsRefused() {
        Hook hook = new Hook();
        router.registerModule("hook", hook);

        assertThatIllegalStateException()
                .isThrownBy(() -> hook.outbox.submit(Event.of(1)))
                .withMessageStartingWith("outlet \"outbox\" of a module that is not started");
        assertThatIllegalStateException()
                .isThrownBy(() -> new Hook().itsContext())
                .withMessage("module Hook is not registered with a router (call registerModule first)");
    }
}
