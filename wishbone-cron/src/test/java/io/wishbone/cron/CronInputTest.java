package io.wishbone.cron;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.queue.QueueLimits;
import io.wishbone.testkit.ManualClock;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CronInputTest implements ModuleContract {
    @Override
    public Actor newModule() {
        return new CronInput(config("* * * * *").build());
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of();
    }

    private static CronInputConfig.Builder config(String cron) {
        return CronInputConfig.builder().cron(cron).zone(ZoneId.of("UTC"));
    }

    private static SteppedModule start(CronInputConfig.Builder config) {
        return SteppedModule.start("tick", new CronInput(config.build()));
    }

    private static SteppedModule start(String cron) {
        return start(config(cron));
    }

    /** What came out: the scheduled time, and how many were missed before it if any. */
    private static List<String> ticks(SteppedModule tick) {
        return tick.takeFrom("outbox").stream()
                .map(event -> event.header("tick", "scheduled")
                        + (Long.valueOf(0).equals(event.header("tick", "missed"))
                                ? ""
                                : " missed " + event.header("tick", "missed")))
                .toList();
    }

    @Test
    void makesAnEventAtEachTime() {
        try (SteppedModule tick = start("0 */6 * * *")) {
            assertThat(ticks(tick)).isEmpty();
            tick.advance(Duration.ofHours(6).minusNanos(1));
            assertThat(ticks(tick)).isEmpty();
            tick.advance(Duration.ofNanos(1));
            assertThat(ticks(tick)).containsExactly("2026-01-01T06:00:00Z");
            tick.advance(Duration.ofHours(12));
            assertThat(ticks(tick)).containsExactly("2026-01-01T12:00:00Z", "2026-01-01T18:00:00Z");
        }
    }

    @Test
    void makesNoneForTheMinuteInWhichItStarts() {
        try (SteppedModule tick = start("0 0 1 1 *")) {
            assertThat(ManualClock.START).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
            tick.advance(Duration.ofHours(1));
            assertThat(ticks(tick)).isEmpty();
        }
    }

    @Test
    void givesTimesInItsZone() {
        try (SteppedModule tick = start(config("30 2 * * *").zone(ZoneId.of("Europe/Brussels")))) {
            tick.jumpClock(Duration.between(ManualClock.START, Instant.parse("2026-03-28T01:29:50Z")));
            tick.advance(Duration.ofSeconds(30));
            ticks(tick);
            tick.advance(Duration.ofDays(2));

            assertThat(ticks(tick)).containsExactly("2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00");
        }
    }

    @Nested
    class HeldBack {
        private SteppedModule startFull(CatchUp catchUp) {
            SteppedModule tick = SteppedModule.builder(
                            "tick",
                            new CronInput(config("* * * * *").catchUp(catchUp).build()))
                    .limits(QueueLimits.ofEvents(1))
                    .unread("outbox")
                    .start();
            tick.advance(Duration.ofMinutes(1));
            assertThat(tick.unread("outbox")).isEqualTo(1);
            tick.advance(Duration.ofMinutes(10));
            assertThat(tick.unread("outbox")).isEqualTo(1);
            return tick;
        }

        @Test
        void makesOneEventForAllTimesThatItMissed() {
            try (SteppedModule tick = startFull(CatchUp.ONE)) {
                tick.resumeReading("outbox");
                assertThat(ticks(tick)).containsExactly("2026-01-01T00:01:00Z", "2026-01-01T00:11:00Z missed 9");
                assertThat(tick.counter("missed_total")).isEqualTo(9);
                tick.advance(Duration.ofMinutes(1));
                assertThat(ticks(tick)).containsExactly("2026-01-01T00:12:00Z");
            }
        }

        @Test
        void makesNoneThatIsTooLateWhereThatIsWanted() {
            try (SteppedModule tick = startFull(CatchUp.NONE)) {
                tick.resumeReading("outbox");

                assertThat(ticks(tick)).containsExactly("2026-01-01T00:01:00Z", "2026-01-01T00:11:00Z missed 9");
            }
            try (SteppedModule tick = start(config("0 * * * *").catchUp(CatchUp.NONE))) {
                tick.jumpClock(Duration.ofMinutes(62));
                tick.advance(Duration.ofSeconds(30));
                assertThat(ticks(tick)).isEmpty();
                assertThat(tick.counter("missed_total")).isEqualTo(1);
                tick.advance(Duration.ofHours(1));
                assertThat(ticks(tick)).containsExactly("2026-01-01T02:00:00Z");
            }
        }
    }

    @Nested
    class WhenTheClockJumps {
        @Test
        void backNoTimeComesTwice() {
            try (SteppedModule tick = start("0 * * * *")) {
                tick.advance(Duration.ofHours(3));
                assertThat(ticks(tick)).hasSize(3);
                tick.jumpClock(Duration.ofHours(-2));
                tick.advance(Duration.ofMinutes(179));
                assertThat(ticks(tick)).isEmpty();
                tick.advance(Duration.ofMinutes(1));

                assertThat(ticks(tick)).containsExactly("2026-01-01T04:00:00Z");
                assertThat(tick.logs())
                        .anySatisfy(log -> assertThat(log.message()).contains("the clock was put back from"));
            }
        }

        @Test
        void forwardItMakesOneEvent() {
            try (SteppedModule tick = start("0 * * * *")) {
                tick.jumpClock(Duration.ofHours(5));
                tick.advance(Duration.ofSeconds(30));

                assertThat(ticks(tick)).containsExactly("2026-01-01T05:00:00Z missed 4");
            }
        }

        @Test
        void forwardByYearsItCountsNoMoreThanItMust() {
            try (SteppedModule tick = start("* * * * *")) {
                tick.jumpClock(Duration.ofDays(365_000));
                tick.advance(Duration.ofSeconds(30));

                assertThat(ticks(tick)).containsExactly("3025-05-04T00:00:00Z missed 1000");
                tick.advance(Duration.ofSeconds(30));
                assertThat(ticks(tick)).containsExactly("3025-05-04T00:01:00Z");
            }
        }
    }

    @Nested
    class Payload {
        @Test
        void isTheSameTextForEachEvent() {
            try (SteppedModule tick = start(config("* * * * *").payload("tick"))) {
                tick.advance(Duration.ofMinutes(2));
                assertThat(tick.textsFrom("outbox")).containsExactly("tick", "tick");
            }
        }

        @Test
        void mayBeMadeOfTheHeader() {
            CronInputConfig.Builder config =
                    config("* * * * *").payload(event -> "at " + event.header("tick", "scheduled"));
            try (SteppedModule tick = start(config)) {
                tick.advance(Duration.ofMinutes(1));
                assertThat(tick.textsFrom("outbox")).containsExactly("at 2026-01-01T00:01:00Z");
            }
        }

        @Test
        void thatFailsSendsTheEventToFailed() {
            CronInputConfig.Builder config = config("* * * * *").payload(event -> {
                throw new IllegalStateException("no such value");
            });
            try (SteppedModule tick = start(config)) {
                tick.advance(Duration.ofMinutes(2));
                assertThat(tick.takeFrom("failed"))
                        .hasSize(2)
                        .allSatisfy(event -> assertThat(event.header("tick", "error"))
                                .asString()
                                .contains("no such value"));
                assertThat(tick.account().failed()).isEqualTo(2);
            }
        }
    }

    @Test
    void ends() {
        try (SteppedModule tick = start("* * * * *")) {
            tick.advance(Duration.ofMinutes(1));
            tick.drain();
            assertThat(tick.home().timers()).isZero();
        }
    }
}
