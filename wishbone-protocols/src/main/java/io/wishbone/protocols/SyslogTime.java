package io.wishbone.protocols;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the timestamps that syslog messages have: those of RFC 5424, and {@code Oct 11 22:14:15} with what vendors made
 * of it. <em>Immutable.</em>
 */
final class SyslogTime {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int NANO_DIGITS = 9;
    private static final int LONGEST_WITHOUT_LEAP = 8;

    private final ZoneId zone;

    SyslogTime(ZoneId zone) {
        this.zone = zone;
    }

    /** Reads a timestamp of any kind; where there is none the cursor stays, and the answer is null. */
    @Nullable Instant read(Cursor text, Instant now) {
        int begin = text.at();
        Instant time = null;
        try {
            time = text.peek() >= '0' && text.peek() <= '9' ? iso(text) : bsd(text, now);
        } catch (DateTimeException e) {
            // A day such as Feb 30: no timestamp.
        }
        if (time == null) {
            text.goTo(begin);
        }
        return time;
    }

    /** Such as 2003-10-11T22:14:15.003Z, also with a space for T and without a zone. */
    @Nullable Instant iso(Cursor text) {
        int year = text.digits(4);
        boolean isDate = year >= 1000 && text.skip('-');
        int month = isDate ? text.digits(2) : -1;
        int day = month > 0 && text.skip('-') ? text.digits(2) : -1;
        if (day < 0 || !(text.skip('T') || text.skip('t') || text.skip(' '))) {
            return null;
        }
        LocalDateTime time = clock(text, year, month, day);
        if (time == null) {
            return null;
        }
        if (text.skip('Z') || text.skip('z')) {
            return time.toInstant(ZoneOffset.UTC);
        }
        ZoneOffset offset = offset(text);
        return offset == null ? time.atZone(zone).toInstant() : time.toInstant(offset);
    }

    private static @Nullable ZoneOffset offset(Cursor text) {
        char sign = text.peek();
        if (sign != '+' && sign != '-') {
            return null;
        }
        text.skip(sign);
        int hours = text.digits(2);
        text.skip(':');
        int minutes = text.digits(2);
        if (hours < 0 || minutes < 0) {
            throw new DateTimeException("an offset without its minutes");
        }
        return sign == '+' ? ZoneOffset.ofHoursMinutes(hours, minutes) : ZoneOffset.ofHoursMinutes(-hours, -minutes);
    }

    /** Such as Oct 11 22:14:15, with a year before or after the time, a fraction, or UTC. */
    private @Nullable Instant bsd(Cursor text, Instant now) {
        int month = month(text);
        if (month < 0 || !text.skip(' ')) {
            return null;
        }
        text.skipSpaces();
        int day = text.digits(2);
        if (day < 0 || !text.skip(' ')) {
            return null;
        }
        text.skipSpaces();
        int year = yearBefore(text);
        // Checked in a leap year first, since the year may have to be guessed.
        LocalDateTime time = clock(text, year < 0 ? 2000 : year, month, day);
        if (time == null) {
            return null;
        }
        ZoneId in = skipUtc(text) ? ZoneOffset.UTC : zone;
        if (year < 0) {
            year = yearAfter(text);
        }
        return year < 0
                ? nearest(time, in, now)
                : time.withYear(year).atZone(in).toInstant();
    }

    private static int month(Cursor text) {
        int begin = text.at();
        for (int i = 0; i < 3; i++) {
            if (text.isAtEnd() || !Character.isLetter(text.peek())) {
                return -1;
            }
            text.skip(text.peek());
        }
        int index = MONTHS.indexOf(text.from(begin));
        return index < 0 || index % 3 != 0 ? -1 : index / 3 + 1;
    }

    private static int yearBefore(Cursor text) {
        int begin = text.at();
        int year = text.digits(4);
        if (year >= 1000 && text.skip(' ')) {
            return year;
        }
        text.goTo(begin);
        return -1;
    }

    private static int yearAfter(Cursor text) {
        int begin = text.at();
        int year = text.skip(' ') ? text.digits(4) : -1;
        boolean isYear = year >= 1970 && year < 2200 && (text.peek() == ' ' || text.peek() == ':');
        if (!isYear) {
            text.goTo(begin);
        }
        return isYear ? year : -1;
    }

    private static boolean skipUtc(Cursor text) {
        int begin = text.at();
        text.skipSpaces();
        boolean isUtc = text.skip('U') && text.skip('T') && text.skip('C');
        if (!isUtc) {
            text.goTo(begin);
        }
        return isUtc;
    }

    private static @Nullable LocalDateTime clock(Cursor text, int year, int month, int day) {
        int hour = text.digits(2);
        int minute = hour >= 0 && text.skip(':') ? text.digits(2) : -1;
        int second = minute >= 0 && text.skip(':') ? text.digits(2) : -1;
        if (second < 0) {
            return null;
        }
        int nanos = text.peek() == '.' || text.peek() == ',' ? fraction(text) : 0;
        // A leap second is the last of its minute.
        return LocalDateTime.of(year, month, day, hour, minute, second == 60 ? 59 : second, nanos);
    }

    private static int fraction(Cursor text) {
        int begin = text.at();
        text.skip(text.peek());
        int from = text.at();
        int value = text.digits(NANO_DIGITS);
        if (value < 0) {
            text.goTo(begin);
            return 0;
        }
        int nanos = value;
        for (int i = text.at() - from; i < NANO_DIGITS; i++) {
            nanos *= 10;
        }
        while (text.digits(1) >= 0) {
            // Finer than we can say.
        }
        return nanos;
    }

    /** The time in the year in which it is nearest to now. */
    private static @Nullable Instant nearest(LocalDateTime time, ZoneId zone, Instant now) {
        int current = now.atZone(zone).getYear();
        Instant nearest = null;
        for (int year = current - LONGEST_WITHOUT_LEAP; year <= current + 1; year++) {
            boolean exists = time.getMonthValue() != 2 || time.getDayOfMonth() != 29 || Year.isLeap(year);
            Instant candidate = time.withYear(year).atZone(zone).toInstant();
            if (exists && (nearest == null || distance(candidate, now) < distance(nearest, now))) {
                nearest = candidate;
            }
        }
        return nearest;
    }

    private static long distance(Instant a, Instant b) {
        return Math.abs(ChronoUnit.SECONDS.between(a, b));
    }
}
