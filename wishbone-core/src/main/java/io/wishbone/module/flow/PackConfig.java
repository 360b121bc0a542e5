package io.wishbone.module.flow;

import java.time.Duration;
import java.util.Objects;

/**
 * When a {@link Pack} makes a bulk of what it has, and of what. <em>Immutable.</em>
 *
 * @param maxEvents how many events a bulk has at most, 1 to 1,000,000; default 100
 * @param maxBytes how many bytes a bulk has at most, 1 B to 1 GiB; a single event that is larger is a bulk of one;
 *     default 1 MiB
 * @param maxAge after which the first event of a bulk waits no longer; 1 ms or more; default 10 s
 * @param content what a bulk has of each event; default {@link BulkContent#DATA}
 */
public record PackConfig(int maxEvents, long maxBytes, Duration maxAge, BulkContent content) {
    /** The most bytes that a bulk may be given. */
    static final long MOST_BYTES = 1L << 30;

    public PackConfig {
        Checks.range("max_events", maxEvents, 1, Checks.MOST_REMEMBERED);
        Checks.range("max_bytes", maxBytes, 1, MOST_BYTES);
        Checks.time("max_age", maxAge, Duration.ofMillis(1));
        Objects.requireNonNull(content, "content");
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private int maxEvents = 100;
        private long maxBytes = 1 << 20;
        private Duration maxAge = Duration.ofSeconds(10);
        private BulkContent content = BulkContent.DATA;

        private Builder() {}

        /** See {@link PackConfig#maxEvents}. */
        public Builder maxEvents(int value) {
            this.maxEvents = value;
            return this;
        }

        /** See {@link PackConfig#maxBytes}. */
        public Builder maxBytes(long value) {
            this.maxBytes = value;
            return this;
        }

        /** See {@link PackConfig#maxAge}. */
        public Builder maxAge(Duration value) {
            this.maxAge = value;
            return this;
        }

        /** See {@link PackConfig#content}. */
        public Builder content(BulkContent value) {
            this.content = value;
            return this;
        }

        /** The configuration; checks it. */
        public PackConfig build() {
            return new PackConfig(maxEvents, maxBytes, maxAge, content);
        }
    }
}
