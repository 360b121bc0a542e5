package io.wishbone.module.flow;

import io.wishbone.expression.EventFunction;
import java.time.Duration;
import java.util.Objects;

/**
 * What a {@link Dedupe} takes for a repetition. <em>Immutable.</em>
 *
 * @param key gives an event's key
 * @param window for how long an event with a key that has passed is a repetition; 1 ms or more
 * @param maxKeys how many keys are remembered, 1 to 1,000,000
 */
public record DedupeConfig(EventFunction<?> key, Duration window, int maxKeys) {
    public DedupeConfig {
        Objects.requireNonNull(key, "key");
        Checks.time("window", window, Duration.ofMillis(1));
        Checks.range("max_keys", maxKeys, 1, Checks.MOST_REMEMBERED);
    }

    /** 10,000 keys, each for a minute. */
    public static DedupeConfig by(EventFunction<?> key) {
        return new DedupeConfig(key, Duration.ofMinutes(1), 10_000);
    }
}
