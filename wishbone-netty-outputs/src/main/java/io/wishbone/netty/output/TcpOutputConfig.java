package io.wishbone.netty.output;

import io.wishbone.netty.EventLoops;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.framing.DelimiterPolicy;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.tls.TlsConfig;
import io.wishbone.protocol.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link TcpOutput} connects and how it retries. <em>Immutable.</em>
 *
 * @param endpoints where to connect, one or more; required
 * @param strategy what several endpoints are for; default {@link Strategy#FAILOVER}
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
 * @param maxAge after how long a connection is replaced by a new one, up to a tenth earlier or later by chance, 365
 *     days at most; 0, the default, is never. The old one ends its side, and the peer has 10 s to end its own
 * @param failBack after how long a connection to an endpoint that is not the first is replaced likewise, so that the
 *     first is tried again; default 1 minute; 0 is never
 * @param replay what is sent again after a connection broke; default {@link Replay#DEFAULT}
 * @param protocol makes the bytes of each event; null, the default, is its data, bytes as they are and anything else as
 *     UTF-8 text
 * @param codec makes Netty handlers that stand in the place of framing and protocol; null, the default, is none
 * @param tls the TLS to speak; null, the default, is none
 * @param eventLoops the loops that serve the socket; null, the default, is those that the router's modules share
 */
public record TcpOutputConfig(
        List<Endpoint> endpoints,
        Strategy strategy,
        Framing framing,
        DelimiterPolicy onDelimiter,
        Duration connectTimeout,
        Duration minBackoff,
        Duration maxBackoff,
        int maxAttempts,
        Duration maxAge,
        Duration failBack,
        Replay replay,
        @Nullable Protocol protocol,
        @Nullable Codec codec,
        @Nullable TlsConfig tls,
        @Nullable EventLoops eventLoops) {
    /** What several endpoints are for. */
    public enum Strategy {
        /** One connection, to the first of them that can be connected to, in their order. */
        FAILOVER,
        /** A connection to each, which take events by turns; those of one that breaks go to the others. */
        ROUND_ROBIN
    }

    /**
     * What is sent again on the next connection, since a flush does not say that the peer's application has read it.
     * <em>Immutable.</em>
     *
     * @param bytes how many of the bytes that were flushed last; 0 is none, so that nothing is ever sent twice, and
     *     what the kernels had taken is lost when a connection breaks
     * @param age only what was flushed in this time before the connection broke, 365 days at most
     */
    public record Replay(long bytes, Duration age) {
        private static final long LARGEST = 1 << 30;

        /** 4 MiB and 30 s. */
        public static final Replay DEFAULT = new Replay(4 << 20, Duration.ofSeconds(30));

        /** Nothing is sent again. */
        public static final Replay OFF = new Replay(0, Duration.ZERO);

        public Replay {
            check(bytes >= 0 && bytes <= LARGEST, "bytes", bytes, "0 to 2^30");
            check(!age.isNegative() && age.compareTo(LONGEST_BACKOFF) <= 0, "age", age, "0 to 365 days");
        }
    }

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST_CONNECT = Duration.ofDays(24);
    private static final Duration LONGEST_BACKOFF = Duration.ofDays(365);

    public TcpOutputConfig {
        endpoints = List.copyOf(endpoints);
        check(!endpoints.isEmpty(), "endpoints", "none", "one or more, each host:port");
        Objects.requireNonNull(strategy, "strategy");
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
        check(!maxAge.isNegative() && maxAge.compareTo(LONGEST_BACKOFF) <= 0, "maxAge", maxAge, "0 to 365 days");
        check(
                !failBack.isNegative() && failBack.compareTo(LONGEST_BACKOFF) <= 0,
                "failBack",
                failBack,
                "0 to 365 days");
        check(
                codec == null || replay.bytes() == 0,
                "replay",
                replay,
                "Replay.OFF beside a codec, whose bytes cannot be told apart");
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
        private List<Endpoint> endpoints = List.of();
        private Strategy strategy = Strategy.FAILOVER;
        private Framing framing = Framing.lines();
        private DelimiterPolicy onDelimiter = DelimiterPolicy.KEEP;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration minBackoff = Duration.ofMillis(100);
        private Duration maxBackoff = Duration.ofSeconds(10);
        private int maxAttempts;
        private Duration maxAge = Duration.ZERO;
        private Duration failBack = Duration.ofMinutes(1);
        private @Nullable Replay replay;
        private @Nullable Protocol protocol;
        private @Nullable Codec codec;
        private @Nullable TlsConfig tls;
        private @Nullable EventLoops eventLoops;

        private Builder() {}

        /** See {@link TcpOutputConfig#endpoints}: one, as {@code host:port}. This or {@link #endpoints} is required. */
        public Builder endpoint(String hostAndPort) {
            this.endpoints = List.of(Endpoint.parse(hostAndPort));
            return this;
        }

        /** See {@link TcpOutputConfig#endpoints}. */
        public Builder endpoints(List<Endpoint> value) {
            this.endpoints = List.copyOf(value);
            return this;
        }

        /** See {@link TcpOutputConfig#strategy}. */
        public Builder strategy(Strategy value) {
            this.strategy = value;
            return this;
        }

        /** See {@link TcpOutputConfig#maxAge}. */
        public Builder maxAge(Duration value) {
            this.maxAge = value;
            return this;
        }

        /** See {@link TcpOutputConfig#failBack}. */
        public Builder failBack(Duration value) {
            this.failBack = value;
            return this;
        }

        /** See {@link TcpOutputConfig#replay}; beside a codec the default is {@link Replay#OFF}. */
        public Builder replay(Replay value) {
            this.replay = value;
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
            Replay wanted = replay;
            return new TcpOutputConfig(
                    endpoints,
                    strategy,
                    framing,
                    onDelimiter,
                    connectTimeout,
                    minBackoff,
                    maxBackoff,
                    maxAttempts,
                    maxAge,
                    failBack,
                    wanted != null ? wanted : codec == null ? Replay.DEFAULT : Replay.OFF,
                    protocol,
                    codec,
                    tls,
                    eventLoops);
        }
    }
}
