package io.wishbone.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronExpressionTest {
    private static List<String> times(String cron, String after, int count) {
        CronExpression expression = CronExpression.parse(cron);
        List<String> times = new ArrayList<>();
        LocalDateTime time = LocalDateTime.parse(after);
        for (int i = 0; i < count; i++) {
            time = expression.after(time).orElseThrow();
            times.add(time.toString());
        }
        return times;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/15 * * * *        | 2026-01-01T00:00    | 2026-01-01T00:15 2026-01-01T00:30 2026-01-01T00:45",
                "* * * * *           | 2026-01-01T00:00:59 | 2026-01-01T00:01 2026-01-01T00:02",
                "5 4 * * *           | 2026-01-01T04:05    | 2026-01-02T04:05 2026-01-03T04:05",
                "0 0 29 2 *          | 2026-01-01T00:00    | 2028-02-29T00:00 2032-02-29T00:00",
                "0 0 29 2 *          | 2096-03-01T00:00    | 2104-02-29T00:00",
                "30 23 31 * *        | 2026-01-31T23:30    | 2026-03-31T23:30 2026-05-31T23:30",
                "0 0 28-31 2 *       | 2026-01-01T00:00    | 2026-02-28T00:00 2027-02-28T00:00 2028-02-28T00:00 2028-02-29T00:00",
                "0 0 13 * 5          | 2026-01-08T00:00    | 2026-01-09T00:00 2026-01-13T00:00 2026-01-16T00:00",
                "0 9 * * MON-FRI     | 2026-01-02T09:00    | 2026-01-05T09:00 2026-01-06T09:00",
                "0 9 * jan,Feb sun   | 2026-01-25T09:00    | 2026-02-01T09:00 2026-02-08T09:00",
                "0 9 * * 7           | 2026-01-01T00:00    | 2026-01-04T09:00 2026-01-11T09:00",
                "0 9 * * 0           | 2026-01-01T00:00    | 2026-01-04T09:00 2026-01-11T09:00",
                "1,2,10-20/5 0 1 1 * | 2026-01-01T00:00    | 2026-01-01T00:01 2026-01-01T00:02 2026-01-01T00:10 2026-01-01T00:15",
                "@hourly             | 2026-01-01T00:30    | 2026-01-01T01:00 2026-01-01T02:00",
                "@daily              | 2026-02-28T12:00    | 2026-03-01T00:00",
                "@midnight           | 2026-02-28T12:00    | 2026-03-01T00:00",
                "@weekly             | 2026-01-01T00:00    | 2026-01-04T00:00 2026-01-11T00:00",
                "@monthly            | 2026-01-01T00:00    | 2026-02-01T00:00 2026-03-01T00:00",
                "@yearly             | 2026-01-01T00:00    | 2027-01-01T00:00",
                "@annually           | 2026-01-01T00:00    | 2027-01-01T00:00"
            })
    void namesTimes(String cron, String after, String expected) {
        List<String> times = List.of(expected.split(" ", -1));

        assertThat(times(cron, after, times.size())).isEqualTo(times);
    }

    @Test
    void takesBlanksAndTabsBetweenFields() {
        assertThat(times("  0\t 0  * * * ", "2026-01-01T12:00", 1)).containsExactly("2026-01-02T00:00");
    }

    @ParameterizedTest
    @CsvSource({
        "* 1 * * *, true",
        "*/5 1 * * *, true",
        "0 * * * *, true",
        "0 */2 * * *, true",
        "0 1 * * *, false",
        "'0-59 1,2 * * *', false",
        "@hourly, true",
        "@daily, false"
    })
    void isPeriodicWhereMinuteOrHourHasAStar(String cron, boolean expected) {
        assertThat(CronExpression.parse(cron).isPeriodic()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "60 * * * *       | for the minute at column 1: 0 to 59, | not \"60\"",
                "-1 * * * *       | for the minute at column 1: 0 to 59, | not \"-1\"",
                "*/0 * * * *      | for the minute at column 1: 0 to 59, | not \"*/0\"",
                "*/90 * * * *     | for the minute at column 1: 0 to 59, | not \"*/90\"",
                "5-1 * * * *      | for the minute at column 1: 0 to 59, | not \"5-1\"",
                "1//2 * * * *     | for the minute at column 1: 0 to 59, | not \"1//2\"",
                "1, * * * *       | for the minute at column 1: 0 to 59, | not \"1,\"",
                "? * * * *        | for the minute at column 1: 0 to 59, | not \"?\"",
                "99999999999999999999 * * * * | for the minute at column 1: 0 to 59, | not \"99999999999999999999\"",
                "0 24 * * *       | for the hour at column 3: 0 to 23, | not \"24\"",
                "0 22-2 * * *     | for the hour at column 3: 0 to 23, | not \"22-2\"",
                "0  0  32 * *     | for the day of the month at column 7: 1 to 31, | not \"32\"",
                "0 0 L * *        | for the day of the month at column 5: 1 to 31, | not \"L\"",
                "0 0 1W * *       | for the day of the month at column 5: 1 to 31, | not \"1W\"",
                "0 0 1 13 *       | for the month at column 7: 1 to 12 or JAN to DEC, | not \"13\"",
                "0 0 1 JANUARY *  | for the month at column 7: 1 to 12 or JAN to DEC, | not \"JANUARY\"",
                "0 0 * * 8        | for the day of the week at column 9: 0 to 7 or SUN to SAT, | not \"8\"",
                "0 0 * * 5#2      | for the day of the week at column 9: 0 to 7 or SUN to SAT, | not \"5#2\"",
                "* * * *          | five fields such as | and this has 4",
                "0 * * * * *      | five fields such as | and this has 6",
                "often            | five fields such as | and this has 1",
                "''               | five fields such as | and this has 0",
                "@reboot          | five fields, or one of @annually, @daily, | @yearly",
                "0 0 30 2 *       | a time that comes; | no such month has a day 30",
                "0 0 31 4,6,9 *   | a time that comes; | no such month has a day 31"
            })
    void saysWhatIsWrongAndWhere(String cron, String begin, String end) {
        assertThatExceptionOfType(CronSyntaxException.class)
                .isThrownBy(() -> CronExpression.parse(cron))
                .withMessageStartingWith(begin)
                .withMessageEndingWith(end);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatExceptionOfType(CronSyntaxException.class)
                .isThrownBy(() -> CronExpression.parse("1,".repeat(600) + "1 * * * *"))
                .withMessage("up to 1000 characters, not 1209");
    }

    @Test
    void isNamedInTheMessageOfAConfiguration() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CronInputConfig.builder().cron("0 24 * * *").build())
                .withMessageStartingWith("cron: \"0 24 * * *\" (expected: for the hour at column 3: 0 to 23, ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CronInputConfig.builder().build())
                .withMessageStartingWith("cron is missing (expected: five fields such as");
    }
}
