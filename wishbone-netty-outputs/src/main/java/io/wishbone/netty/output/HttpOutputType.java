package io.wishbone.netty.output;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.Expressions;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import io.wishbone.module.NearestName;
import io.wishbone.module.Parts;
import io.wishbone.netty.ReconnectArguments;
import io.wishbone.netty.output.TcpOutputConfig.Strategy;
import io.wishbone.netty.tls.TlsArgument;
import io.wishbone.netty.tls.TlsConfig;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.Protocols;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Declares {@code wishbone.output.http}. */
final class HttpOutputType {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final String BATCH_FORM = "a map such as {events: 100, bytes: 1MiB, age: 1s, format: lines}";
    private static final String AUTH_FORM =
            "a map such as {username: me, password: \"...\"}, {token: \"...\"} or {token_file: /run/secrets/token}";
    private static final String HEADERS_FORM = "a map of names and values; values are templates";

    private static final Argument<EventFunction<String>> URL =
            Argument.required("url", Expressions.template(), "where to send to, http:// or https://; a template");
    private static final Argument<EventFunction<String>> METHOD =
            Argument.defaulted("method", Expressions.template(), "POST", "the method of the requests; a template");
    private static final Argument<Map<String, EventFunction<String>>> HEADERS = Argument.optional(
            "headers", ArgumentType.inModule(HEADERS_FORM, HttpOutputType::readHeaders), "further headers");
    private static final Argument<EventFunction<String>> BODY = Argument.optional(
            "body",
            Expressions.template(),
            "what is sent of each event; its data, or what the protocol makes of it, if left out");
    private static final Argument<HttpBatchConfig> BATCH = Argument.optional(
            "batch",
            ArgumentType.of(BATCH_FORM, HttpOutputType::readBatch),
            "how many events become one request, and their format: lines, array (of JSON) or joined (with a separator);"
                    + " a request for each event if left out");
    private static final Argument<Boolean> GZIP =
            Argument.defaulted("gzip", ArgumentType.flag(), "false", "whether bodies are compressed");
    private static final Argument<HttpAuth> AUTH = Argument.optional(
                    "auth",
                    ArgumentType.of(AUTH_FORM, HttpOutputType::readAuth),
                    "how it says who it is; a file is read again when it has changed")
            .secret();
    private static final Argument<List<Endpoint>> ENDPOINTS = EndpointList.inPlaceOfHost();
    private static final Argument<Strategy> STRATEGY = Argument.defaulted(
            "strategy",
            ArgumentType.choice(Strategy.class),
            "failover",
            "whether connections are made to the first endpoint that can be connected to, or to all by turns");
    private static final Argument<Duration> EJECTION = Argument.defaulted(
            "ejection",
            ArgumentType.duration(Duration.ZERO),
            "1m",
            "for how long an endpoint is passed over that could not be connected to");
    private static final Argument<Integer> MAX_CONNECTIONS = Argument.defaulted(
            "max_connections", ArgumentType.integer(1, 65_535), "8", "how many connections there are to one host");
    private static final Argument<Duration> IDLE_TIMEOUT = Argument.defaulted(
            "idle_timeout", ArgumentType.duration(MILLI), "1m", "after how long an unused connection is closed");
    private static final Argument<Duration> TIMEOUT = Argument.defaulted(
            "timeout", ArgumentType.duration(MILLI), "30s", "how long an answer may take, to its last byte");
    private static final Argument<Integer> MAX_REDIRECTS = Argument.defaulted(
            "max_redirects",
            ArgumentType.integer(0, 20),
            "0",
            "how many redirections (301, 302, 307, 308) are followed, by the same method and body");
    private static final Argument<Long> RESPONSE_BYTES = Argument.defaulted(
            "response_bytes",
            ArgumentType.size(0, 1 << 20),
            "4KiB",
            "how much of an answer's body goes into the header of its events");
    private static final Argument<Long> MAX_RESPONSE = Argument.defaulted(
            "max_response",
            ArgumentType.size(1, 1 << 30),
            "1MiB",
            "how much of it is read before the connection is closed");
    private static final Argument<Duration> MAX_RETRY_AFTER = Argument.defaulted(
            "max_retry_after",
            ArgumentType.duration(Duration.ZERO),
            "5m",
            "for how long at most a request waits because an answer asks for it");
    private static final Argument<Protocol> PROTOCOL =
            Argument.optional(Protocols.ARGUMENT, Protocols.encoding(), "what makes the bytes of each event");
    private static final Argument<TlsConfig> TLS = Argument.optional(
            "tls",
            TlsArgument.client(),
            "the TLS of https, whose names docs/tls.md explains; all defaults if left out");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.output.http")
            .summary("Sends events by HTTP, a request for each or for some together.")
            .arguments(
                    URL,
                    METHOD,
                    HEADERS,
                    BODY,
                    BATCH,
                    GZIP,
                    AUTH,
                    ENDPOINTS,
                    STRATEGY,
                    EJECTION,
                    MAX_CONNECTIONS,
                    IDLE_TIMEOUT,
                    TIMEOUT,
                    MAX_REDIRECTS,
                    RESPONSE_BYTES,
                    MAX_RESPONSE,
                    ReconnectArguments.CONNECT_TIMEOUT,
                    ReconnectArguments.MIN_BACKOFF,
                    ReconnectArguments.MAX_BACKOFF,
                    MAX_RETRY_AFTER)
            .arguments(RetryArguments.POLICY.toArray(Argument[]::new))
            .arguments(RetryArguments.IN_FLIGHT.toArray(Argument[]::new))
            .arguments(PROTOCOL, TLS)
            .queue("inbox", "what to send")
            .queue("successful", "events whose answer was 2xx; header: endpoint, response")
            .example(URL, "https://example.org/events")
            .create(arguments -> new HttpOutput(config(arguments)));

    private HttpOutputType() {}

    static HttpOutputConfig config(Arguments arguments) {
        HttpOutputConfig.Builder builder = HttpOutputConfig.builder()
                .url(arguments.get(URL))
                .method(arguments.get(METHOD))
                .gzip(arguments.get(GZIP))
                .strategy(arguments.get(STRATEGY))
                .ejection(arguments.get(EJECTION))
                .maxConnections(arguments.get(MAX_CONNECTIONS))
                .idleTimeout(arguments.get(IDLE_TIMEOUT))
                .timeout(arguments.get(TIMEOUT))
                .maxRedirects(arguments.get(MAX_REDIRECTS))
                .responseBytes(Math.toIntExact(arguments.get(RESPONSE_BYTES)))
                .maxResponseBytes(arguments.get(MAX_RESPONSE))
                .connectTimeout(arguments.get(ReconnectArguments.CONNECT_TIMEOUT))
                .minBackoff(arguments.get(ReconnectArguments.MIN_BACKOFF))
                .maxBackoff(arguments.get(ReconnectArguments.MAX_BACKOFF))
                .maxRetryAfter(arguments.get(MAX_RETRY_AFTER));
        RetryArguments.applyPolicy(arguments, builder);
        RetryArguments.applyInFlight(arguments, builder);
        arguments.find(HEADERS).ifPresent(headers -> headers.forEach(builder::header));
        arguments.find(BODY).ifPresent(builder::body);
        arguments.find(BATCH).ifPresent(builder::batch);
        arguments.find(AUTH).ifPresent(builder::auth);
        arguments.find(ENDPOINTS).ifPresent(builder::endpoints);
        arguments.find(PROTOCOL).ifPresent(builder::protocol);
        arguments.find(TLS).ifPresent(builder::tls);
        return builder.build();
    }

    // ---- maps ----

    private static Map<String, EventFunction<String>> readHeaders(Object raw, String module) {
        if (!(raw instanceof Map<?, ?> map)) {
            throw new ArgumentException(HEADERS_FORM);
        }
        Map<String, EventFunction<String>> headers = new LinkedHashMap<>();
        Parts parts = new Parts();
        map.forEach((name, value) -> parts.read(
                        name, () -> Expressions.template().read(value, module))
                .ifPresent(template -> headers.put(name.toString(), template)));
        parts.check();
        return headers;
    }

    private static HttpBatchConfig readBatch(Object raw) {
        Map<?, ?> map = mapOf(raw, BATCH_FORM);
        Parts parts = new Parts();
        refuseUnknown(map, List.of("events", "bytes", "age", "format", "separator"), parts);
        int events =
                read(map, "events", ArgumentType.integer(1, 1 << 20), parts).orElse(100);
        long bytes = read(map, "bytes", ArgumentType.size(1, 1 << 30), parts).orElse(1L << 20);
        Duration age = read(map, "age", ArgumentType.duration(MILLI), parts).orElse(Duration.ofSeconds(1));
        HttpBatchConfig.Format format = read(map, "format", ArgumentType.choice(HttpBatchConfig.Format.class), parts)
                .orElse(HttpBatchConfig.Format.LINES);
        String separator = read(map, "separator", ArgumentType.text(), parts).orElse("");
        parts.check();
        return new HttpBatchConfig(events, bytes, age, format, separator);
    }

    private static HttpAuth readAuth(Object raw) {
        // Complete messages, so that the value, which has a secret in it, is not shown.
        if (!(raw instanceof Map<?, ?> map)) {
            throw new ArgumentException("auth is no map (expected: " + AUTH_FORM + ")");
        }
        Parts parts = new Parts();
        refuseUnknown(map, List.of("username", "password", "token", "token_file"), parts);
        parts.check();
        Object user = map.get("username");
        Object password = map.get("password");
        Object token = map.get("token");
        Object file = map.get("token_file");
        boolean isBearer = user == null && password == null;
        if (user != null && password != null && token == null && file == null) {
            return new HttpAuth.Basic(user.toString(), password.toString());
        }
        if (isBearer && token != null && file == null) {
            return new HttpAuth.Bearer(token.toString());
        }
        if (isBearer && token == null && file != null) {
            return new HttpAuth.BearerFile(Path.of(file.toString()));
        }
        throw new ArgumentException("auth has to be one of the known ways (expected: " + AUTH_FORM + ")");
    }

    private static Map<?, ?> mapOf(Object raw, String form) {
        if (raw instanceof Map<?, ?> map) {
            return map;
        }
        throw new ArgumentException(form);
    }

    private static void refuseUnknown(Map<?, ?> map, List<String> known, Parts parts) {
        for (Object key : map.keySet()) {
            if (!known.contains(key.toString())) {
                parts.read(key, () -> {
                    throw new ArgumentException("unknown key \"" + key + "\"" + NearestName.hint(key.toString(), known)
                            + " (expected: " + String.join(", ", known) + ")");
                });
            }
        }
    }

    private static <T> Optional<T> read(Map<?, ?> map, String key, ArgumentType<T> type, Parts parts) {
        Object raw = map.get(key);
        return raw == null ? Optional.empty() : parts.read(key, () -> type.read(raw));
    }
}
