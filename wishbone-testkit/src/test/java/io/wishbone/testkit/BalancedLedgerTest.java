package io.wishbone.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.actor.ModuleState;
import io.wishbone.event.Event;
import io.wishbone.module.input.Generator;
import io.wishbone.module.input.GeneratorConfig;
import io.wishbone.module.output.NullOutput;
import io.wishbone.router.Router;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BalancedLedgerTest {
    @RegisterExtension
    final BalancedLedger routers = new BalancedLedger();

    private static Router started(Router router) {
        GeneratorConfig config =
                GeneratorConfig.builder().interval(Duration.ofDays(1)).build();
        router.registerModule("tick", new Generator(config));
        router.registerModule("end", new NullOutput());
        router.connect("tick.outbox", "end.inbox");
        router.start();
        return router;
    }

    @Test
    void acceptsARouterThatWasClosed() {
        try (Router router = started(routers.create())) {
            assertThat(router.state()).isEqualTo(ModuleState.RUNNING);
        }
        routers.check();
    }

    @Test
    void acceptsARouterThatNeverStarted() {
        assertThat(routers.create().state()).isEqualTo(ModuleState.NEW);
    }

    @Test
    void refusesARouterThatStillRunsAndStopsIt() {
        Router router = started(routers.create());

        assertThatThrownBy(routers::check)
                .isInstanceOf(AssertionError.class)
                .hasMessage("the routers of this test:\n- one was left in state RUNNING (expected: stopped or closed)");
        assertThat(router.state()).isEqualTo(ModuleState.STOPPED);
    }

    @Test
    void refusesALedgerThatDoesNotBalance() throws InterruptedException {
        CountDownLatch consumed = new CountDownLatch(1);
        try (Router router = routers.create()) {
            router.registerModule(
                    "tick",
                    new Generator(GeneratorConfig.builder()
                            .interval(Duration.ofDays(1))
                            .build()));
            router.registerModule("cook", new Modules.CooksItsBooks());
            router.registerModule("end", (Event event) -> {
                consumed.countDown();
                return null;
            });
            router.registerModule("last", new NullOutput());
            router.connect("tick.outbox", "cook.inbox");
            router.connect("cook.outbox", "end.inbox");
            router.connect("end.outbox", "last.inbox");
            router.start();
            consumed.await();
        }

        assertThatThrownBy(routers::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the accounts of one do not balance");
    }
}
