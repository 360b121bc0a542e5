package io.wishbone.module.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wishbone.event.Event;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TimeFormatTest {
    private static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");

    private static Operation time(String from, String format, ZoneId zone) {
        return Operation.time("data.t", TimeFormat.parse(from, zone), TimeFormat.parse(format, zone));
    }

    static Stream<Arguments> conversions() {
        return Stream.of(
                Arguments.of(1767323045L, "seconds", "iso", "UTC", "2026-01-02T03:04:05Z"),
                Arguments.of(1767323045, "seconds", "iso", "Europe/Brussels", "2026-01-02T04:04:05+01:00"),
                Arguments.of(1767323045.25, "seconds", "millis", "UTC", 1767323045250L),
                Arguments.of("1767323045.9999", "seconds", "seconds", "UTC", 1767323045L),
                Arguments.of(" -0.5 ", "seconds", "millis", "UTC", -500L),
                Arguments.of("-0.5", "seconds", "seconds", "UTC", -1L),
                Arguments.of(new BigDecimal("1e3"), "seconds", "millis", "UTC", 1_000_000L),
                Arguments.of(1767323045678L, "millis", "iso", "UTC", "2026-01-02T03:04:05.678Z"),
                Arguments.of("2026-01-02T03:04:05Z", "iso", "seconds", "Europe/Brussels", 1767323045L),
                Arguments.of("2026-01-02T04:04:05+01:00", "iso", "seconds", "UTC", 1767323045L),
                Arguments.of("2026-01-02T04:04:05", "iso", "seconds", "Europe/Brussels", 1767323045L),
                Arguments.of("2026-01-02", "iso", "iso", "Europe/Brussels", "2026-01-02T00:00:00+01:00"),
                Arguments.of(
                        "02/Jan/2026:03:04:05 +0000",
                        "dd/MMM/yyyy:HH:mm:ss Z",
                        "iso",
                        "Europe/Brussels",
                        "2026-01-02T04:04:05+01:00"),
                Arguments.of("2026-01-02 04:04:05", "yyyy-MM-dd HH:mm:ss", "seconds", "Europe/Brussels", 1767323045L),
                Arguments.of("2026-01-02", "yyyy-MM-dd", "iso", "UTC", "2026-01-02T00:00:00Z"),
                Arguments.of(0, "seconds", "EEE d MMM yyyy", "UTC", "Thu 1 Jan 1970"),
                Arguments.of(Instant.EPOCH, "iso", "millis", "UTC", 0L));
    }

    @ParameterizedTest
    @MethodSource("conversions")
    void writesATimeInAnotherForm(Object value, String from, String format, String zone, Object expected) {
        Event made = Events.apply(Event.of(Map.of("t", value)), time(from, format, ZoneId.of(zone)));

        assertThat(made.data()).isEqualTo(Map.of("t", expected));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("soon", "seconds", "data.t is text (expected: a time in seconds)"),
                Arguments.of(Double.NaN, "seconds", "data.t is a number (Double) (expected: a time in seconds)"),
                Arguments.of("1e999999999", "seconds", "data.t is text (expected: a time in seconds)"),
                Arguments.of("1e-999999999", "seconds", "data.t is text (expected: a time in seconds)"),
                Arguments.of("1e-2147483647", "millis", "data.t is text (expected: a time in millis)"),
                Arguments.of("1e2147483647", "millis", "data.t is text (expected: a time in millis)"),
                Arguments.of("1".repeat(401), "seconds", "data.t is text (expected: a time in seconds)"),
                Arguments.of(true, "millis", "data.t is true or false (expected: text)"),
                Arguments.of(5, "iso", "data.t is a number (Integer) (expected: text)"),
                Arguments.of("2026-13-02", "iso", "data.t is text that is no time at character 1 (expected: iso)"),
                Arguments.of(
                        "2026-01-0x",
                        "yyyy-MM-dd",
                        "data.t is text that is no time at character 9 (expected: yyyy-MM-dd)"),
                Arguments.of("03:04", "HH:mm", "data.t is text that is no time at character 1 (expected: HH:mm)"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWhatIsNoTime(Object value, String from, String message) {
        assertThat(Events.refusal(Event.of(Map.of("t", value)), time(from, "iso", ZoneOffset.UTC)))
                .isEqualTo("operation 1 (time): " + message);
    }

    @Test
    void refusesATimeThatItsFormHasNoPlaceFor() {
        assertThat(Events.refusal(
                        Event.of(Map.of("t", Instant.MAX)),
                        Operation.time("data.t", TimeFormat.seconds(), TimeFormat.millis())))
                .startsWith("operation 1 (time): java.lang.ArithmeticException");
    }

    @Test
    void readsDataOfBytesAndWritesToAnotherField() {
        Event event = Event.of("1767323045".getBytes(StandardCharsets.UTF_8));
        Operation time = Operation.time("data", TimeFormat.seconds(), TimeFormat.iso(BRUSSELS), "header.x.time");

        assertThat(Events.apply(event, time).header("x", "time")).isEqualTo("2026-01-02T04:04:05+01:00");
    }

    @Test
    void refusesAPatternThatIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> TimeFormat.pattern("yyyy-bb", ZoneOffset.UTC));
    }
}
