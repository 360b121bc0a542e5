package io.wishbone.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");

    private static Schedule schedule(String cron, ZoneId zone) {
        return new Schedule(CronExpression.parse(cron), zone);
    }

    private static Instant at(String time) {
        return OffsetDateTime.parse(time).toInstant();
    }

    /** The times after one and up to another, with their offset. */
    private static List<String> between(String cron, ZoneId zone, String after, String until) {
        Schedule schedule = schedule(cron, zone);
        List<String> times = new ArrayList<>();
        Instant time = schedule.after(at(after)).orElseThrow();
        while (!time.isAfter(at(until))) {
            times.add(time.atZone(zone).toOffsetDateTime().toString());
            time = schedule.after(time).orElseThrow();
        }
        return times;
    }

    /** On 29 March 2026 at 02:00 clocks in Brussels are put forward to 03:00. */
    @Nested
    class WhenClocksArePutForward {
        private List<String> night(String cron) {
            return between(cron, BRUSSELS, "2026-03-29T00:59+01:00", "2026-03-29T04:29+02:00");
        }

        @Test
        void whatWouldBeLeftOutComesAtOnce() {
            assertThat(night("30 2 * * *")).containsExactly("2026-03-29T03:00+02:00");
        }

        @Test
        void severalThatWouldBeLeftOutComeAsOne() {
            assertThat(night("0,30 2,3 * * *")).containsExactly("2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00");
        }

        @Test
        void fixedTimesAroundItComeAsEver() {
            assertThat(night("59 1,3 * * *")).containsExactly("2026-03-29T01:59+01:00", "2026-03-29T03:59+02:00");
        }

        @Test
        void whatComesEverySoOftenGoesOn() {
            assertThat(night("*/30 * * * *"))
                    .containsExactly(
                            "2026-03-29T01:00+01:00",
                            "2026-03-29T01:30+01:00",
                            "2026-03-29T03:00+02:00",
                            "2026-03-29T03:30+02:00",
                            "2026-03-29T04:00+02:00");
        }

        @Test
        void whatComesEverySoOftenInTheHourThatIsLeftOutDoesNotCome() {
            assertThat(night("*/30 2 * * *")).isEmpty();
        }
    }

    /** On 25 October 2026 at 03:00 clocks in Brussels are put back to 02:00. */
    @Nested
    class WhenClocksArePutBack {
        private List<String> night(String cron) {
            return between(cron, BRUSSELS, "2026-10-25T01:29+02:00", "2026-10-25T03:29+01:00");
        }

        @Test
        void whatIsRepeatedComesTheFirstTimeOnly() {
            assertThat(night("30 2 * * *")).containsExactly("2026-10-25T02:30+02:00");
            assertThat(night("0 2,3 * * *")).containsExactly("2026-10-25T02:00+02:00", "2026-10-25T03:00+01:00");
        }

        @Test
        void whatIsRepeatedDoesNotComeAfterAStartInTheRepeatedHour() {
            Schedule schedule = schedule("30 2 * * *", BRUSSELS);

            assertThat(schedule.after(at("2026-10-25T02:00+01:00"))).contains(at("2026-10-26T02:30+01:00"));
            assertThat(schedule.after(at("2026-10-25T02:10+01:00"))).contains(at("2026-10-26T02:30+01:00"));
        }

        @Test
        void whatComesEverySoOftenGoesOn() {
            assertThat(night("*/30 * * * *"))
                    .containsExactly(
                            "2026-10-25T01:30+02:00",
                            "2026-10-25T02:00+02:00",
                            "2026-10-25T02:30+02:00",
                            "2026-10-25T02:00+01:00",
                            "2026-10-25T02:30+01:00",
                            "2026-10-25T03:00+01:00");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"30 2 * * *", "0 0 * * *", "59 23 * * *", "0 3 * * *", "59 1 * * *"})
    void comesOnceEachDayOfTheYear(String cron) {
        for (ZoneId zone : List.of(
                BRUSSELS,
                ZoneId.of("UTC"),
                ZoneId.of("America/New_York"),
                ZoneId.of("Australia/Lord_Howe"),
                ZoneId.of("America/Santiago"))) {
            String from = "2026-01-01T12:00+14:00";
            assertThat(between(cron, zone, from, "2027-01-01T12:00+14:00"))
                    .as("%s", zone)
                    .hasSize(365);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "* * * * *, 2030-05-05T05:05:05Z, 2030-05-05T05:05:00Z",
        "0 0 * * *, 2030-05-05T00:00:00Z, 2030-05-05T00:00:00Z",
        "0 0 29 2 *, 2031-01-01T00:00:00Z, 2028-02-29T00:00:00Z",
        "0 0 1 1 *, 2026-12-31T00:00:00Z, 2026-01-01T00:00:00Z",
        "'0,1,2 3 1 6 *', 2029-07-01T00:00:00Z, 2029-06-01T03:02:00Z"
    })
    void findsTheLatestTime(String cron, String until, String expected) {
        Schedule schedule = schedule(cron, ZoneId.of("UTC"));
        Instant known = schedule.after(Instant.parse("2025-12-31T23:59:59Z")).orElseThrow();

        assertThat(schedule.latest(known, Instant.parse(until))).isEqualTo(Instant.parse(expected));
    }
}
