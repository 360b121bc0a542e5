package io.wishbone.protocols;

import java.time.Duration;
import java.util.Objects;

/**
 * How GELF messages are read and written. <em>Immutable.</em>
 *
 * @param limits what a message may have once it is put together and expanded; default {@link ValueLimits#defaults}
 * @param maxRatio how many bytes may come of each byte that is compressed, 1 to 10,000; default 200
 * @param maxPending how many messages may wait for their missing chunks, 1 to 100,000; default 1,000
 * @param maxPendingBytes how many bytes their chunks may have together, 1 KiB or more; default 16 MiB
 * @param chunkTimeout for how long a message waits for its missing chunks, 1 ms to 1 h; default 5 s
 * @param compression how what is written is compressed; default {@link Compression#NONE}
 * @param host the host of what is written if its data names none; default {@code unknown}
 */
public record GelfConfig(
        ValueLimits limits,
        int maxRatio,
        int maxPending,
        long maxPendingBytes,
        Duration chunkTimeout,
        Compression compression,
        String host) {
    static final int MOST_PENDING = 100_000;
    static final int LEAST_PENDING_BYTES = 1 << 10;
    static final int HIGHEST_RATIO = 10_000;

    /** How messages are compressed. */
    public enum Compression {
        /** Not at all. */
        NONE,
        /** RFC 1952. */
        GZIP,
        /** RFC 1950. */
        ZLIB
    }

    public GelfConfig {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(compression, "compression");
        Objects.requireNonNull(host, "host");
        Checks.range("maxRatio", maxRatio, 1, HIGHEST_RATIO);
        Checks.range("maxPending", maxPending, 1, MOST_PENDING);
        Checks.range("maxPendingBytes", maxPendingBytes, LEAST_PENDING_BYTES, Long.MAX_VALUE);
        if (chunkTimeout.compareTo(Duration.ofMillis(1)) < 0 || chunkTimeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("chunkTimeout: " + chunkTimeout + " (expected: 1 ms to 1 h)");
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private ValueLimits limits = ValueLimits.defaults();
        private int maxRatio = 200;
        private int maxPending = 1000;
        private long maxPendingBytes = 16 << 20;
        private Duration chunkTimeout = Duration.ofSeconds(5);
        private Compression compression = Compression.NONE;
        private String host = "unknown";

        private Builder() {}

        /** See {@link GelfConfig#limits}. */
        public Builder limits(ValueLimits value) {
            this.limits = value;
            return this;
        }

        /** See {@link GelfConfig#maxRatio}. */
        public Builder maxRatio(int value) {
            this.maxRatio = value;
            return this;
        }

        /** See {@link GelfConfig#maxPending}. */
        public Builder maxPending(int value) {
            this.maxPending = value;
            return this;
        }

        /** See {@link GelfConfig#maxPendingBytes}. */
        public Builder maxPendingBytes(long value) {
            this.maxPendingBytes = value;
            return this;
        }

        /** See {@link GelfConfig#chunkTimeout}. */
        public Builder chunkTimeout(Duration value) {
            this.chunkTimeout = value;
            return this;
        }

        /** See {@link GelfConfig#compression}. */
        public Builder compression(Compression value) {
            this.compression = value;
            return this;
        }

        /** See {@link GelfConfig#host}. */
        public Builder host(String value) {
            this.host = value;
            return this;
        }

        /** The configuration; checks it. */
        public GelfConfig build() {
            return new GelfConfig(limits, maxRatio, maxPending, maxPendingBytes, chunkTimeout, compression, host);
        }
    }
}
