package io.wishbone.router;

import static io.wishbone.router.LifeCycleTest.awaitAlways;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Placement;
import io.wishbone.event.Event;
import io.wishbone.module.flow.LockBuffer;
import io.wishbone.module.flow.LockBufferConfig;
import io.wishbone.module.output.NullOutput;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That a stop ends and says who was in its way, whatever modules do. */
class StopTest {
    private static final Duration ENOUGH = Duration.ofSeconds(20);

    @RegisterExtension
    final Warnings warnings = new Warnings();

    private final Router router =
            Router.create(RouterConfig.builder().callLimit(Duration.ZERO).build());
    private final Numbers numbers = new Numbers(1);
    private final Hook hook = new Hook();
    private final CountDownLatch never = new CountDownLatch(1);

    private void startChain() {
        router.registerModule("in", numbers);
        router.registerModule("hook", hook);
        router.registerModule("out", new NullOutput());
        router.connect("in.outbox", "hook.inbox");
        router.connect("hook.outbox", "out.inbox");
        router.start();
    }

    private void awaitDelivery() {
        await().atMost(ENOUGH).until(() -> numbers.outcomes().size() == 1);
    }

    @Test
    void namesAModuleThatIsStuckInOnDrain() {
        hook.onDrain = () -> awaitAlways(never);
        warnings.expect("module \"hook\" did not return");
        startChain();
        awaitDelivery();

        StopReport report = router.stop(Duration.ofMillis(50));
        never.countDown();

        assertThat(report.stuck()).extracting(StopReport.Stuck::module).containsExactly("hook");
    }

    @Test
    void namesAModuleThatIsStuckInOnClose() {
        hook.onClose = () -> awaitAlways(never);
        warnings.expect("module \"hook\" did not return");
        startChain();
        awaitDelivery();

        StopReport report = router.stop(ENOUGH);
        never.countDown();

        assertThat(report.stuck()).extracting(StopReport.Stuck::module).containsExactly("hook");
    }

    @Test
    void namesAModuleThatIsStuckInATimer() {
        CountDownLatch entered = new CountDownLatch(1);
        hook.placement = Placement.blocking();
        hook.onStart = () -> hook.after(Duration.ofMillis(1), () -> {
            entered.countDown();
            awaitAlways(never);
        });
        warnings.expect("module \"hook\" did not return");
        startChain();
        awaitAlways(entered);

        StopReport report = router.stop(Duration.ofMillis(50));
        never.countDown();

        assertThat(report.stuck()).extracting(StopReport.Stuck::module).containsExactly("hook");
    }

    @Test
    void closesModulesThoughItsThreadIsInterrupted() {
        startChain();
        awaitDelivery();
        Thread.currentThread().interrupt();

        router.stop(ENOUGH);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(hook.calls).endsWith("onClose");
    }

    @Test
    void doesNotWaitForAHomeThatHasClosed() {
        ThreadHome home = new ThreadHome("wishbone-loop-0");
        hook.placement = Placement.on(home);
        startChain();
        awaitDelivery();
        await().atMost(ENOUGH).until(() -> router.ledger().isBalanced());
        home.close();

        assertThat(CompletableFuture.supplyAsync(() -> router.stop(Duration.ofDays(1))))
                .succeedsWithin(ENOUGH);
    }

    @Test
    void endsASourceWhoseControlInletIsFed() {
        Actor source = new Actor() {
            private final Outlet outbox = outlet(OUTBOX);
            private int made;

            {
                controlInlet("control", event -> {});
                source(budget -> {
                    outbox.submit(Event.of(++made));
                    return 1;
                });
            }
        };
        router.registerModule("source", source);
        router.registerModule("steering", numbers);
        router.registerModule("out", new NullOutput());
        router.connect("source.outbox", "out.inbox");
        router.connect("steering.outbox", "source.control");
        router.start();

        assertThat(router.stop(ENOUGH).isClean()).isTrue();
    }

    @Test
    void unlocksABufferThatIsFull() {
        Numbers many = new Numbers(100);
        router.registerModule("in", many);
        router.registerModule("keep", new LockBuffer(new LockBufferConfig(1, 1_000, true)));
        router.registerModule("out", new NullOutput());
        ConnectionOptions small = new ConnectionOptions(QueueLimits.ofEvents(1), OverflowPolicy.BLOCK);
        router.connect("in.outbox", "keep.inbox", small);
        router.connect("keep.outbox", "out.inbox", small);
        router.start();
        await().atMost(ENOUGH).until(() -> router.ledger().module("keep").held() == 1);

        StopReport report = router.stop(ENOUGH);

        assertThat(report.isClean()).isTrue();
        assertThat(report.ledger().isBalanced()).isTrue();
        assertThat(many.outcomes()).isNotEmpty().allMatch(outcome -> outcome.endsWith(" ok"));
    }

    @Test
    void tellsAModuleBeforeItDrains() {
        List<String> told = new CopyOnWriteArrayList<>();
        Actor module = new Actor() {
            {
                inlet(INBOX, event -> told.add("event"));
            }

            @Override
            public void onStop() {
                told.add("stop");
                throw new IllegalStateException("in onStop");
            }

            @Override
            public void onDrain() {
                told.add("drain");
            }
        };
        router.registerModule("in", numbers);
        router.registerModule("told", module);
        router.connect("in.outbox", "told.inbox");
        warnings.expect("module \"told\" failed in onStop");
        router.start();
        awaitDelivery();

        assertThat(router.stop(ENOUGH).isClean()).isTrue();
        assertThat(told).containsExactly("event", "stop", "drain");
    }
}
