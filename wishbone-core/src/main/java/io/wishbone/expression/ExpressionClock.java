package io.wishbone.expression;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of day that expressions see: the system's, unless the thread that evaluates them has another clock, as in a
 * test of a pipeline. <em>Thread-safe.</em>
 */
public final class ExpressionClock {
    private static final ThreadLocal<InstantSource> CLOCKS = ThreadLocal.withInitial(InstantSource::system);

    private ExpressionClock() {}

    /** The time of day for the calling thread. */
    public static Instant now() {
        return CLOCKS.get().instant();
    }

    /** Gives the calling thread another clock, for as long as it lives. */
    public static void use(InstantSource clock) {
        CLOCKS.set(clock);
    }
}
