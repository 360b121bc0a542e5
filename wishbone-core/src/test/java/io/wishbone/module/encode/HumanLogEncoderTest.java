package io.wishbone.module.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.log.LogRecord;
import io.wishbone.metrics.Metric;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

class HumanLogEncoderTest implements ModuleContract {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    @Override
    public Actor newModule() {
        return new HumanLogEncoder();
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of(log(Level.INFO, "up", null), Event.of(new LogRecord(TIME, Level.WARN, "m", "x", null).toMap()));
    }

    @Override
    public List<Event> unusable(String inlet) {
        return List.of(
                Event.of("text"),
                Event.of(Map.of()),
                Event.of(new Metric(TIME, "wishbone", "host", "n", 1, "", Map.of())));
    }

    private static Event log(Level level, String message, @Nullable Throwable cause) {
        return Event.of(new LogRecord(TIME, level, "listen", message, cause));
    }

    private static Object made(HumanLogEncoder module, Event event) {
        try (SteppedModule encode = SteppedModule.start("encode", module)) {
            encode.feed("inbox", event);
            return encode.takeFrom("outbox").get(0).data();
        }
    }

    @Test
    void makesALineOfALogRecord() {
        assertThat(made(new HumanLogEncoder(), log(Level.INFO, "bound to 5140", null)))
                .isEqualTo("2026-01-02T03:04:05.678Z INFO  listen: bound to 5140");
        assertThat(made(new HumanLogEncoder(), log(Level.ERROR, "no luck", new IllegalStateException("port\nin use"))))
                .isEqualTo("2026-01-02T03:04:05.678Z ERROR listen: no luck"
                        + " (java.lang.IllegalStateException: port\\nin use)");
    }

    @Test
    void makesTheSameLineOfTheFieldsOfALogRecord() {
        LogRecord log = new LogRecord(TIME, Level.WARN, "listen", "slow", new IllegalStateException("why"));

        assertThat(made(new HumanLogEncoder(), Event.of(log.toMap())))
                .isEqualTo(made(new HumanLogEncoder(), Event.of(log)));
    }

    @Test
    void keepsAMessageOnItsLineAndFromSteeringATerminal() {
        assertThat(made(new HumanLogEncoder(), log(Level.INFO, "a\r\nb\tc\u001b[2Jd\u2028e\u0085f\u007fü", null)))
                .isEqualTo(
                        "2026-01-02T03:04:05.678Z INFO  listen: " + "a\\r\\nb\tc\\u001b[2Jd\\u2028e\\u0085f\\u007fü");
        Map<String, Object> fields = new HashMap<>(Map.of("time", "t\n", "level", "l\n", "module", "m\n"));
        fields.put("message", "");
        assertThat(made(new HumanLogEncoder(), Event.of(fields))).isEqualTo("t\\n l\\n    m\\n: ");
    }

    @ParameterizedTest
    @CsvSource({"ERROR, 31", "WARN, 33", "INFO, 32", "DEBUG, 36", "TRACE, 90"})
    void hasTheColorOfItsLevel(Level level, int color) {
        assertThat(made(new HumanLogEncoder(true, ""), log(level, "x", null)))
                .asString()
                .startsWith("\u001b[" + color + "m2026")
                .endsWith(": x\u001b[0m");
    }

    @Test
    void hasNoColorForALevelThatNobodyKnows() {
        Map<String, String> fields = Map.of("time", "t", "level", "urgent", "module", "m", "message", "x");

        assertThat(made(new HumanLogEncoder(true, ""), Event.of(fields))).isEqualTo("t urgent m: x");
    }

    @Test
    void namesTheProcess() {
        assertThat(made(new HumanLogEncoder(false, "relay\n"), log(Level.INFO, "x", null)))
                .isEqualTo("2026-01-02T03:04:05.678Z relay\\n["
                        + ProcessHandle.current().pid() + "] INFO  listen: x");
    }

    @Test
    void saysWhyDataIsNoLogRecord() {
        try (SteppedModule encode = SteppedModule.start("encode", newModule())) {
            encode.feed("inbox", Event.of(new byte[0]), Event.of(Map.of("time", "t", "level", 6)));

            assertThat(encode.takeFrom("failed"))
                    .extracting(event -> String.valueOf(event.header("encode", "error")))
                    .satisfiesExactly(
                            first -> assertThat(first).contains("data is a byte[] (expected: a log record)"),
                            second -> assertThat(second).contains("data.level is 6 (expected: text, in a log record)"));
        }
    }
}
