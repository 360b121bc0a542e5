package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final long YEAR = Duration.ofDays(366).toNanos();

    private long source = Long.MAX_VALUE - 5;
    private final SteadyClock clock = new SteadyClock(() -> source);

    @Test
    void beginsAtZeroAndGoesOnOverTheOverflowOfItsSource() {
        assertThat(clock.now()).isZero();
        source += 10;
        assertThat(clock.now()).isEqualTo(10);
    }

    @Test
    void standsStillWithItsSource() {
        source = 100;
        clock.now();
        assertThat(clock.now()).isZero();
    }

    @Test
    void goesOnFromWhereItWasWhenItsSourceJumpsBack() {
        source = 1_000;
        clock.now();
        source += 7;
        assertThat(clock.now()).isEqualTo(7);
        source -= 900;
        assertThat(clock.now()).isEqualTo(7);
        source += 3;
        assertThat(clock.now()).isEqualTo(10);
    }

    @Test
    void takesAJumpForwardForAYearAtMost() {
        source = 0;
        clock.now();
        source = Long.MAX_VALUE / 2;
        assertThat(clock.now()).isEqualTo(YEAR);
    }
}
