package io.wishbone.netty.output;

import static io.wishbone.netty.output.StreamOutputConfig.check;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.PlainText;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.ReconnectConfig;
import io.wishbone.netty.output.TcpOutputConfig.Strategy;
import io.wishbone.netty.tls.TlsConfig;
import io.wishbone.protocol.Protocol;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an {@link HttpOutput} sends its requests and what it does with the answers. <em>Immutable.</em>
 *
 * @param url an absolute one with the scheme http or https, for each event; required
 * @param method such as POST, the default, for each event
 * @param headers further headers, by name, for each event
 * @param body what is sent of each event; null, the default, is its data, bytes as they are and anything else as UTF-8
 *     text, or what the protocol makes of it
 * @param batch how many events become one request; default {@link HttpBatchConfig#SINGLE}. Events of one request have
 *     the same URL, method and headers
 * @param gzip whether bodies are compressed; default false
 * @param auth how it says who it is; null, the default, is not at all
 * @param endpoints where to connect in the place of the URL's host, one or more; empty, the default, is that host
 * @param strategy what several endpoints are for; default {@link Strategy#FAILOVER}
 * @param ejection for how long an endpoint is passed over that could not be connected to, if there are others, 365 days
 *     at most; default 1 minute
 * @param maxConnections how many there are to one host at most, 1 to 65,535; default 8. Each has one request at a time
 * @param idleTimeout after how long an unused connection is closed, 1 ms to 365 days; default 1 minute
 * @param timeout how long an answer may take, from the request to its last byte, 1 ms to 365 days; default 30 s
 * @param maxRedirects how many redirections (301, 302, 307, 308) are followed, 0 to 20; default 0: they are failures.
 *     Method and body stay; credentials go to the same host only
 * @param responseBytes how much of an answer's body goes into the header of its events, 0 to 2^20; default 4,096
 * @param maxResponseBytes how much of it is read at all before the connection is closed, 1 to 2^30; default 1 MiB
 * @param reconnect how it connects, and how long it waits before a request is made again; default
 *     {@link ReconnectConfig#DEFAULT}
 * @param maxRetryAfter for how long at most it waits because an answer asks for it, 365 days at most; default 5 minutes
 * @param retry when it gives events up whose request failed in a way that may pass: no connection or answer, 408, 429,
 *     5xx; default {@link RetryPolicy#FOREVER}. Any other answer but 2xx fails at once
 * @param inFlight how much it keeps that is not delivered before it takes no more
 * @param protocol makes the bytes of each event; null, the default, is none
 * @param tls the TLS of https; null, the default, has all defaults
 * @param eventLoops the loops that serve the sockets; null, the default, is those that the router's modules share
 */
public record HttpOutputConfig(
        EventFunction<String> url,
        EventFunction<String> method,
        Map<String, EventFunction<String>> headers,
        @Nullable EventFunction<String> body,
        HttpBatchConfig batch,
        boolean gzip,
        @Nullable HttpAuth auth,
        List<Endpoint> endpoints,
        Strategy strategy,
        Duration ejection,
        int maxConnections,
        Duration idleTimeout,
        Duration timeout,
        int maxRedirects,
        int responseBytes,
        long maxResponseBytes,
        ReconnectConfig reconnect,
        Duration maxRetryAfter,
        RetryPolicy retry,
        InFlight inFlight,
        @Nullable Protocol protocol,
        @Nullable TlsConfig tls,
        @Nullable EventLoops eventLoops) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final int MOST_CONNECTIONS = 65_535;
    private static final int MOST_REDIRECTS = 20;

    public HttpOutputConfig {
        if (url instanceof PlainText plain) {
            HttpAddress.parse(plain.text());
        }
        if (method instanceof PlainText plain) {
            HttpAddress.requireMethod(plain.text());
        }
        headers = Map.copyOf(headers);
        headers.forEach(HttpOutputConfig::checkHeader);
        Objects.requireNonNull(batch, "batch");
        endpoints = List.copyOf(endpoints);
        Objects.requireNonNull(strategy, "strategy");
        checkZeroOrMore("ejection", ejection);
        check(
                maxConnections >= 1 && maxConnections <= MOST_CONNECTIONS,
                "maxConnections",
                maxConnections,
                "1 to 65535");
        checkMilliOrMore("idleTimeout", idleTimeout);
        checkMilliOrMore("timeout", timeout);
        check(maxRedirects >= 0 && maxRedirects <= MOST_REDIRECTS, "maxRedirects", maxRedirects, "0 to 20");
        check(responseBytes >= 0 && responseBytes <= 1 << 20, "responseBytes", responseBytes, "0 to 2^20");
        check(maxResponseBytes >= 1 && maxResponseBytes <= 1 << 30, "maxResponseBytes", maxResponseBytes, "1 to 2^30");
        checkZeroOrMore("maxRetryAfter", maxRetryAfter);
        check(protocol == null || protocol.canEncode(), "protocol", String.valueOf(protocol), "one that can encode");
        check(body == null || protocol == null, "body", "a template", "none beside a protocol");
        if (tls != null) {
            tls.requireClient();
        }
    }

    private static void checkHeader(String name, EventFunction<String> value) {
        HttpAddress.requireHeader(name, value instanceof PlainText plain ? plain.text() : "");
    }

    private static void checkZeroOrMore(String name, Duration value) {
        check(!value.isNegative() && value.compareTo(LONGEST) <= 0, name, value, "0 to 365 days");
    }

    private static void checkMilliOrMore(String name, Duration value) {
        check(value.compareTo(SHORTEST) >= 0 && value.compareTo(LONGEST) <= 0, name, value, "1 ms to 365 days");
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. <em>Confined to one thread.</em> */
    public static final class Builder extends OutputBuilder<Builder> {
        private @Nullable EventFunction<String> url;
        private EventFunction<String> method = new PlainText("POST");
        private final Map<String, EventFunction<String>> headers = new LinkedHashMap<>();
        private @Nullable EventFunction<String> body;
        private HttpBatchConfig batch = HttpBatchConfig.SINGLE;
        private boolean gzip;
        private @Nullable HttpAuth auth;
        private List<Endpoint> endpoints = List.of();
        private Strategy strategy = Strategy.FAILOVER;
        private Duration ejection = Duration.ofMinutes(1);
        private int maxConnections = 8;
        private Duration idleTimeout = Duration.ofMinutes(1);
        private Duration timeout = Duration.ofSeconds(30);
        private int maxRedirects;
        private int responseBytes = 4096;
        private long maxResponseBytes = 1 << 20;
        private Duration connectTimeout = ReconnectConfig.DEFAULT.connectTimeout();
        private Duration maxRetryAfter = Duration.ofMinutes(5);
        private @Nullable TlsConfig tls;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** See {@link HttpOutputConfig#url}: the same for all events. This or the other one is required. */
        public Builder url(String value) {
            return url(new PlainText(value));
        }

        /** See {@link HttpOutputConfig#url}. */
        public Builder url(EventFunction<String> value) {
            this.url = value;
            return this;
        }

        /** See {@link HttpOutputConfig#method}: the same for all events. */
        public Builder method(String value) {
            return method(new PlainText(value));
        }

        /** See {@link HttpOutputConfig#method}. */
        public Builder method(EventFunction<String> value) {
            this.method = value;
            return this;
        }

        /** See {@link HttpOutputConfig#headers}: one more, the same for all events. */
        public Builder header(String name, String value) {
            return header(name, new PlainText(value));
        }

        /** See {@link HttpOutputConfig#headers}: one more. */
        public Builder header(String name, EventFunction<String> value) {
            headers.put(name, value);
            return this;
        }

        /** See {@link HttpOutputConfig#body}. */
        public Builder body(EventFunction<String> value) {
            this.body = value;
            return this;
        }

        /** See {@link HttpOutputConfig#batch}. */
        public Builder batch(HttpBatchConfig value) {
            this.batch = value;
            return this;
        }

        /** See {@link HttpOutputConfig#gzip}. */
        public Builder gzip(boolean value) {
            this.gzip = value;
            return this;
        }

        /** See {@link HttpOutputConfig#auth}. */
        public Builder auth(HttpAuth value) {
            this.auth = value;
            return this;
        }

        /** See {@link HttpOutputConfig#endpoints}. */
        public Builder endpoints(List<Endpoint> value) {
            this.endpoints = List.copyOf(value);
            return this;
        }

        /** See {@link HttpOutputConfig#strategy}. */
        public Builder strategy(Strategy value) {
            this.strategy = value;
            return this;
        }

        /** See {@link HttpOutputConfig#ejection}. */
        public Builder ejection(Duration value) {
            this.ejection = value;
            return this;
        }

        /** See {@link HttpOutputConfig#maxConnections}. */
        public Builder maxConnections(int value) {
            this.maxConnections = value;
            return this;
        }

        /** See {@link HttpOutputConfig#idleTimeout}. */
        public Builder idleTimeout(Duration value) {
            this.idleTimeout = value;
            return this;
        }

        /** See {@link HttpOutputConfig#timeout}. */
        public Builder timeout(Duration value) {
            this.timeout = value;
            return this;
        }

        /** See {@link HttpOutputConfig#maxRedirects}. */
        public Builder maxRedirects(int value) {
            this.maxRedirects = value;
            return this;
        }

        /** See {@link HttpOutputConfig#responseBytes}. */
        public Builder responseBytes(int value) {
            this.responseBytes = value;
            return this;
        }

        /** See {@link HttpOutputConfig#maxResponseBytes}. */
        public Builder maxResponseBytes(long value) {
            this.maxResponseBytes = value;
            return this;
        }

        /** See {@link ReconnectConfig#connectTimeout}. */
        public Builder connectTimeout(Duration value) {
            this.connectTimeout = value;
            return this;
        }

        /** See {@link HttpOutputConfig#maxRetryAfter}. */
        public Builder maxRetryAfter(Duration value) {
            this.maxRetryAfter = value;
            return this;
        }

        /** See {@link HttpOutputConfig#tls}. */
        public Builder tls(TlsConfig value) {
            this.tls = value;
            return this;
        }

        /** The configuration; checks it. */
        public HttpOutputConfig build() {
            EventFunction<String> wanted = url;
            if (wanted == null) {
                throw new IllegalArgumentException("url is missing (expected: such as https://example.org/events)");
            }
            return new HttpOutputConfig(
                    wanted,
                    method,
                    headers,
                    body,
                    batch,
                    gzip,
                    auth,
                    endpoints,
                    strategy,
                    ejection,
                    maxConnections,
                    idleTimeout,
                    timeout,
                    maxRedirects,
                    responseBytes,
                    maxResponseBytes,
                    new ReconnectConfig(connectTimeout, minBackoff(), maxBackoff()),
                    maxRetryAfter,
                    retry(),
                    inFlight(),
                    protocol(),
                    tls,
                    eventLoops());
        }
    }
}
