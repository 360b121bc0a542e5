package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wishbone.actor.ModuleLedger;
import io.wishbone.module.input.Generator;
import io.wishbone.module.input.GeneratorConfig;
import io.wishbone.router.Router;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SamplerTest {
    @Test
    void passesOnTheFirstOfEveryThree() {
        Collector collector = new Collector();
        try (Router router = Router.create()) {
            GeneratorConfig eight =
                    GeneratorConfig.builder().interval(Duration.ZERO).count(8).build();
            router.registerModule("numbers", new Generator(eight));
            router.registerModule("sample", new Sampler(3));
            router.registerModule("collect", collector);
            router.connect("numbers.outbox", "sample.inbox");
            router.connect("sample.outbox", "collect.inbox");
            router.start();
            await().until(() -> router.ledger().module("sample").consumed() == 8);

            ModuleLedger account = router.stop(Duration.ofSeconds(10)).ledger().module("sample");

            assertThat(collector.events())
                    .extracting(event -> event.header("numbers", "sequence"))
                    .containsExactly(1L, 4L, 7L);
            assertThat(account.absorbed()).isEqualTo(5);
            assertThat(account.isBalanced()).isTrue();
        }
    }

    @Test
    void refusesLessThanOne() {
        assertThatThrownBy(() -> new Sampler(0)).hasMessage("every: 0 (expected: >= 1)");
    }
}
