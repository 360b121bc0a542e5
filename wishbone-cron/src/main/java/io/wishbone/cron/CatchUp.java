package io.wishbone.cron;

/** What a {@link CronInput} does about times that passed while it was held back, or that the clock jumped over. */
public enum CatchUp {
    /** One event for all of them, whose header says how many there were. */
    ONE,
    /** No event, unless the time is at most a minute past. */
    NONE
}
