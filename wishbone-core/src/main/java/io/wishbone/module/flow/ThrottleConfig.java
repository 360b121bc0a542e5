package io.wishbone.module.flow;

import io.wishbone.expression.EventFunction;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many events a {@link Throttle} lets pass. <em>Immutable.</em>
 *
 * @param rate how many events pass in the time of {@code per}, 1 to 1,000,000
 * @param per 1 ms to 1 h; default 1 s
 * @param burst how many events pass at once after a pause, 1 to 1,000,000; default {@code rate}
 * @param onExcess what becomes of more; default {@link ExcessPolicy#WAIT}
 * @param key gives the key of an event, each of which has a rate of its own; only with {@link ExcessPolicy#DROP}; null,
 *     the default, is one rate for all
 * @param maxKeys how many keys are remembered, 1 to 1,000,000; default 10,000
 */
public record ThrottleConfig(
        int rate,
        Duration per,
        int burst,
        ExcessPolicy onExcess,
        @Nullable EventFunction<?> key,
        int maxKeys) {
    /** What becomes of events beyond the rate. */
    public enum ExcessPolicy {
        /** They wait in the queue, and once that is full so does what feeds it. */
        WAIT,
        /** They go to {@code throttled}, or are dropped if that is not connected. */
        DROP
    }

    private static final int MOST = 1_000_000;

    public ThrottleConfig {
        Checks.range("rate", rate, 1, MOST);
        if (per.compareTo(Duration.ofMillis(1)) < 0 || per.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("per: " + per + " (expected: 1ms to 1h)");
        }
        Checks.range("burst", burst, 1, MOST);
        Objects.requireNonNull(onExcess, "onExcess");
        if (key != null && onExcess == ExcessPolicy.WAIT) {
            throw new IllegalArgumentException(
                    "key: given (expected: none, unless on_excess is drop: events of one key cannot wait without all others)");
        }
        Checks.range("max_keys", maxKeys, 1, Checks.MOST_REMEMBERED);
    }

    /** A builder with the defaults, for a rate. */
    public static Builder builder(int rate) {
        return new Builder(rate);
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private final int rate;
        private Duration per = Duration.ofSeconds(1);
        private int burst;
        private ExcessPolicy onExcess = ExcessPolicy.WAIT;
        private @Nullable EventFunction<?> key;
        private int maxKeys = 10_000;

        private Builder(int rate) {
            this.rate = rate;
            this.burst = rate;
        }

        /** See {@link ThrottleConfig#per}. */
        public Builder per(Duration value) {
            this.per = value;
            return this;
        }

        /** See {@link ThrottleConfig#burst}. */
        public Builder burst(int value) {
            this.burst = value;
            return this;
        }

        /** See {@link ThrottleConfig#onExcess}. */
        public Builder onExcess(ExcessPolicy value) {
            this.onExcess = value;
            return this;
        }

        /** See {@link ThrottleConfig#key}. */
        public Builder key(@Nullable EventFunction<?> value) {
            this.key = value;
            return this;
        }

        /** See {@link ThrottleConfig#maxKeys}. */
        public Builder maxKeys(int value) {
            this.maxKeys = value;
            return this;
        }

        /** The configuration; checks it. */
        public ThrottleConfig build() {
            return new ThrottleConfig(rate, per, burst, onExcess, key, maxKeys);
        }
    }
}
