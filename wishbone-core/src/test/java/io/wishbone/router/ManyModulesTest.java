package io.wishbone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.module.flow.Fanout;
import io.wishbone.module.flow.Funnel;
import io.wishbone.testkit.BalancedLedger;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Routers with more modules than anybody has. */
@Timeout(120)
class ManyModulesTest {
    private static final Duration ENOUGH = Duration.ofSeconds(60);

    @RegisterExtension
    final BalancedLedger routers = new BalancedLedger();

    private final Router router = routers.create();

    @Test
    void passEventsThroughAChainOfTenThousand() {
        int modules = 10_000;
        Numbers in = new Numbers(100);
        AtomicInteger arrived = new AtomicInteger();
        router.registerModule("in", in);
        String previous = "in.outbox";
        for (int i = 0; i < modules; i++) {
            router.registerModule("pass" + i, event -> event);
            router.connect(previous, "pass" + i + ".inbox");
            previous = "pass" + i + ".outbox";
        }
        router.registerModule("out", event -> {
            arrived.incrementAndGet();
            return null;
        });
        router.connect(previous, "out.inbox");
        router.start();
        await().atMost(ENOUGH).until(() -> arrived.get() == 100);

        assertThat(router.stop(ENOUGH).isClean()).isTrue();
        assertThat(in.outcomes()).hasSize(100).allMatch(outcome -> outcome.endsWith(" ok"));
    }

    @Test
    void passEventsToAThousandBranchesAndTogetherAgain() {
        int branches = 1_000;
        Numbers in = new Numbers(100);
        AtomicInteger arrived = new AtomicInteger();
        router.registerModule("in", in);
        router.registerModule("split", new Fanout());
        router.registerModule("join", new Funnel());
        router.registerModule("out", event -> {
            arrived.incrementAndGet();
            return null;
        });
        router.connect("in.outbox", "split.inbox");
        for (int i = 0; i < branches; i++) {
            router.connect("split.to" + i, "join.from" + i);
        }
        router.connect("join.outbox", "out.inbox");
        router.start();
        await().atMost(ENOUGH).until(() -> arrived.get() == 100 * branches);

        assertThat(router.stop(ENOUGH).isClean()).isTrue();
        assertThat(in.outcomes()).hasSize(100).allMatch(outcome -> outcome.endsWith(" ok"));
    }
}
