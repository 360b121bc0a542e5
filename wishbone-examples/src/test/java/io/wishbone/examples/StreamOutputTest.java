package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.actor.ModuleLedger;
import io.wishbone.module.input.Generator;
import io.wishbone.module.input.GeneratorConfig;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StreamOutputTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Collector failures = new Collector();
    private final Collector successes = new Collector();

    private Router routerTo(OutputStream stream) {
        Router router = Router.create();
        GeneratorConfig three = GeneratorConfig.builder()
                .interval(Duration.ZERO)
                .count(3)
                .payload("grün")
                .build();
        router.registerModule("numbers", new Generator(three));
        router.registerModule("print", new StreamOutput(stream));
        router.registerModule("failures", failures);
        router.registerModule("successes", successes);
        router.connect("numbers.outbox", "print.inbox");
        router.connect("print.failed", "failures.inbox");
        router.connect("print.successful", "successes.inbox");
        return router;
    }

    @Test
    void writesALineForEachEvent() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (Router router = routerTo(written)) {
            router.start();
            await().until(() -> successes.events().size() == 3);

            StopReport report = router.stop(DEADLINE);

            assertThat(written).asString().isEqualTo("grün\ngrün\ngrün\n");
            assertThat(failures.events()).isEmpty();
            assertThat(report.isClean()).isTrue();
            assertThat(report.ledger().isBalanced()).isTrue();
        }
    }

    @Test
    void failsEventsThatCouldNotBeFlushed() {
        try (Router router = routerTo(new BrokenStream())) {
            router.start();
            await().until(() -> failures.events().size() == 3);

            ModuleLedger account = router.stop(DEADLINE).ledger().module("print");

            assertThat(successes.events()).isEmpty();
            assertThat(failures.events())
                    .allSatisfy(event -> assertThat(event.header("print", "error"))
                            .asString()
                            .contains("disk full"));
            assertThat(account.failed()).isEqualTo(3);
            assertThat(account.isBalanced()).isTrue();
        }
    }

    /** Takes bytes but can't flush them. */
    private static final class BrokenStream extends OutputStream {
        @Override
        public void write(int value) {}

        @Override
        public void flush() throws IOException {
            throw new IOException("disk full");
        }
    }
}
