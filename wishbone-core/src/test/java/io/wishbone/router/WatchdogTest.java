package io.wishbone.router;

import static io.wishbone.router.LifeCycleTest.awaitAlways;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Home;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Placement;
import io.wishbone.event.Event;
import io.wishbone.module.output.NullOutput;
import io.wishbone.queue.EventQueue;
import io.wishbone.testkit.ManualClock;
import io.wishbone.testkit.ManualHome;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.helpers.NOPLogger;

class WatchdogTest {
    private static final Duration ENOUGH = Duration.ofSeconds(20);
    private static final String KEPT = "module \"slow\" has kept";

    @RegisterExtension
    final Warnings warnings = new Warnings();

    /** Looks by hand, from within what the module does, on a clock that the test moves. */
    @Nested
    class ByHand {
        private final Homes homes = new Homes(1, 0, null);
        private final Watchdog watchdog = new Watchdog(homes, TimeUnit.MILLISECONDS.toNanos(100));
        private final ManualHome home = new ManualHome(new ManualClock());
        private final Outlets feeding = new Outlets();
        private Runnable inHandler = () -> {};
        private Runnable inStart = () -> {};
        private final ModuleRunner slow = runner("slow", new Actor() {
            {
                inlet(INBOX, event -> inHandler.run());
            }

            @Override
            public void onStart() {
                inStart.run();
            }
        });
        private long now = Long.MAX_VALUE - 5;

        private static final class Outlets extends Actor {
            private final Outlet outbox = outlet(OUTBOX);
        }

        private static ModuleRunner runner(String name, Actor actor) {
            return new ModuleRunner(name, actor, NOPLogger.NOP_LOGGER);
        }

        private void start(Home at) {
            ModuleRunner feeder = runner("feeder", feeding);
            feeder.place(List.of(homes.trampoline(at)), false);
            slow.place(List.of(homes.trampoline(at)), false);
            EventQueue queue = EventQueue.builder("q")
                    .sameThread(true)
                    .consumer(slow)
                    .producer(feeding.outbox.emitters().get(0).signal())
                    .build();
            slow.actor().inlets().forEach(inlet -> inlet.attach(queue));
            feeding.outbox.attach(queue);
            feeder.start();
            slow.start();
        }

        private void feed(int events) {
            for (int i = 0; i < events; i++) {
                feeding.outbox.submit(Event.of(i));
            }
            home.runTasks();
        }

        private void look(int times) {
            for (int i = 0; i < times; i++) {
                now += watchdog.periodNanos();
                watchdog.look(now);
            }
        }

        @Test
        void namesAModuleThatKeepsASharedHome() {
            warnings.expect(KEPT);
            inHandler = () -> look(6);
            start(home);
            home.runTasks();
            feed(1);

            assertThat(warnings.seen())
                    .singleElement()
                    .asString()
                    .startsWith(KEPT + " manual home of ")
                    .contains("for 100 ms in one call");
        }

        @Test
        void waitsUntilTheLimitHasPassed() {
            inHandler = () -> look(5);
            start(home);
            home.runTasks();
            feed(1);

            assertThat(warnings.seen()).isEmpty();
        }

        @Test
        void namesAModuleThatKeepsAHomeInOnStart() {
            warnings.expect(KEPT);
            inStart = () -> look(6);
            start(home);
            home.runTasks();
        }

        @Test
        void namesAModuleThatKeepsAHomeInATask() {
            warnings.expect(KEPT);
            Hook hook = new Hook();
            ModuleRunner runner = runner("slow", hook);
            runner.place(List.of(homes.trampoline(home)), false);
            runner.start();
            home.runTasks();
            hook.itsContext().run(() -> look(6));
        }

        @Test
        void doesNotTakeManyShortStepsForALongOne() {
            inHandler = () -> look(1);
            start(home);
            home.runTasks();
            for (int i = 0; i < 100; i++) {
                feed(1);
            }

            assertThat(warnings.seen()).isEmpty();
        }

        @Test
        void warnsOncePerMinute() {
            warnings.expect(KEPT);
            int looksPerMinute = (int) (TimeUnit.MINUTES.toNanos(1) / watchdog.periodNanos());
            inHandler = () -> look(looksPerMinute + 5);
            start(home);
            home.runTasks();
            feed(1);
            assertThat(warnings.seen()).hasSize(1);

            inHandler = () -> look(6);
            feed(1);
            assertThat(warnings.seen()).hasSize(2);
        }

        @Test
        void doesNotBlameAModuleForAPauseOfTheWholeJvm() {
            inHandler = () -> {
                look(1);
                now += TimeUnit.SECONDS.toNanos(10);
                look(1);
            };
            start(home);
            home.runTasks();
            feed(1);

            assertThat(warnings.seen()).isEmpty();
        }

        @Test
        void addsUpHowLongAModuleIsBusy() {
            inHandler = () -> look(3);
            start(home);
            home.runTasks();
            look(1);
            feed(1);
            look(7);

            assertThat(slow.busyNanos()).isEqualTo(3 * watchdog.periodNanos());
        }

        @Test
        void isSilentWhereItIsSwitchedOff() {
            Watchdog off = new Watchdog(homes, 0);
            inHandler = () -> {
                for (int i = 0; i < 100; i++) {
                    now += off.periodNanos();
                    off.look(now);
                }
            };
            start(home);
            home.runTasks();
            feed(1);

            assertThat(warnings.seen()).isEmpty();
            assertThat(slow.busyNanos()).isPositive();
        }
    }

    /** Looks as a router does. */
    @Nested
    class OfARouter {
        private final CountDownLatch never = new CountDownLatch(1);
        private final Hook slow = new Hook((event, outbox) -> awaitAlways(never));

        private Router start() {
            Router router = Router.create();
            router.registerModule("in", new Numbers(1));
            router.registerModule("slow", slow);
            router.registerModule("out", new NullOutput());
            router.connect("in.outbox", "slow.inbox");
            router.connect("slow.outbox", "out.inbox");
            router.start();
            return router;
        }

        private static Set<Thread> watchdogs() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("wishbone-watchdog"))
                    .collect(Collectors.toSet());
        }

        private static boolean isBusy(Router router) {
            return router.metrics().stream()
                    .anyMatch(metric -> metric.name().equals("module.slow.busy_seconds_total")
                            && metric.value().doubleValue() > 0.2);
        }

        @Test
        void namesABlockingModuleWithItsStack() {
            warnings.expect(KEPT);
            Router router = start();
            await().atMost(ENOUGH).until(() -> warnings.seen().stream().anyMatch(message -> message.contains(KEPT)));
            never.countDown();
            router.close();

            assertThat(warnings.seen())
                    .filteredOn(message -> message.contains(KEPT))
                    .first()
                    .asString()
                    .contains("blocking")
                    .contains("CountDownLatch.await");
        }

        @Test
        void letsAModuleKeepAThreadOfItsOwn() {
            slow.placement = Placement.blocking();
            try (Router router = start()) {
                await().atMost(ENOUGH).until(() -> isBusy(router));
                never.countDown();
            }

            assertThat(warnings.seen()).noneMatch(message -> message.contains(KEPT));
        }

        @Test
        void endsWithTheRouter() {
            never.countDown();
            Set<Thread> before = watchdogs();
            Router router = start();
            assertThat(watchdogs()).hasSize(before.size() + 1);
            router.close();

            assertThat(watchdogs()).isSubsetOf(before);
        }
    }
}
