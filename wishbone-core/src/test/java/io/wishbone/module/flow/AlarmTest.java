package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.actor.Actor;
import io.wishbone.testkit.SteppedModule;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlarmTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** A module whose clock is the test's, not that of its timers. */
    private final class Ringing extends Actor {
        private final SteadyClock clock = new SteadyClock(() -> time);
        private final Alarm alarm = new Alarm(this::context, clock, () -> rung++);

        @Override
        public void onStart() {
            clock.now();
        }

        @Override
        public void onClose() {
            alarm.clear();
        }
    }

    private long time;
    private int rung;
    private final Ringing ringing = new Ringing();
    private final SteppedModule module = SteppedModule.start("ringing", ringing);

    @AfterEach
    void close() {
        module.close();
    }

    private void advance(Duration by) {
        time += by.toNanos();
        module.advance(by);
    }

    @Test
    void ringsOnce() {
        ringing.alarm.set(SECOND);
        advance(Duration.ofMillis(999));
        assertThat(rung).isZero();
        advance(Duration.ofMillis(1));
        assertThat(rung).isEqualTo(1);
        advance(Duration.ofHours(1));
        assertThat(rung).isEqualTo(1);
    }

    @Test
    void ringsAtOnceForATimeThatHasPassed() {
        advance(Duration.ofSeconds(2));
        ringing.alarm.set(SECOND);
        module.run();
        assertThat(rung).isEqualTo(1);
    }

    @Test
    void ringsForTheLastTimeThatItWasSetTo() {
        ringing.alarm.set(SECOND);
        ringing.alarm.set(3 * SECOND);
        advance(Duration.ofSeconds(2));
        assertThat(rung).isZero();
        advance(Duration.ofSeconds(1));
        assertThat(rung).isEqualTo(1);
    }

    @Test
    void doesNotRingOnceItIsCleared() {
        ringing.alarm.set(SECOND);
        ringing.alarm.clear();
        advance(Duration.ofHours(1));
        assertThat(rung).isZero();
        assertThat(module.home().timers()).isZero();
    }

    @Test
    void waitsForAClockThatStandsStillWithoutSpinning() {
        ringing.alarm.set(1);
        module.advance(Duration.ofMillis(100));
        assertThat(rung).isZero();
        assertThat(module.home().timers()).isEqualTo(1);
        time = 1;
        module.advance(Duration.ofMillis(1));
        assertThat(rung).isEqualTo(1);
    }
}
