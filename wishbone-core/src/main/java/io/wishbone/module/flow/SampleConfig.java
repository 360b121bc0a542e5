package io.wishbone.module.flow;

import io.wishbone.expression.EventFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which events a {@link Sample} lets pass: one in a number, or each with a probability. <em>Immutable.</em>
 *
 * @param oneIn one event in so many passes, 1 or more; null if there is {@code probability}
 * @param probability with which an event passes, 0 to 1; null if there is {@code oneIn}
 * @param key gives the key of an event, by which alone it is decided; null, the default, decides each event by itself
 * @param seed makes what passes by probability repeatable; null, the default, is different each time
 */
public record SampleConfig(
        @Nullable Integer oneIn,
        @Nullable Double probability,
        @Nullable EventFunction<?> key,
        @Nullable Long seed) {
    public SampleConfig {
        if ((oneIn == null) == (probability == null)) {
            throw new IllegalArgumentException(
                    "one_in, probability: " + (oneIn == null ? "neither" : "both") + " (expected: one of them)");
        }
        if (oneIn != null) {
            Checks.range("one_in", oneIn, 1, Integer.MAX_VALUE);
        }
        boolean isProbability = probability == null || (probability >= 0 && probability <= 1);
        if (!isProbability) {
            throw new IllegalArgumentException("probability: " + probability + " (expected: 0 to 1)");
        }
        if (seed != null && (oneIn != null || key != null)) {
            throw new IllegalArgumentException(
                    "seed: " + seed + " (expected: none, unless there is a probability and no key)");
        }
    }

    /** One event in so many, the first of each so many. */
    public static SampleConfig oneIn(int events) {
        return new SampleConfig(events, null, null, null);
    }

    /** The events of one key in so many. */
    public static SampleConfig oneIn(int keys, EventFunction<?> key) {
        return new SampleConfig(keys, null, key, null);
    }

    /** Each event with a probability. */
    public static SampleConfig probability(double probability) {
        return new SampleConfig(null, probability, null, null);
    }

    /** All events of a key, or none, with a probability. */
    public static SampleConfig probability(double probability, EventFunction<?> key) {
        return new SampleConfig(null, probability, key, null);
    }
}
