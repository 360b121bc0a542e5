package io.wishbone.module.flow;

import io.wishbone.expression.EventFunction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link RoundRobin} chooses. <em>Immutable.</em>
 *
 * @param mode in what way
 * @param key gives an event's key; with {@link Mode#STICKY} required, else null
 * @param seed makes the order of {@link Mode#RANDOM} repeatable; null, the default, is another order each time
 */
public record RoundRobinConfig(
        Mode mode, @Nullable EventFunction<?> key, @Nullable Long seed) {
    /** The ways to choose an outlet. */
    public enum Mode {
        /** One after the other, in the order in which they were connected. */
        IN_TURN,
        /** At random, each as likely as the others. */
        RANDOM,
        /** By a hash of the event's key and the outlets' names: equal keys go to the same outlet. */
        STICKY
    }

    public RoundRobinConfig {
        Objects.requireNonNull(mode, "mode");
        if (mode == Mode.STICKY && key == null) {
            throw new IllegalArgumentException("key: missing (expected: one, since mode is sticky)");
        }
        if (mode != Mode.STICKY && key != null) {
            throw new IllegalArgumentException("key: given (expected: none, unless mode is sticky)");
        }
        if (mode != Mode.RANDOM && seed != null) {
            throw new IllegalArgumentException("seed: " + seed + " (expected: none, unless mode is random)");
        }
    }

    /** One outlet after the other. */
    public static RoundRobinConfig inTurn() {
        return new RoundRobinConfig(Mode.IN_TURN, null, null);
    }

    /** At random. */
    public static RoundRobinConfig random() {
        return new RoundRobinConfig(Mode.RANDOM, null, null);
    }

    /** In a random order that is the same for the same seed. */
    public static RoundRobinConfig random(long seed) {
        return new RoundRobinConfig(Mode.RANDOM, null, seed);
    }

    /** Events with equal keys to the same outlet. */
    public static RoundRobinConfig sticky(EventFunction<?> key) {
        return new RoundRobinConfig(Mode.STICKY, key, null);
    }
}
