package io.wishbone.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * The times that a cron expression names in a time zone. <em>Immutable.</em>
 *
 * <p>When clocks are put forward or back it does as cron(8) does. Fixed times of a day come once each day: one that is
 * left out comes when the clock is put forward, and one that is repeated comes the first time only. What comes every so
 * many minutes or hours goes on by the time that passes.
 */
final class Schedule {
    private static final Duration FIRST_LOOK_BACK = Duration.ofMinutes(1);

    private final CronExpression expression;
    private final ZoneRules rules;

    Schedule(CronExpression expression, ZoneId zone) {
        this.expression = expression;
        this.rules = zone.getRules();
    }

    /** The first time after another one; none if there is no end to the years before it. */
    Optional<Instant> after(Instant time) {
        Instant begin = time;
        ZoneOffset offset = rules.getOffset(begin);
        LocalDateTime from = laterOf(LocalDateTime.ofInstant(begin, offset), repeatedUntil(begin));
        while (true) {
            Optional<LocalDateTime> named = expression.after(from);
            if (named.isEmpty()) {
                return Optional.empty();
            }
            ZoneOffsetTransition change = rules.nextTransition(begin);
            if (change == null || named.get().isBefore(change.getDateTimeBefore())) {
                return Optional.of(named.get().toInstant(offset));
            }
            if (!expression.isPeriodic() && named.get().isBefore(change.getDateTimeAfter())) {
                return Optional.of(change.getInstant());
            }
            begin = change.getInstant();
            offset = change.getOffsetAfter();
            from = laterOf(justBefore(change.getDateTimeAfter()), repeatedUntil(begin));
        }
    }

    /** Up to which time of day the fixed times of an hour that is repeated have come already. */
    private LocalDateTime repeatedUntil(Instant time) {
        ZoneOffsetTransition change = rules.previousTransition(time.plusNanos(1));
        boolean isRepeated = !expression.isPeriodic() && change != null && change.isOverlap();
        return isRepeated ? justBefore(change.getDateTimeBefore()) : LocalDateTime.MIN;
    }

    private static LocalDateTime justBefore(LocalDateTime time) {
        return time.minusSeconds(1);
    }

    private static LocalDateTime laterOf(LocalDateTime one, LocalDateTime other) {
        return one.isAfter(other) ? one : other;
    }

    /**
     * The last time until another one, that included.
     *
     * @param known a time that is one, and not after {@code until}
     */
    Instant latest(Instant known, Instant until) {
        Duration back = FIRST_LOOK_BACK;
        Optional<Instant> next = Optional.empty();
        while (next.isEmpty() && until.minus(back).isAfter(known)) {
            next = after(until.minus(back)).filter(time -> !time.isAfter(until));
            back = back.multipliedBy(2);
        }
        Instant latest = known;
        next = next.isPresent() ? next : after(known);
        while (next.isPresent() && !next.get().isAfter(until)) {
            latest = next.get();
            next = after(latest);
        }
        return latest;
    }
}
