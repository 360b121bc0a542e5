package io.wishbone.cel.function;

import io.wishbone.cel.BoundedCache;
import io.wishbone.expression.ExpressionClock;
import io.wishbone.expression.ExpressionFunction;
import io.wishbone.expression.ExpressionFunctions;
import io.wishbone.expression.ExpressionType;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;

/** The time, and times as text. <em>Thread-safe.</em> Patterns are those of {@link DateTimeFormatter}, in English. */
public final class TimeFunctions implements ExpressionFunctions {
    private static final BoundedCache<String, DateTimeFormatter> FORMATTERS =
            new BoundedCache<>(pattern -> DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));

    private final InstantSource clock;

    /** With the clock that expressions have. */
    public TimeFunctions() {
        this(ExpressionClock::now);
    }

    /** With another clock. */
    public TimeFunctions(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public List<ExpressionFunction> functions() {
        return List.of(
                ExpressionFunction.builder("now")
                        .gives(ExpressionType.TIMESTAMP)
                        .meaning("the time at which the expression is evaluated")
                        .calls(arguments -> clock.instant()),
                ExpressionFunction.builder("format_time")
                        .takes(ExpressionType.TIMESTAMP, ExpressionType.STRING)
                        .gives(ExpressionType.STRING)
                        .meaning("the time in UTC by a pattern such as `yyyy-MM-dd HH:mm:ss`")
                        .calls(arguments -> format(arguments, ZoneOffset.UTC)),
                ExpressionFunction.builder("format_time")
                        .takes(ExpressionType.TIMESTAMP, ExpressionType.STRING, ExpressionType.STRING)
                        .gives(ExpressionType.STRING)
                        .meaning("the same in a time zone such as `Europe/Brussels` or `+02:00`")
                        .calls(arguments -> format(arguments, ZoneId.of((String) arguments[2]))),
                ExpressionFunction.builder("parse_time")
                        .takes(ExpressionType.STRING, ExpressionType.STRING)
                        .gives(ExpressionType.TIMESTAMP)
                        .meaning("the time that a text says by a pattern; in UTC unless the text has a zone,"
                                + " at midnight if it has a date only")
                        .calls(arguments -> parse(arguments, ZoneOffset.UTC)),
                ExpressionFunction.builder("parse_time")
                        .takes(ExpressionType.STRING, ExpressionType.STRING, ExpressionType.STRING)
                        .gives(ExpressionType.TIMESTAMP)
                        .meaning("the same in a time zone unless the text has one")
                        .calls(arguments -> parse(arguments, ZoneId.of((String) arguments[2]))));
    }

    private static String format(Object[] arguments, ZoneId zone) {
        return FORMATTERS.get((String) arguments[1]).format(((Instant) arguments[0]).atZone(zone));
    }

    private static Instant parse(Object[] arguments, ZoneId zone) {
        DateTimeFormatter formatter = FORMATTERS.get((String) arguments[1]).withZone(zone);
        try {
            TemporalAccessor parsed = formatter.parseBest((String) arguments[0], ZonedDateTime::from, LocalDate::from);
            return parsed instanceof ZonedDateTime time
                    ? time.toInstant()
                    : LocalDate.from(parsed).atStartOfDay(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "a time of " + ((String) arguments[0]).length() + " characters is not of the pattern \""
                            + arguments[1] + "\" at character " + (e.getErrorIndex() + 1),
                    e);
        }
    }
}
