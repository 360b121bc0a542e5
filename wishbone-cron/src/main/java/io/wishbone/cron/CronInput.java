package io.wishbone.cron;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Home;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes an event at each time that a cron expression names, and submits it to {@code outbox}. The header has
 * {@code scheduled}, that time such as {@code 2026-03-29T03:00:00+02:00}, and {@code missed}, how many times before it
 * passed without an event of their own since the last one.
 *
 * <p>No time comes twice: where the clock is put back the next event is that which would have come. Where it is put
 * forward, or the outlet was full, {@link CatchUp} says what becomes of the times between; there is never more than one
 * event for them. Times that passed while no router ran are not known. The clock is looked at every 30 s at least, so
 * an event may be that late after the clock was put forward.
 *
 * <p>Counter: {@code missed_total}, times without an event of their own.
 */
public final class CronInput extends Actor {
    /** As many are counted; finding out how many times there were takes time, too. */
    static final int MOST_COUNTED = 1_000;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);
    private static final Duration LATE = Duration.ofMinutes(1);

    private final CronInputConfig config;
    private final Schedule schedule;
    private final Outlet outbox = outlet(OUTBOX);
    private @Nullable Instant next;
    private Instant lastLook = Instant.EPOCH;
    private Home.@Nullable Timer timer;

    /** Makes the module. */
    public CronInput(CronInputConfig config) {
        this.config = config;
        this.schedule = new Schedule(CronExpression.parse(config.cron()), config.zone());
        source(this::produce);
    }

    /** Finding the next time takes a while, which is nothing for an event loop. */
    @Override
    public Placement placement(SharedResources shared) {
        return Placement.cpu();
    }

    @Override
    public void onStart() {
        lastLook = context().now();
        next = schedule.after(lastLook).orElse(null);
    }

    private int produce(int budget) {
        Instant now = context().now();
        tellOfJump(now);
        Instant due = next;
        int made = due == null || now.isBefore(due) ? 0 : fire(due, now);
        awaitNext(now);
        return made;
    }

    private void tellOfJump(Instant now) {
        if (next != null && now.isBefore(lastLook.minus(LATE))) {
            context()
                    .log()
                    .info("the clock was put back from {} to {}; the next event comes at {}", lastLook, now, next);
        }
        lastLook = now;
    }

    /** Makes one event for all times up to now; tells how many it made. */
    private int fire(Instant due, Instant now) {
        long missed = 0;
        Instant last = due;
        Instant following = schedule.after(last).orElse(null);
        while (following != null && !following.isAfter(now)) {
            missed++;
            last = missed < MOST_COUNTED ? following : schedule.latest(following, now);
            following = schedule.after(last).orElse(null);
        }
        next = following;
        boolean isTooLate = config.catchUp() == CatchUp.NONE && last.plus(LATE).isBefore(now);
        context().counter("missed_total").add(isTooLate ? missed + 1 : missed);
        if (isTooLate) {
            return 0;
        }
        submit(last, missed);
        return 1;
    }

    private void submit(Instant scheduled, long missed) {
        Map<String, Object> header = Map.of("scheduled", textOf(scheduled, config.zone()), "missed", missed);
        Event event = Event.of("", Header.of(context().name(), header));
        String payload;
        try {
            payload = config.payload().apply(event);
        } catch (Exception e) {
            hold(event).fail(e);
            return;
        }
        outbox.submit(event.withData(payload));
    }

    private static String textOf(Instant time, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
    }

    private void awaitNext(Instant now) {
        cancelTimer();
        if (next == null) {
            return;
        }
        Duration wait = Duration.between(now, next);
        wait = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        wait = wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
        timer = context().schedule(wait, context()::wake);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    @Override
    public void onDrain() {
        cancelTimer();
    }

    @Override
    public void onClose() {
        cancelTimer();
    }
}
