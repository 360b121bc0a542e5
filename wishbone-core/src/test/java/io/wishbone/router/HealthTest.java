package io.wishbone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import io.wishbone.testkit.BalancedLedger;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When a router is ready, and what a module may throw without taking down more than that. */
class HealthTest {
    private static final Duration ENOUGH = Duration.ofSeconds(20);

    @RegisterExtension
    final Warnings warnings = new Warnings();

    @RegisterExtension
    final BalancedLedger routers = new BalancedLedger();

    private final Router router = routers.create();
    private final Numbers numbers = new Numbers(3);
    private final Collector collector = new Collector();
    private final Collector failures = new Collector();

    @AfterEach
    void close() {
        router.close();
    }

    private void start(Actor module) {
        router.registerModule("in", numbers);
        router.registerModule("mod", module);
        router.registerModule("out", collector);
        router.registerModule("failures", failures);
        router.connect("in.outbox", "mod.inbox");
        router.connect("mod.outbox", "out.inbox");
        router.connect("mod.failed", "failures.inbox");
        router.start();
    }

    private void awaitUnready(String reason) {
        await().atMost(ENOUGH).until(() -> !router.isReady());
        assertThat(router.health()).isEqualTo(new Health(false, reason));
    }

    @Nested
    class ARouter {
        @Test
        void isReadyFromItsStartToItsStop() {
            Hook draining = new Hook();
            AtomicBoolean whileStopping = new AtomicBoolean(true);
            draining.onDrain = () -> whileStopping.set(router.isReady());
            assertThat(router.health()).isEqualTo(new Health(false, "the router is NEW"));
            start(draining);
            assertThat(router.health()).isEqualTo(new Health(true, "ready"));
            router.stop(ENOUGH);

            assertThat(whileStopping).isFalse();
            assertThat(router.health()).isEqualTo(new Health(false, "the router is STOPPED"));
        }

        @Test
        void isNotReadyWhereItCouldNotStart() {
            Hook bad = new Hook();
            bad.onStart = () -> {
                throw new IllegalStateException("port in use");
            };

            assertThatThrownBy(() -> start(bad)).isInstanceOf(ModuleStartException.class);
            assertThat(router.isReady()).isFalse();
        }

        @Test
        void staysReadyWhereAModuleThrowsExceptions() {
            start(new Hook((event, outbox) -> {
                throw new IllegalStateException("odd");
            }));
            await().atMost(ENOUGH).until(() -> failures.events().size() == 3);

            assertThat(router.isReady()).isTrue();
        }
    }

    @Nested
    class AnError {
        @Test
        void inAHandlerMakesTheRouterUnready() {
            warnings.expect(
                    "module \"mod\" threw java.lang.OutOfMemoryError (Java heap space) in its handler: memory ran out");
            start(new Hook((event, outbox) -> {
                if (event.data().equals(2)) {
                    throw new OutOfMemoryError("Java heap space");
                }
                outbox.submit(event);
            }));
            awaitUnready("module \"mod\" threw java.lang.OutOfMemoryError (Java heap space) in its handler");
            await().atMost(ENOUGH).until(() -> collector.events().size() == 2);

            assertThat(collector.data()).containsExactly(1, 3);
            assertThat(failures.data()).containsExactly(2);
        }

        @Test
        void keepsTheFirstReason() {
            warnings.expect("module \"mod\" threw java.lang.AssertionError (1)");
            start(new Hook((event, outbox) -> {
                throw new AssertionError(event.data());
            }));
            await().atMost(ENOUGH).until(() -> failures.events().size() == 3);

            awaitUnready("module \"mod\" threw java.lang.AssertionError (1) in its handler");
        }

        @Test
        void inOnBatchEndMakesTheRouterUnready() {
            warnings.expect("threw java.lang.NoClassDefFoundError (a/B) in onBatchEnd: a class is missing");
            Hook hook = new Hook();
            AtomicBoolean thrown = new AtomicBoolean();
            hook.onBatchEnd = () -> {
                if (thrown.compareAndSet(false, true)) {
                    throw new NoClassDefFoundError("a/B");
                }
            };
            start(hook);
            awaitUnready("module \"mod\" threw java.lang.NoClassDefFoundError (a/B) in onBatchEnd");
            await().atMost(ENOUGH).until(() -> collector.events().size() == 3);
        }

        @Test
        void inATimerMakesTheRouterUnready() {
            warnings.expect("threw java.lang.InternalError in a task: its code or the JVM is not in order");
            Hook hook = new Hook();
            hook.onStart = () -> hook.after(Duration.ofMillis(1), () -> {
                throw new InternalError();
            });
            start(hook);

            awaitUnready("module \"mod\" threw java.lang.InternalError in a task");
        }

        @Test
        void inASourceMakesTheRouterUnready() {
            warnings.expect("threw java.lang.StackOverflowError in its source: its code calls itself too deeply");
            router.registerModule("source", new Actor() {
                private final Outlet outbox = outlet(OUTBOX);

                {
                    source(budget -> {
                        outbox.submit(Event.of(1));
                        throw new StackOverflowError();
                    });
                }
            });
            router.registerModule("end", collector);
            router.connect("source.outbox", "end.inbox");
            router.start();

            awaitUnready("module \"source\" threw java.lang.StackOverflowError in its source");
        }
    }

    /** A module that ends what is not its own must not take its thread's other modules with it. */
    @Nested
    class ACompletionEndedTooOften {
        private static final String BROKE = "module \"mod\" broke a rule";

        private void goesOnAfter(Hook.Consumer wrong) {
            start(new Hook((event, outbox) -> {
                if (event.data().equals(2)) {
                    end(event);
                    wrong.consume(event, outbox);
                } else {
                    outbox.submit(event);
                }
            }));
            await().atMost(ENOUGH).until(() -> collector.events().size() == 2);

            assertThat(collector.data()).containsExactly(1, 3);
            assertThat(router.isReady()).isTrue();
            assertThat(router.stop(ENOUGH).isClean()).isTrue();
        }

        private static void end(Event event) {
            Completion completion = event.completion();
            while (completion != null && !completion.isEnded()) {
                completion.release();
            }
        }

        @Test
        void showsAtTheEndOfTheHandler() {
            warnings.expect(BROKE + ", as by ending a completion that was not its own, which showed in the end of its");
            goesOnAfter((event, outbox) -> {});

            assertThat(router.ledger().module("mod").absorbed()).isEqualTo(1);
        }

        @Test
        void showsWhereTheEventIsSubmitted() {
            warnings.expect(
                    BROKE + ", as by ending a completion that was not its own, which showed in what became of a");
            goesOnAfter((event, outbox) -> outbox.submit(event));

            assertThat(router.ledger().module("mod").failed()).isEqualTo(1);
        }
    }
}
