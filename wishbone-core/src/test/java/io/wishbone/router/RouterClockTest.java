package io.wishbone.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.metrics.Metric;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RouterClockTest {
    private static final Instant MOON_LANDING = Instant.parse("1969-07-20T20:17:40Z");

    @Test
    void tellsModulesAndMetricsTheTime() {
        RouterConfig config =
                RouterConfig.builder().clock(InstantSource.fixed(MOON_LANDING)).build();
        AtomicReference<Instant> seen = new AtomicReference<>();
        Hook module = new Hook();
        module.onStart = () -> seen.set(module.itsContext().now());
        try (Router router = Router.create(config)) {
            router.registerModule("numbers", new Numbers(0));
            router.registerModule("module", module);
            router.registerModule("end", new Collector());
            router.connect("numbers.outbox", "module.inbox");
            router.connect("module.outbox", "end.inbox");
            router.start();

            assertThat(seen).hasValue(MOON_LANDING);
            assertThat(router.metrics()).isNotEmpty().extracting(Metric::time).containsOnly(MOON_LANDING);
        }
    }

    @Test
    void isTheSystemsUnlessSet() {
        assertThat(RouterConfig.builder().build().clock()).isSameAs(InstantSource.system());
    }
}
