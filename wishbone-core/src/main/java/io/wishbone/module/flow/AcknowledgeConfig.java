package io.wishbone.module.flow;

import io.wishbone.expression.EventFunction;
import java.time.Duration;
import java.util.Objects;

/**
 * What an {@link Acknowledge} remembers. <em>Immutable.</em>
 *
 * @param id gives the id of an event in {@code inbox}
 * @param acknowledgedId gives the id that an event in {@code acknowledge} acknowledges; default {@code id}
 * @param timeout after which an id counts as acknowledged; 1 ms or more; default 10 min
 * @param maxIds how many ids are remembered, 1 to 1,000,000; default 10,000
 */
public record AcknowledgeConfig(EventFunction<?> id, EventFunction<?> acknowledgedId, Duration timeout, int maxIds) {
    public AcknowledgeConfig {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(acknowledgedId, "acknowledgedId");
        Checks.time("timeout", timeout, Duration.ofMillis(1));
        Checks.range("max_ids", maxIds, 1, Checks.MOST_REMEMBERED);
    }

    /** A builder with the defaults, for events of which all have such an id. */
    public static Builder builder(EventFunction<?> id) {
        return new Builder(id);
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private final EventFunction<?> id;
        private EventFunction<?> acknowledgedId;
        private Duration timeout = Duration.ofMinutes(10);
        private int maxIds = 10_000;

        private Builder(EventFunction<?> id) {
            this.id = id;
            this.acknowledgedId = id;
        }

        /** See {@link AcknowledgeConfig#acknowledgedId}. */
        public Builder acknowledgedId(EventFunction<?> value) {
            this.acknowledgedId = value;
            return this;
        }

        /** See {@link AcknowledgeConfig#timeout}. */
        public Builder timeout(Duration value) {
            this.timeout = value;
            return this;
        }

        /** See {@link AcknowledgeConfig#maxIds}. */
        public Builder maxIds(int value) {
            this.maxIds = value;
            return this;
        }

        /** The configuration; checks it. */
        public AcknowledgeConfig build() {
            return new AcknowledgeConfig(id, acknowledgedId, timeout, maxIds);
        }
    }
}
