package io.wishbone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.actor.Placement;
import io.wishbone.module.flow.Fanout;
import io.wishbone.module.flow.Isolation;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.testkit.BalancedLedger;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A fanout whose branches do not wait for each other. */
class IsolationTest {
    private static final Duration ENOUGH = Duration.ofSeconds(20);
    private static final int COUNT = 1000;
    private static final int BUFFER = 10;
    private static final Isolation ISOLATION = new Isolation(QueueLimits.ofEvents(BUFFER), OverflowPolicy.DROP_NEWEST);

    @RegisterExtension
    final Warnings warnings = new Warnings();

    @RegisterExtension
    final BalancedLedger routers = new BalancedLedger();

    private final Router router =
            routers.create(RouterConfig.builder().workers(2).build());
    private final Collector fast = new Collector();
    private final Collector slow = new Collector();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Numbers numbers = new Numbers(COUNT);

    /** Registers a fanout of two branches, of which one goes on once the gate opens. */
    private void register() {
        Hook held = new Hook((event, outbox) -> {
            gate.await();
            outbox.submit(event);
        });
        held.placement = Placement.blocking();
        router.registerModule("numbers", numbers);
        router.registerModule("split", new Fanout(ISOLATION));
        router.registerModule("fast", fast);
        router.registerModule("held", held);
        router.registerModule("slow", slow);
        router.connect("numbers.outbox", "split.inbox");
        router.connect("held.outbox", "slow.inbox");
    }

    private static List<Object> firstNumbers(int count) {
        return IntStream.rangeClosed(1, count).<Object>mapToObj(i -> i).toList();
    }

    @Test
    void lossesOfASlowBranchAreItsOwn() {
        ConnectionOptions roomy = new ConnectionOptions(QueueLimits.ofEvents(2 * COUNT), OverflowPolicy.BLOCK);
        register();
        router.connect("split.fast", "fast.inbox", roomy);
        router.connect("split.slow", "held.inbox");
        router.start();

        await().atMost(ENOUGH).until(() -> fast.events().size() == COUNT);
        assertThat(slow.events()).isEmpty();
        gate.countDown();
        StopReport report = router.stop(ENOUGH);

        assertThat(report.isClean()).as(report::toString).isTrue();
        assertThat(fast.data()).isEqualTo(firstNumbers(COUNT));
        long dropped = report.ledger().queue("split.slow").droppedTotal();
        assertThat(slow.events()).hasSize((int) (COUNT - dropped)).hasSizeBetween(BUFFER, 10 * BUFFER);
        assertThat(slow.data()).startsWith(1).isSubsetOf(firstNumbers(COUNT)).doesNotHaveDuplicates();
        assertThat(slow.data()).isSortedAccordingTo(Comparator.comparing(number -> (Integer) number));
        assertThat(report.ledger().queue("split.fast").droppedTotal()).isZero();
        assertThat(numbers.outcomes()).hasSize(COUNT);
        assertThat(numbers.outcomes().stream().filter(outcome -> outcome.endsWith(" ok")))
                .hasSize((int) (COUNT - dropped));
        assertThat(numbers.outcomes().stream().filter(outcome -> outcome.endsWith(" drop_newest")))
                .hasSize((int) dropped);
    }

    @Test
    void aConnectionWithOptionsOfItsOwnKeepsThem() {
        register();
        router.connect("split.fast", "fast.inbox");
        router.connect("split.slow", "held.inbox", ConnectionOptions.DEFAULT);
        router.start();
        gate.countDown();

        await().atMost(ENOUGH).until(() -> slow.events().size() == COUNT);
        assertThat(slow.data()).isEqualTo(firstNumbers(COUNT));
        assertThat(router.stop(ENOUGH).isClean()).isTrue();
    }
}
