package io.wishbone.module.flow;

import java.time.Duration;
import java.util.Objects;

/**
 * When a {@link Fresh} speaks up, and what it says. <em>Immutable.</em>
 *
 * @param timeout how long no event may arrive; 1 ms or more; default 60 s
 * @param repeatInterval how often a timeout is told again while it lasts; 0 is never, else 1 ms or more; default 60 s
 * @param timeoutPayload the data of the event that tells of a timeout; default {@code timeout}
 * @param recoveryPayload the data of the event that tells that events flow again; default {@code recovery}
 */
public record FreshConfig(Duration timeout, Duration repeatInterval, Object timeoutPayload, Object recoveryPayload) {
    public FreshConfig {
        Checks.time("timeout", timeout, Duration.ofMillis(1));
        if (!repeatInterval.isZero()) {
            Checks.time("repeat_interval", repeatInterval, Duration.ofMillis(1));
        }
        Objects.requireNonNull(timeoutPayload, "timeoutPayload");
        Objects.requireNonNull(recoveryPayload, "recoveryPayload");
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private Duration timeout = Duration.ofSeconds(60);
        private Duration repeatInterval = Duration.ofSeconds(60);
        private Object timeoutPayload = "timeout";
        private Object recoveryPayload = "recovery";

        private Builder() {}

        /** See {@link FreshConfig#timeout}. */
        public Builder timeout(Duration value) {
            this.timeout = value;
            return this;
        }

        /** See {@link FreshConfig#repeatInterval}. */
        public Builder repeatInterval(Duration value) {
            this.repeatInterval = value;
            return this;
        }

        /** See {@link FreshConfig#timeoutPayload}. */
        public Builder timeoutPayload(Object value) {
            this.timeoutPayload = value;
            return this;
        }

        /** See {@link FreshConfig#recoveryPayload}. */
        public Builder recoveryPayload(Object value) {
            this.recoveryPayload = value;
            return this;
        }

        /** The configuration; checks it. */
        public FreshConfig build() {
            return new FreshConfig(timeout, repeatInterval, timeoutPayload, recoveryPayload);
        }
    }
}
