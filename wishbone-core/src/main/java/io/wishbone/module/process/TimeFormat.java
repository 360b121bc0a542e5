package io.wishbone.module.process;

import io.wishbone.actor.EventRefusedException;
import io.wishbone.event.Event;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A form in which events have times: seconds or milliseconds since 1970, or a text. <em>Immutable.</em> An
 * {@link Instant} is taken for a time in any of them.
 */
public final class TimeFormat {
    /** What forms there are, for messages. */
    static final String EXPECTED = "seconds, millis, iso or a pattern such as yyyy-MM-dd HH:mm:ss";

    private static final TimeFormat SECONDS = new TimeFormat("seconds", 0, null, null);
    private static final TimeFormat MILLIS = new TimeFormat("millis", 3, null, null);
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .toFormatter(Locale.ENGLISH);
    private static final int NANOS = 9;
    private static final int LONGEST_NUMBER = 400;
    private static final BigDecimal FARTHEST = BigDecimal.valueOf(Instant.MAX.getEpochSecond());

    private final String name;
    private final int decimals;
    private final @Nullable DateTimeFormatter reader;
    private final @Nullable DateTimeFormatter writer;

    private TimeFormat(
            String name, int decimals, @Nullable DateTimeFormatter reader, @Nullable DateTimeFormatter writer) {
        this.name = name;
        this.decimals = decimals;
        this.reader = reader;
        this.writer = writer;
    }

    /** Seconds since 1970: read from a number or its text, with a fraction or without; written as a whole number. */
    public static TimeFormat seconds() {
        return SECONDS;
    }

    /** Milliseconds since 1970, read and written as {@link #seconds} are. */
    public static TimeFormat millis() {
        return MILLIS;
    }

    /**
     * ISO 8601, such as {@code 2026-01-02T03:04:05Z}.
     *
     * @param zone the zone of times that name none, and of those that are written
     */
    public static TimeFormat iso(ZoneId zone) {
        return new TimeFormat("iso", 0, ISO.withZone(zone), DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(zone));
    }

    /**
     * A pattern of {@link DateTimeFormatter}, with English names of months and days. A time that names no zone is in
     * {@code zone}, one that has only a date is at midnight.
     *
     * @param zone the zone of times that name none, and of those that are written
     * @throws IllegalArgumentException if it is no pattern
     */
    public static TimeFormat pattern(String pattern, ZoneId zone) {
        DateTimeFormatter formatter =
                DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(zone);
        return new TimeFormat(pattern, 0, formatter, formatter);
    }

    /**
     * Reads {@code seconds}, {@code millis}, {@code iso} or a pattern.
     *
     * @throws IllegalArgumentException if it is none
     */
    static TimeFormat parse(String text, ZoneId zone) {
        return switch (text) {
            case "seconds" -> seconds();
            case "millis" -> millis();
            case "iso" -> iso(zone);
            default -> pattern(text, zone);
        };
    }

    /** The time that a field says. */
    Instant read(Field field, Event event) {
        Object value = field.read(event);
        if (value instanceof Instant time) {
            return time;
        }
        try {
            if (reader != null) {
                return parsed(field.text(event), reader);
            }
            return sinceEpoch(value instanceof Number ? value.toString() : field.text(event));
        } catch (DateTimeParseException e) {
            throw new EventRefusedException(field + " is text that is no time at character " + (e.getErrorIndex() + 1)
                    + " (expected: " + name + ")");
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw field.refuse(value, "a time in " + name);
        }
    }

    private static Instant parsed(String text, DateTimeFormatter form) {
        TemporalAccessor found = form.parseBest(text, ZonedDateTime::from, LocalDate::from);
        return found instanceof ZonedDateTime time
                ? time.toInstant()
                : LocalDate.from(found).atStartOfDay(form.getZone()).toInstant();
    }

    private Instant sinceEpoch(String text) {
        String number = text.strip();
        if (number.length() > LONGEST_NUMBER) {
            throw new NumberFormatException("too long");
        }
        BigDecimal seconds = new BigDecimal(number).scaleByPowerOfTen(-decimals);
        // A fraction or a power of ten that is this large would take for ever to be written out.
        if (seconds.scale() > LONGEST_NUMBER || seconds.abs().compareTo(FARTHEST) > 0) {
            throw new NumberFormatException("too large");
        }
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        BigDecimal nanos = seconds.subtract(whole).setScale(NANOS, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                whole.longValueExact(), nanos.unscaledValue().longValueExact());
    }

    /** A time in this form: a {@link Long} or a text. */
    Object write(Instant time) {
        if (writer != null) {
            return writer.format(time);
        }
        return decimals == 0 ? (Object) time.getEpochSecond() : (Object) time.toEpochMilli();
    }

    @Override
    public String toString() {
        return name;
    }
}
