package io.wishbone.netty.output;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import io.wishbone.netty.codec.CodecArguments;
import io.wishbone.netty.framing.DelimiterPolicy;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.output.TcpOutputConfig.Replay;
import io.wishbone.netty.output.TcpOutputConfig.Strategy;
import io.wishbone.netty.tls.TlsArgument;
import io.wishbone.netty.tls.TlsConfig;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.Protocols;
import java.time.Duration;
import java.util.List;

/** Declares {@code wishbone.output.tcp}. */
final class TcpOutputType {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private static final Argument<List<Endpoint>> ENDPOINTS = EndpointList.several();
    private static final Argument<Strategy> STRATEGY = Argument.defaulted(
            "strategy",
            ArgumentType.choice(Strategy.class),
            "failover",
            "whether there is one connection, to the first endpoint that can be connected to, or one to each, which take"
                    + " events by turns");
    private static final Argument<Framing> FRAMING =
            Argument.defaulted("framing", Framing.argumentType(), "lines", "how events are told apart in the stream");
    private static final Argument<DelimiterPolicy> ON_DELIMITER = Argument.defaulted(
            "on_delimiter",
            ArgumentType.choice(DelimiterPolicy.class),
            "keep",
            "what becomes of an event that has the delimiter in it, which is LF for lines: it is sent as it is and makes"
                    + " several messages, is sent with escapes such as \\n, or goes to failed");
    private static final Argument<Duration> CONNECT_TIMEOUT = Argument.defaulted(
            "connect_timeout",
            ArgumentType.duration(SHORTEST),
            "10s",
            "how long an attempt to connect may take, and after it the handshake of TLS, each");
    private static final Argument<Duration> MIN_BACKOFF = Argument.defaulted(
            "min_backoff",
            ArgumentType.duration(SHORTEST),
            "100ms",
            "the upper end of the first random wait before a connection is tried again");
    private static final Argument<Duration> MAX_BACKOFF = Argument.defaulted(
            "max_backoff", ArgumentType.duration(SHORTEST), "10s", "the upper end to which that wait doubles");
    private static final Argument<Integer> MAX_ATTEMPTS = Argument.defaulted(
            "max_attempts",
            ArgumentType.integer(0, Integer.MAX_VALUE),
            "0",
            "after how many connections, on which it was written or due, an event goes to failed; 0 is never");
    private static final Argument<Duration> MAX_AGE = Argument.defaulted(
            "max_age",
            ArgumentType.duration(Duration.ZERO),
            "0",
            "after how long, give or take a tenth, a connection is replaced by a new one; 0 is never");
    private static final Argument<Duration> FAIL_BACK = Argument.defaulted(
            "fail_back",
            ArgumentType.duration(Duration.ZERO),
            "1m",
            "after how long a connection to another than the first endpoint is replaced, so that the first is tried"
                    + " again; 0 is never");
    private static final Argument<Replay> REPLAY_WINDOW = Argument.optional(
            "replay_window",
            ReplayReader.TYPE,
            "how much of what was flushed last is sent again after a connection broke; {bytes: 4MiB, age: 30s} if left"
                    + " out, off beside a codec");
    private static final Argument<Protocol> PROTOCOL =
            Argument.optional(Protocols.ARGUMENT, Protocols.encoding(), "what makes the bytes of each event");

    private static final Argument<TlsConfig> TLS = Argument.optional(
            "tls", TlsArgument.client(), "the TLS to speak, whose names docs/tls.md explains; none if left out");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.output.tcp")
            .summary("Sends each event as a message over long-lived TCP connections.")
            .arguments(
                    ENDPOINTS,
                    STRATEGY,
                    FRAMING,
                    ON_DELIMITER,
                    CONNECT_TIMEOUT,
                    MIN_BACKOFF,
                    MAX_BACKOFF,
                    MAX_ATTEMPTS,
                    MAX_AGE,
                    FAIL_BACK,
                    REPLAY_WINDOW,
                    PROTOCOL,
                    CodecArguments.CODEC,
                    CodecArguments.VALUES,
                    TLS)
            .queue("inbox", "what to send")
            .queue("successful", "events whose bytes were flushed")
            .create(arguments -> new TcpOutput(config(arguments)));

    private TcpOutputType() {}

    static TcpOutputConfig config(Arguments arguments) {
        TcpOutputConfig.Builder builder = TcpOutputConfig.builder()
                .endpoints(arguments.get(ENDPOINTS))
                .strategy(arguments.get(STRATEGY))
                .framing(arguments.get(FRAMING))
                .onDelimiter(arguments.get(ON_DELIMITER))
                .connectTimeout(arguments.get(CONNECT_TIMEOUT))
                .minBackoff(arguments.get(MIN_BACKOFF))
                .maxBackoff(arguments.get(MAX_BACKOFF))
                .maxAttempts(arguments.get(MAX_ATTEMPTS))
                .maxAge(arguments.get(MAX_AGE))
                .failBack(arguments.get(FAIL_BACK));
        arguments.find(REPLAY_WINDOW).ifPresent(builder::replay);
        arguments.find(PROTOCOL).ifPresent(builder::protocol);
        CodecArguments.read(arguments, FRAMING, ON_DELIMITER, PROTOCOL).ifPresent(builder::codec);
        arguments.find(TLS).ifPresent(builder::tls);
        return builder.build();
    }
}
