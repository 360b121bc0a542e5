package io.wishbone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wishbone.actor.ModuleState;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import io.wishbone.module.output.NullOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LifeCycleTest {
    private static final Duration ENOUGH = Duration.ofSeconds(20);

    @RegisterExtension
    final Warnings warnings = new Warnings();

    private final Hook hook = new Hook();
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    private Router chain(RouterConfig config) {
        Router router = Router.create(config);
        router.registerModule("in", new Numbers(10));
        router.registerModule("hook", hook);
        router.registerModule("out", new NullOutput());
        router.connect("in.outbox", "hook.inbox");
        router.connect("hook.outbox", "out.inbox");
        return router;
    }

    private Router chain() {
        return chain(RouterConfig.builder().stopDeadline(ENOUGH).build());
    }

    /** A latch to wait on, whatever interrupts. */
    static void awaitAlways(CountDownLatch latch) {
        boolean interrupted = true;
        while (interrupted) {
            try {
                latch.await();
                interrupted = false;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    @Test
    void goesThroughItsStates() {
        Router router = chain();
        assertThat(router.state()).isEqualTo(ModuleState.NEW);
        router.start();
        assertThat(router.state()).isEqualTo(ModuleState.RUNNING);
        StopReport report = router.stop(ENOUGH);

        assertThat(router.state()).isEqualTo(ModuleState.STOPPED);
        assertThat(report.isClean()).isTrue();
        assertThat(report.eventsLeft()).isZero();
        assertThat(report.toString()).endsWith("ms, nothing left");
        assertThat(report.ledger().isBalanced()).isTrue();
        assertThat(hook.calls).containsExactly("onStart", "onDrain", "onClose");
    }

    @Test
    void startsDownstreamFirstAndDrainsUpstreamFirst() {
        Router router = Router.create();
        Hook first = new Hook();
        Hook last = new Hook();
        first.onStart = () -> order.add("start first");
        last.onStart = () -> order.add("start last");
        first.onDrain = () -> order.add("drain first");
        last.onDrain = () -> order.add("drain last");
        router.registerModule("in", new Numbers(1));
        router.registerModule("last", last);
        router.registerModule("first", first);
        router.registerModule("out", new NullOutput());
        router.connect("in.outbox", "first.inbox");
        router.connect("first.outbox", "last.inbox");
        router.connect("last.outbox", "out.inbox");
        router.start();
        router.stop(ENOUGH);

        assertThat(order).containsExactly("start last", "start first", "drain first", "drain last");
    }

    @Nested
    class Starting {
        @Test
        void isRefusedASecondTime() {
            try (Router router = chain()) {
                router.start();

                assertThatIllegalStateException()
                        .isThrownBy(router::start)
                        .withMessage("cannot start: the router is RUNNING (expected: before start)");
            }
        }

        @Test
        void isRefusedAfterAStop() {
            Router router = chain();
            router.close();

            assertThatIllegalStateException()
                    .isThrownBy(router::start)
                    .withMessage("cannot start: the router is STOPPED (expected: before start)");
            assertThat(hook.calls).isEmpty();
        }

        @Test
        void waitsForWhatOnStartBegan() {
            hook.onStart = () -> {
                var pending = hook.pendingOf("bind");
                hook.after(Duration.ofMillis(20), () -> {
                    order.add("bound");
                    pending.done();
                });
            };
            try (Router router = chain()) {
                router.start();
                assertThat(order).containsExactly("bound");
            }
        }
    }

    @Nested
    class AFailedStart {
        @Test
        void rollsBackAndClosesTheOthers() {
            Hook down = new Hook();
            IllegalStateException cause = new IllegalStateException("port 514 is in use");
            hook.onStart = () -> {
                throw cause;
            };
            Router router = Router.create();
            router.registerModule("in", new Numbers(1));
            router.registerModule("hook", hook);
            router.registerModule("down", down);
            router.registerModule("out", new NullOutput());
            router.connect("in.outbox", "hook.inbox");
            router.connect("hook.outbox", "down.inbox");
            router.connect("down.outbox", "out.inbox");

            assertThatThrownBy(router::start)
                    .isInstanceOf(ModuleStartException.class)
                    .hasMessage("module \"hook\" could not start: port 514 is in use")
                    .hasCause(cause)
                    .extracting(thrown -> ((ModuleStartException) thrown).module())
                    .isEqualTo("hook");
            assertThat(router.state()).isEqualTo(ModuleState.FAILED);
            assertThat(down.calls).startsWith("onStart").endsWith("onClose");
            assertThat(hook.calls).startsWith("onStart").endsWith("onClose");
        }

        @Test
        void isFollowedByStopsThatAnswerAtOnce() throws InterruptedException {
            hook.onStart = () -> {
                throw new IllegalStateException();
            };
            Router router = chain();
            assertThatThrownBy(router::start)
                    .hasMessage("module \"hook\" could not start: java.lang.IllegalStateException");

            StopReport report = router.stop(ENOUGH);
            router.close();

            assertThat(router.block()).isSameAs(report);
            assertThat(router.state()).isEqualTo(ModuleState.FAILED);
        }

        @Test
        void namesWhatBeganAndFailed() {
            hook.onStart = () -> hook.pendingOf("bind").failed(new IllegalStateException("in use"));
            Router router = chain();

            assertThatThrownBy(router::start).hasMessage("module \"hook\" could not start: in use");
        }

        @Test
        void namesWhatDidNotEndInTime() {
            hook.onStart = () -> hook.pendingOf("bind 127.0.0.1:514");
            Router router = chain(
                    RouterConfig.builder().startTimeout(Duration.ofMillis(50)).build());

            assertThatThrownBy(router::start)
                    .isInstanceOf(ModuleStartException.class)
                    .hasMessage("module \"hook\" could not start: not ready within PT0.05S, waiting for [bind"
                            + " 127.0.0.1:514]");
        }

        @Test
        void endsThoughOnStartDoesNotReturn() {
            CountDownLatch never = new CountDownLatch(1);
            hook.onStart = () -> awaitAlways(never);
            Router router = chain(RouterConfig.builder()
                    .startTimeout(Duration.ofMillis(50))
                    .callLimit(Duration.ZERO)
                    .build());

            assertThatThrownBy(router::start)
                    .isInstanceOf(ModuleStartException.class)
                    .hasMessageStartingWith("module \"hook\" could not start: not ready within PT0.05S");
            assertThat(router.state()).isEqualTo(ModuleState.FAILED);
            StopReport report = router.stop(ENOUGH);
            never.countDown();

            assertThat(report.stuck()).extracting(StopReport.Stuck::module).containsExactly("hook");
        }

        @Test
        void drainsNoneThatDidNotStart() {
            Hook bad = new Hook();
            bad.onStart = () -> {
                throw new IllegalStateException("port in use");
            };
            bad.onBatchEnd = () -> order.add("batch end");
            Router router = Router.create();
            router.registerModule("in", new Numbers(1));
            router.registerModule("hook", hook);
            router.registerModule("bad", bad);
            router.registerModule("out", new NullOutput());
            router.connect("in.outbox", "hook.inbox");
            router.connect("hook.outbox", "bad.inbox");
            router.connect("bad.outbox", "out.inbox");

            assertThatThrownBy(router::start).isInstanceOf(ModuleStartException.class);
            assertThat(bad.calls).containsExactly("onStart", "onClose");
            assertThat(hook.calls).doesNotContain("onDrain");
            assertThat(order).isEmpty();
        }

        @Test
        void leavesNothingToStopWhereAPlacementThrows() {
            Hook homeless = new Hook() {
                @Override
                public Placement placement(SharedResources shared) {
                    throw new IllegalStateException("no place");
                }
            };
            Router router = chain();
            router.disconnect("hook.outbox");
            router.registerModule("homeless", homeless);
            router.connect("hook.outbox", "homeless.inbox");
            router.connect("homeless.outbox", "out.inbox");

            assertThatThrownBy(router::start).hasMessageContaining("no place").hasNoSuppressedExceptions();
            router.close();
            assertThat(router.stop(ENOUGH).isClean()).isTrue();
        }
    }

    @Nested
    class Stopping {
        @Test
        void isFineBeforeAStart() {
            Router router = chain();

            assertThat(router.stop(ENOUGH).isClean()).isTrue();
            assertThat(router.state()).isEqualTo(ModuleState.STOPPED);
            assertThat(hook.calls).isEmpty();
        }

        @Test
        void givesTheSameReportEachTime() throws InterruptedException {
            Router router = chain();
            router.start();

            StopReport report = router.stop(ENOUGH);
            router.close();

            assertThat(router.stop(Duration.ZERO)).isSameAs(report);
            assertThat(router.block()).isSameAs(report);
        }

        @Test
        void isRefusedOnAThreadOfTheRouter() {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Router router = Router.create();
            router.registerModule("in", new Numbers(1));
            router.registerModule("out", new Hook((event, outbox) -> {
                try {
                    router.close();
                } catch (IllegalStateException e) {
                    thrown.set(e);
                }
            }));
            router.connect("in.outbox", "out.inbox");
            warnings.expect("\"out.outbox\" leads nowhere");
            try (router) {
                router.start();
                await().atMost(ENOUGH).until(() -> thrown.get() != null);
                assertThat(thrown.get())
                        .hasMessage("stop was called on wishbone-worker-1, which runs modules of this router"
                                + " (expected: another thread, such as a new one)");
            }
        }

        @Test
        void isHurriedByASecondCall() {
            CountDownLatch consuming = new CountDownLatch(1);
            CountDownLatch never = new CountDownLatch(1);
            Router router = Router.create();
            router.registerModule("in", new Numbers(1));
            router.registerModule("out", stuckModule(consuming, never));
            router.connect("in.outbox", "out.inbox");
            warnings.expect("\"out.outbox\" leads nowhere");
            warnings.expect("did not return");
            router.start();
            awaitAlways(consuming);
            CompletableFuture<StopReport> first = CompletableFuture.supplyAsync(() -> router.stop(Duration.ofDays(1)));
            await().atMost(ENOUGH).until(() -> router.state() == ModuleState.DRAINING);

            StopReport report = router.stop(Duration.ZERO);

            assertThat(first.join()).isSameAs(report);
            never.countDown();
        }

        private Hook stuckModule(CountDownLatch consuming, CountDownLatch never) {
            Hook stuck = new Hook((event, outbox) -> {
                consuming.countDown();
                awaitAlways(never);
            });
            stuck.placement = Placement.blocking();
            return stuck;
        }

        @Test
        void reportsAModuleThatNeverReturnsWithItsStack() {
            CountDownLatch consuming = new CountDownLatch(1);
            CountDownLatch never = new CountDownLatch(1);
            Router router = Router.create();
            router.registerModule("in", new Numbers(5));
            router.registerModule("out", stuckModule(consuming, never));
            router.connect("in.outbox", "out.inbox");
            warnings.expect("\"out.outbox\" leads nowhere");
            warnings.expect("5 events left");
            router.start();
            awaitAlways(consuming);

            StopReport report = router.stop(Duration.ofMillis(50));
            never.countDown();

            assertThat(report.isClean()).isFalse();
            assertThat(report.left()).containsExactly(new StopReport.Left("in.outbox -> out.inbox", 5));
            assertThat(report.stuck()).hasSize(1);
            assertThat(report.stuck().get(0).module()).isEqualTo("out");
            assertThat(report.stuck().get(0).home()).isEqualTo("wishbone-module-out");
            assertThat(report.stuck().get(0).stack())
                    .anyMatch(frame -> frame.getMethodName().equals("awaitAlways"));
            assertThat(report.toString())
                    .contains(
                            "5 events left",
                            "5 left in in.outbox -> out.inbox",
                            "module \"out\" did not return; its thread wishbone-module-out is at",
                            "awaitAlways");
        }

        @Test
        void goesOnWhereOnDrainOrOnCloseThrows() {
            warnings.expect("module \"hook\" failed in onDrain");
            warnings.expect("module \"hook\" failed in onClose");
            hook.onDrain = () -> {
                throw new IllegalStateException("drain");
            };
            hook.onClose = () -> {
                throw new IllegalStateException("close");
            };
            Router router = chain();
            router.start();

            assertThat(router.stop(ENOUGH).isClean()).isTrue();
        }

        @Test
        void passesOnWhatOnDrainEmits() {
            Collector collector = new Collector();
            List<Event> gathered = new ArrayList<>();
            Hook gather = new Hook((event, outbox) -> gathered.add(event));
            gather.onDrain = () -> gather.outbox.submit(Event.of(gathered.size() + " gathered"));
            Router router = Router.create();
            router.registerModule("in", new Numbers(1000));
            router.registerModule("gather", gather);
            router.registerModule("out", collector);
            router.connect("in.outbox", "gather.inbox");
            router.connect("gather.outbox", "out.inbox");
            router.start();
            await().atMost(ENOUGH)
                    .until(() -> router.ledger().queue("in.outbox").out() == 1000);
            StopReport report = router.stop(ENOUGH);

            assertThat(collector.data()).containsExactly("1000 gathered");
            assertThat(report.ledger().isBalanced())
                    .as(report.ledger()::toString)
                    .isTrue();
        }
    }

    @Test
    void twoRoutersDoNotMeet() {
        Collector ofFirst = new Collector();
        Collector ofSecond = new Collector();
        try (Router first = Router.create();
                Router second = Router.create()) {
            for (Router router : List.of(first, second)) {
                router.registerModule("in", new Numbers(router == first ? 3 : 5));
                router.registerModule("out", router == first ? ofFirst : ofSecond);
                router.connect("in.outbox", "out.inbox");
                router.start();
            }
            first.stop(ENOUGH);
            await().atMost(ENOUGH).until(() -> ofSecond.events().size() == 5);

            assertThat(second.state()).isEqualTo(ModuleState.RUNNING);
            assertThat(ofFirst.data()).containsExactly(1, 2, 3);
        }
    }
}
