package io.wishbone.netty.input;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import io.wishbone.netty.tls.TlsArgument;
import io.wishbone.netty.tls.TlsConfig;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.Protocols;
import java.time.Duration;
import java.util.List;

/** Declares {@code wishbone.input.http}. */
final class HttpInputType {
    private static final Duration MILLI = Duration.ofMillis(1);

    private static final Argument<Integer> PORT =
            Argument.required("port", ArgumentType.integer(0, 65535), "the port to listen on, 0 for any free one");
    private static final Argument<String> ADDRESS = Argument.defaulted(
            "address", ArgumentType.text(), "127.0.0.1", "the local address to listen on, 0.0.0.0 for all");
    private static final Argument<List<HttpResource>> RESOURCES = Argument.defaulted(
            "resources",
            HttpResourceArgument.type(),
            "/",
            "the paths that there are, and what each takes and answers; \"/\" feeds outbox");
    private static final Argument<Boolean> HTTP2 =
            Argument.defaulted("http2", ArgumentType.flag(), "true", "whether HTTP/2 is spoken, beside HTTP/1.1");
    private static final Argument<TlsConfig> TLS = Argument.optional(
            "tls", TlsArgument.server(), "the TLS to speak, whose names docs/tls.md explains; none if left out");
    private static final Argument<AddressRanges> TRUSTED_PROXIES = Argument.optional(
            "trusted_proxies",
            AddressRanges.argumentType(),
            "the proxies that are believed; required with proxy_protocol and forwarded");
    private static final Argument<HttpForwarding.Header> FORWARDED = Argument.defaulted(
            "forwarded",
            ArgumentType.choice(HttpForwarding.Header.class),
            "none",
            "the header in which trusted proxies tell for whom they send");
    private static final Argument<Long> MAX_BODY = Argument.defaulted(
            "max_body",
            ArgumentType.size(1, 1 << 30),
            "1MiB",
            "the longest body of a request, also after it was decompressed; 413 beyond");
    private static final Argument<Long> MAX_HEADER = Argument.defaulted(
            "max_header",
            ArgumentType.size(256, 1 << 20),
            "16KiB",
            "the longest header of a request, and its longest first line; 431 and 414 beyond");
    private static final Argument<Integer> MAX_EVENTS = Argument.defaulted(
            "max_events",
            ArgumentType.integer(1, Integer.MAX_VALUE),
            "10000",
            "how many events a request may bring; 413 beyond");
    private static final Argument<Long> MAX_BUFFERED = Argument.optional(
            "max_buffered",
            ArgumentType.size(64 << 10, Long.MAX_VALUE),
            "how much all connections may keep of bodies; beyond, the request that keeps most gets 503; a quarter of"
                    + " the JVM's direct memory if left out");
    private static final Argument<Integer> MAX_STREAMS = Argument.defaulted(
            "max_streams",
            ArgumentType.integer(1, Integer.MAX_VALUE),
            "100",
            "how many requests one connection of HTTP/2 may have under way");
    private static final Argument<Long> RATE_LIMIT = Argument.defaulted(
            "rate_limit",
            ArgumentType.integer(0L, 1_000_000_000L),
            "0",
            "how many events a second one address may send; 429 beyond; 0 is any number");
    private static final Argument<Duration> HEADER_TIMEOUT = Argument.defaulted(
            "header_timeout",
            ArgumentType.duration(MILLI),
            "10s",
            "how long the header of a request may take, or a new connection until its first one; 408 beyond");
    private static final Argument<Duration> BODY_TIMEOUT = Argument.defaulted(
            "body_timeout", ArgumentType.duration(MILLI), "30s", "how long a body may take; 408 beyond");
    private static final Argument<Duration> IDLE_TIMEOUT = Argument.defaulted(
            "idle_timeout", ArgumentType.duration(MILLI), "60s", "how long a connection may be open between requests");
    private static final Argument<Duration> REPLY_TIMEOUT = Argument.defaulted(
            "reply_timeout", ArgumentType.duration(MILLI), "30s", "how long a client may take to read an answer");
    private static final Argument<Duration> QUEUE_TIMEOUT = Argument.defaulted(
            "queue_timeout",
            ArgumentType.duration(MILLI),
            "1s",
            "how long a request waits for a place in its queue while the pipeline is full; 503 beyond");
    private static final Argument<Protocol> PROTOCOL = Argument.optional(
            Protocols.ARGUMENT,
            Protocols.decoding(),
            "what the data of events is read as; who sends what cannot be decoded gets 400");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.input.http")
            .summary("Receives events by HTTP/1.1 and HTTP/2; each path feeds a queue.")
            .arguments(
                    PORT,
                    ADDRESS,
                    RESOURCES,
                    HTTP2,
                    TLS,
                    TcpInputType.ALLOW,
                    TcpInputType.DENY,
                    TcpInputType.MAX_PER_ADDRESS,
                    TcpInputType.PROXY_PROTOCOL,
                    TRUSTED_PROXIES,
                    FORWARDED,
                    MAX_BODY,
                    MAX_HEADER,
                    MAX_EVENTS,
                    MAX_BUFFERED,
                    StreamArguments.MAX_CONNECTIONS,
                    MAX_STREAMS,
                    RATE_LIMIT,
                    TcpInputType.HANDSHAKE_TIMEOUT,
                    HEADER_TIMEOUT,
                    BODY_TIMEOUT,
                    IDLE_TIMEOUT,
                    REPLY_TIMEOUT,
                    QUEUE_TIMEOUT,
                    TcpInputType.KEEP_ALIVE,
                    TcpInputType.BACKLOG,
                    TcpInputType.REUSE_PORT,
                    TcpInputType.RECEIVE_BUFFER,
                    PROTOCOL)
            .queue(
                    "*",
                    "what was sent to a path, whose name it has, slashes as _ (outbox for /); header: remote_address,"
                            + " remote_port, local_port, transport, http_version, method, path, query, host,"
                            + " client_address, what is known of user_agent, content_type and user, proxy_address behind"
                            + " a proxy, and with TLS tls_version, tls_cipher, tls_subject, tls_protocol")
            .create(arguments -> new HttpInput(config(arguments)));

    private HttpInputType() {}

    static HttpInputConfig config(Arguments arguments) {
        HttpInputConfig.Builder builder = HttpInputConfig.builder()
                .port(arguments.get(PORT))
                .address(arguments.get(ADDRESS))
                .resources(arguments.get(RESOURCES))
                .http2(arguments.get(HTTP2))
                .socket(TcpInputType.socket(arguments))
                .peers(peers(arguments))
                .forwarding(forwarding(arguments))
                .limits(limits(arguments))
                .times(times(arguments));
        arguments.find(TLS).ifPresent(builder::tls);
        arguments.find(PROTOCOL).ifPresent(builder::protocol);
        return builder.build();
    }

    private static PeerRules peers(Arguments arguments) {
        ProxyProtocol proxyProtocol = arguments.get(TcpInputType.PROXY_PROTOCOL);
        return new PeerRules(
                TcpInputType.ranges(arguments, TcpInputType.ALLOW),
                TcpInputType.ranges(arguments, TcpInputType.DENY),
                arguments.get(TcpInputType.MAX_PER_ADDRESS),
                proxyProtocol,
                proxyProtocol == ProxyProtocol.OFF
                        ? AddressRanges.none()
                        : TcpInputType.ranges(arguments, TRUSTED_PROXIES));
    }

    private static HttpForwarding forwarding(Arguments arguments) {
        HttpForwarding.Header header = arguments.get(FORWARDED);
        boolean isOnlyOfProtocol =
                header == HttpForwarding.Header.NONE && arguments.get(TcpInputType.PROXY_PROTOCOL) != ProxyProtocol.OFF;
        return new HttpForwarding(
                header, isOnlyOfProtocol ? AddressRanges.none() : TcpInputType.ranges(arguments, TRUSTED_PROXIES));
    }

    private static HttpInputConfig.Limits limits(Arguments arguments) {
        return new HttpInputConfig.Limits(
                Math.toIntExact(arguments.get(MAX_BODY)),
                Math.toIntExact(arguments.get(MAX_HEADER)),
                arguments.get(MAX_EVENTS),
                arguments.find(MAX_BUFFERED).orElse(HttpInputConfig.Limits.DEFAULT.maxBufferedBytes()),
                arguments.get(StreamArguments.MAX_CONNECTIONS),
                arguments.get(MAX_STREAMS),
                arguments.get(RATE_LIMIT));
    }

    private static HttpInputConfig.Times times(Arguments arguments) {
        return new HttpInputConfig.Times(
                arguments.get(TcpInputType.HANDSHAKE_TIMEOUT),
                arguments.get(HEADER_TIMEOUT),
                arguments.get(BODY_TIMEOUT),
                arguments.get(IDLE_TIMEOUT),
                arguments.get(REPLY_TIMEOUT),
                arguments.get(QUEUE_TIMEOUT));
    }
}
