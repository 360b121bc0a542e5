package io.wishbone.module.flow;

import java.time.Duration;

/** The checks that the configurations of flow modules share. */
final class Checks {
    /** The most keys, events or the like that a module may be told to remember. */
    static final int MOST_REMEMBERED = 1_000_000;

    /** The longest time that a module may be told. */
    static final Duration LONGEST = Duration.ofDays(365);

    private Checks() {}

    static void range(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    static void time(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " to " + LONGEST + ")");
        }
    }
}
