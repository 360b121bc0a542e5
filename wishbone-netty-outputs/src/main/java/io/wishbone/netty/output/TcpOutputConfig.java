package io.wishbone.netty.output;

import static io.wishbone.netty.output.StreamOutputConfig.check;

import io.wishbone.netty.tls.TlsConfig;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link TcpOutput} connects and what it promises. <em>Immutable.</em>
 *
 * @param endpoints where to connect, one or more; required
 * @param strategy what several endpoints are for; default {@link Strategy#FAILOVER}
 * @param failBack after how long a connection to an endpoint that is not the first is replaced, so that the first is
 *     tried again, 365 days at most; default 1 minute; 0 is never
 * @param keepAlive whether the kernel looks from time to time if a silent peer is still there; default true
 * @param tls the TLS to speak; null, the default, is none
 * @param stream how events are written
 */
public record TcpOutputConfig(
        List<Endpoint> endpoints,
        Strategy strategy,
        Duration failBack,
        boolean keepAlive,
        @Nullable TlsConfig tls,
        StreamOutputConfig stream) {
    private static final Duration LONGEST = Duration.ofDays(365);

    /** What several endpoints are for. */
    public enum Strategy {
        /** One connection, to the first of them that can be connected to, in their order. */
        FAILOVER,
        /** A connection to each, which take events by turns; those of one that breaks go to the others. */
        ROUND_ROBIN
    }

    public TcpOutputConfig {
        endpoints = List.copyOf(endpoints);
        check(!endpoints.isEmpty(), "endpoints", "none", "one or more, each host:port");
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(stream, "stream");
        check(!failBack.isNegative() && failBack.compareTo(LONGEST) <= 0, "failBack", failBack, "0 to 365 days");
        if (tls != null) {
            tls.requireClient();
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. <em>Confined to one thread.</em> */
    public static final class Builder extends StreamOutputConfig.Builder<Builder> {
        private List<Endpoint> endpoints = List.of();
        private Strategy strategy = Strategy.FAILOVER;
        private Duration failBack = Duration.ofMinutes(1);
        private boolean keepAlive = true;
        private @Nullable TlsConfig tls;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

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

        /** See {@link TcpOutputConfig#failBack}. */
        public Builder failBack(Duration value) {
            this.failBack = value;
            return this;
        }

        /** See {@link TcpOutputConfig#keepAlive}. */
        public Builder keepAlive(boolean value) {
            this.keepAlive = value;
            return this;
        }

        /** See {@link TcpOutputConfig#tls}. */
        public Builder tls(TlsConfig value) {
            this.tls = value;
            return this;
        }

        /** The configuration; checks it. */
        public TcpOutputConfig build() {
            return new TcpOutputConfig(endpoints, strategy, failBack, keepAlive, tls, stream());
        }
    }
}
