package io.wishbone.netty.output;

import io.wishbone.netty.EventLoops;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.framing.DelimiterPolicy;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.tls.TlsConfig;
import io.wishbone.protocol.Protocol;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link TcpOutput} connects and how it retries. <em>Immutable.</em>
 *
 * @param endpoint where to connect; required
 * @param framing how events are told apart; default {@link Framing#lines}
 * @param onDelimiter what becomes of an event that has the delimiter, or an LF if the framing is lines, in it; default
 *     {@link DelimiterPolicy#KEEP}; of no effect with framings without a delimiter
 * @param connectTimeout how long an attempt to connect may take, and after it the handshake of TLS, each; 1 ms to 24
 *     days; default 10 s
 * @param minBackoff the upper end of the first random wait before a connection is tried again, 1 ms or more; default
 *     100 ms
 * @param maxBackoff the upper end to which it doubles, {@code minBackoff} to 365 days; default 10 s
 * @param maxAttempts after how many connections, on which it was written or due, an event goes to {@code failed}; 0,
 *     the default, is never
 * @param protocol makes the bytes of each event; null, the default, is its data, bytes as they are and anything else as
 *     UTF-8 text
 * @param codec makes Netty handlers that stand in the place of framing and protocol; null, the default, is none
 * @param tls the TLS to speak; null, the default, is none
 * @param eventLoops the loops that serve the socket; null, the default, is those that the router's modules share
 */
public record TcpOutputConfig(
        Endpoint endpoint,
        Framing framing,
        DelimiterPolicy onDelimiter,
        Duration connectTimeout,
        Duration minBackoff,
        Duration maxBackoff,
        int maxAttempts,
        @Nullable Protocol protocol,
        @Nullable Codec codec,
        @Nullable TlsConfig tls,
        @Nullable EventLoops eventLoops) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST_CONNECT = Duration.ofDays(24);
    private static final Duration LONGEST_BACKOFF = Duration.ofDays(365);

    public TcpOutputConfig {
        Objects.requireNonNull(endpoint, "endpoint is missing (expected: host:port)");
        // Refuses what cannot be escaped.
        framing.encoder(onDelimiter);
        check(
                connectTimeout.compareTo(SHORTEST) >= 0 && connectTimeout.compareTo(LONGEST_CONNECT) <= 0,
                "connectTimeout",
                connectTimeout,
                "1 ms to 24 days");
        check(minBackoff.compareTo(SHORTEST) >= 0, "minBackoff", minBackoff, "1 ms or more");
        check(
                maxBackoff.compareTo(minBackoff) >= 0,
                "maxBackoff",
                maxBackoff,
                "minBackoff, " + minBackoff + ", or more");
        check(maxBackoff.compareTo(LONGEST_BACKOFF) <= 0, "maxBackoff", maxBackoff, "365 days or less");
        check(maxAttempts >= 0, "maxAttempts", maxAttempts, ">= 0; 0 is without end");
        check(protocol == null || protocol.canEncode(), "protocol", String.valueOf(protocol), "one that can encode");
        check(
                codec == null || protocol == null,
                "protocol",
                String.valueOf(protocol),
                "none beside a codec, which replaces it");
        check(codec == null || framing.equals(Framing.lines()), "framing", framing, "none beside a codec");
        check(codec == null || onDelimiter == DelimiterPolicy.KEEP, "onDelimiter", onDelimiter, "none beside a codec");
        if (tls != null) {
            tls.requireClient();
        }
    }

    private static void check(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private @Nullable Endpoint endpoint;
        private Framing framing = Framing.lines();
        private DelimiterPolicy onDelimiter = DelimiterPolicy.KEEP;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration minBackoff = Duration.ofMillis(100);
        private Duration maxBackoff = Duration.ofSeconds(10);
        private int maxAttempts;
        private @Nullable Protocol protocol;
        private @Nullable Codec codec;
        private @Nullable TlsConfig tls;
        private @Nullable EventLoops eventLoops;

        private Builder() {}

        /** See {@link TcpOutputConfig#endpoint}, as {@code host:port}. Required. */
        public Builder endpoint(String hostAndPort) {
            this.endpoint = Endpoint.parse(hostAndPort);
            return this;
        }

        /** See {@link TcpOutputConfig#framing}. */
        public Builder framing(Framing value) {
            this.framing = value;
            return this;
        }

        /** See {@link TcpOutputConfig#onDelimiter}. */
        public Builder onDelimiter(DelimiterPolicy value) {
            this.onDelimiter = value;
            return this;
        }

        /** See {@link TcpOutputConfig#connectTimeout}. */
        public Builder connectTimeout(Duration value) {
            this.connectTimeout = value;
            return this;
        }

        /** See {@link TcpOutputConfig#minBackoff}. */
        public Builder minBackoff(Duration value) {
            this.minBackoff = value;
            return this;
        }

        /** See {@link TcpOutputConfig#maxBackoff}. */
        public Builder maxBackoff(Duration value) {
            this.maxBackoff = value;
            return this;
        }

        /** See {@link TcpOutputConfig#maxAttempts}. */
        public Builder maxAttempts(int value) {
            this.maxAttempts = value;
            return this;
        }

        /** See {@link TcpOutputConfig#protocol}. */
        public Builder protocol(Protocol value) {
            this.protocol = value;
            return this;
        }

        /** See {@link TcpOutputConfig#codec}. */
        public Builder codec(Codec value) {
            this.codec = value;
            return this;
        }

        /** See {@link TcpOutputConfig#tls}. */
        public Builder tls(TlsConfig value) {
            this.tls = value;
            return this;
        }

        /** See {@link TcpOutputConfig#eventLoops}. */
        public Builder eventLoops(EventLoops value) {
            this.eventLoops = value;
            return this;
        }

        /** The configuration; checks it. */
        public TcpOutputConfig build() {
            if (endpoint == null) {
                throw new IllegalArgumentException("endpoint is missing (expected: host:port)");
            }
            return new TcpOutputConfig(
                    endpoint,
                    framing,
                    onDelimiter,
                    connectTimeout,
                    minBackoff,
                    maxBackoff,
                    maxAttempts,
                    protocol,
                    codec,
                    tls,
                    eventLoops);
        }
    }
}
