package io.wishbone.module.flow;

import io.wishbone.expression.EventFunction;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Count} counts, and what follows. <em>Immutable.</em>
 *
 * @param occurrences how often, 1 or more
 * @param action whether events pass from that often on, or up to that often; default {@link Action#PASS}
 * @param window for how long a key is counted from its first occurrence on; 0 is without end, else 1 ms or more;
 *     default 60 s
 * @param key gives an event's key; null, the default, counts all events as one
 * @param maxKeys how many keys are counted, 1 to 1,000,000; default 10,000
 */
public record CountConfig(
        int occurrences,
        Action action,
        Duration window,
        @Nullable EventFunction<?> key,
        int maxKeys) {
    /** What reaching the number does. */
    public enum Action {
        /** Events pass from the last of the occurrences on; those before are dropped. */
        PASS,
        /** Events pass up to the last of the occurrences; those after it are dropped. */
        DROP
    }

    public CountConfig {
        Checks.range("occurrences", occurrences, 1, Integer.MAX_VALUE);
        Objects.requireNonNull(action, "action");
        if (!window.isZero()) {
            Checks.time("window", window, Duration.ofMillis(1));
        }
        Checks.range("max_keys", maxKeys, 1, Checks.MOST_REMEMBERED);
    }

    /** A builder with the defaults, for a number of occurrences. */
    public static Builder builder(int occurrences) {
        return new Builder(occurrences);
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private final int occurrences;
        private Action action = Action.PASS;
        private Duration window = Duration.ofSeconds(60);
        private @Nullable EventFunction<?> key;
        private int maxKeys = 10_000;

        private Builder(int occurrences) {
            this.occurrences = occurrences;
        }

        /** See {@link CountConfig#action}. */
        public Builder action(Action value) {
            this.action = value;
            return this;
        }

        /** See {@link CountConfig#window}. */
        public Builder window(Duration value) {
            this.window = value;
            return this;
        }

        /** See {@link CountConfig#key}. */
        public Builder key(@Nullable EventFunction<?> value) {
            this.key = value;
            return this;
        }

        /** See {@link CountConfig#maxKeys}. */
        public Builder maxKeys(int value) {
            this.maxKeys = value;
            return this;
        }

        /** The configuration; checks it. */
        public CountConfig build() {
            return new CountConfig(occurrences, action, window, key, maxKeys);
        }
    }
}
