package io.wishbone.netty.output;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.netty.ReconnectArguments;
import io.wishbone.netty.StreamAck;
import io.wishbone.netty.codec.CodecArguments;
import io.wishbone.netty.framing.DelimiterPolicy;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.output.StreamOutputConfig.Replay;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.Protocols;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The arguments that outputs have in common which write messages to streams, declared once. */
final class StreamOutputArguments {
    private static final Argument<Framing> FRAMING =
            Argument.defaulted("framing", Framing.argumentType(), "lines", "how events are told apart in the stream");
    private static final Argument<DelimiterPolicy> ON_DELIMITER = Argument.optional(
            "on_delimiter",
            ArgumentType.choice(DelimiterPolicy.class),
            "what becomes of an event that has the delimiter in it, which is LF for lines: it is sent as it is and makes"
                    + " several messages, is sent with escapes such as \\n, or goes to failed; keep if left out, reject"
                    + " with ack");
    private static final Argument<Duration> WRITE_TIMEOUT = Argument.defaulted(
            "write_timeout",
            ArgumentType.duration(Duration.ZERO),
            "0",
            "after how long a connection is ended whose peer takes nothing; 0 is never");
    private static final Argument<Duration> MAX_AGE = Argument.defaulted(
            "max_age",
            ArgumentType.duration(Duration.ZERO),
            "0",
            "after how long, give or take a tenth, a connection is replaced by a new one; 0 is never");
    private static final Argument<Replay> REPLAY_WINDOW = Argument.optional(
            "replay_window",
            ReplayReader.TYPE,
            "how much of what was flushed last is sent again after a connection broke; {bytes: 4MiB, age: 30s} if left"
                    + " out, off with ack or beside a codec");
    private static final Argument<StreamAck> ACK = Argument.defaulted(
            "ack",
            ArgumentType.choice(StreamAck.class),
            "none",
            "whether the peer answers by lines how many messages it has taken, and what it has not is sent again");
    private static final Argument<Duration> ACK_TIMEOUT = Argument.defaulted(
            "ack_timeout",
            ArgumentType.duration(Duration.ofMillis(1)),
            "1m",
            "after how long a connection is ended whose peer acknowledges nothing more");
    private static final Argument<Protocol> PROTOCOL =
            Argument.optional(Protocols.ARGUMENT, Protocols.encoding(), "what makes the bytes of each event");

    static final String SUCCESSFUL =
            "events whose bytes were flushed, or acknowledged where the peer does so; header: endpoint";
    static final String REPLIES =
            "if connected, an event for each message that a peer sends, framed likewise; header: endpoint; not with ack";

    private StreamOutputArguments() {}

    /** The arguments of a kind of module: its own, then these. */
    static Argument<?>[] behind(Argument<?>... own) {
        List<Argument<?>> all = new ArrayList<>(List.of(own));
        all.addAll(List.of(
                FRAMING,
                ON_DELIMITER,
                ReconnectArguments.CONNECT_TIMEOUT,
                ReconnectArguments.MIN_BACKOFF,
                ReconnectArguments.MAX_BACKOFF));
        all.addAll(RetryArguments.POLICY);
        all.addAll(List.of(WRITE_TIMEOUT, MAX_AGE));
        all.addAll(RetryArguments.IN_FLIGHT);
        all.addAll(List.of(REPLAY_WINDOW, ACK, ACK_TIMEOUT, PROTOCOL, CodecArguments.CODEC, CodecArguments.VALUES));
        return all.toArray(Argument[]::new);
    }

    /** Sets what the arguments say. */
    static <B extends StreamOutputConfig.Builder<B>> B apply(Arguments arguments, B builder) {
        RetryArguments.applyPolicy(arguments, builder);
        RetryArguments.applyInFlight(arguments, builder);
        builder.framing(arguments.get(FRAMING))
                .connectTimeout(arguments.get(ReconnectArguments.CONNECT_TIMEOUT))
                .minBackoff(arguments.get(ReconnectArguments.MIN_BACKOFF))
                .maxBackoff(arguments.get(ReconnectArguments.MAX_BACKOFF))
                .writeTimeout(arguments.get(WRITE_TIMEOUT))
                .maxAge(arguments.get(MAX_AGE))
                .ack(arguments.get(ACK))
                .ackTimeout(arguments.get(ACK_TIMEOUT));
        arguments.find(ON_DELIMITER).ifPresent(builder::onDelimiter);
        arguments.find(REPLAY_WINDOW).ifPresent(builder::replay);
        arguments.find(PROTOCOL).ifPresent(builder::protocol);
        CodecArguments.read(arguments, FRAMING, ON_DELIMITER, ACK, PROTOCOL).ifPresent(builder::codec);
        return builder;
    }
}
