package io.wishbone.module.output;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import java.time.Duration;
import java.util.Objects;

/**
 * When what was written to a file is forced to the disk, so that it also outlives a crash of the machine.
 * <em>Immutable.</em>
 *
 * @param when when it is
 * @param interval the longest time that written events are not on the disk; 1 ms to 365 days with
 *     {@link When#INTERVAL}, else 0
 */
public record Fsync(When when, Duration interval) {
    /**
     * The operating system decides, usually within 30 s: a crash of the program loses nothing, one of the machine may.
     */
    public static final Fsync NEVER = new Fsync(When.NEVER, Duration.ZERO);

    /** After each batch, before its events count as written. */
    public static final Fsync BATCH = new Fsync(When.BATCH, Duration.ZERO);

    private static final String EXPECTED = "never, batch, or a duration such as 500ms or 1s, 1ms to 365d";
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    /** When something is forced to the disk. */
    public enum When {
        /** Not by this program. */
        NEVER,
        /** After each batch. */
        BATCH,
        /** Some time after it was written. */
        INTERVAL
    }

    public Fsync {
        Objects.requireNonNull(when, "when");
        boolean fits = when == When.INTERVAL
                ? interval.compareTo(SHORTEST) >= 0 && interval.compareTo(LONGEST) <= 0
                : interval.isZero();
        if (!fits) {
            throw new IllegalArgumentException("interval: " + interval + " (expected: "
                    + (when == When.INTERVAL ? "1 ms to 365 days" : "0, as there is none") + ")");
        }
    }

    /**
     * Within an interval after it was written; events count as written before.
     *
     * @param interval 1 ms to 365 days
     */
    public static Fsync every(Duration interval) {
        return new Fsync(When.INTERVAL, interval);
    }

    /**
     * Reads {@code never}, {@code batch} (also {@code always}), or a duration.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static Fsync parse(Object raw) {
        String text = ArgumentType.text().read(raw).trim();
        return switch (text) {
            case "never" -> NEVER;
            case "batch", "always" -> BATCH;
            default -> {
                try {
                    yield every(ArgumentType.duration(SHORTEST).read(text));
                } catch (ArgumentException | IllegalArgumentException e) {
                    throw new ArgumentException(EXPECTED);
                }
            }
        };
    }

    static ArgumentType<Fsync> argumentType() {
        return ArgumentType.of(EXPECTED, Fsync::parse);
    }

    boolean isWanted() {
        return when != When.NEVER;
    }
}
