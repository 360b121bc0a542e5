package io.wishbone.netty.input;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.netty.StreamAck;
import io.wishbone.netty.codec.CodecArguments;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.framing.OversizePolicy;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.Protocols;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The arguments that inputs have in common whose peers send streams, declared once. */
final class StreamArguments {
    private static final Duration MILLI = Duration.ofMillis(1);

    private static final Argument<Framing> FRAMING =
            Argument.defaulted("framing", Framing.argumentType(), "lines", "how the stream is cut into events");
    private static final Argument<Long> MAX_FRAME = Argument.defaulted(
            "max_frame", ArgumentType.size(1, 1 << 30), "64KiB", "the longest event, what frames it not counted");
    private static final Argument<OversizePolicy> ON_OVERSIZE = Argument.defaulted(
            "on_oversize",
            ArgumentType.choice(OversizePolicy.class),
            "discard",
            "what becomes of a longer one: it is cut, dropped and counted, or its connection is closed");
    private static final Argument<Boolean> EMIT_PARTIAL = Argument.defaulted(
            "emit_partial",
            ArgumentType.flag(),
            "true",
            "whether what a peer that closes in an orderly way has sent without the delimiter, or line ending, is an"
                    + " event; never with ack");
    static final Argument<Integer> MAX_CONNECTIONS = Argument.defaulted(
            "max_connections",
            ArgumentType.integer(1, Integer.MAX_VALUE),
            "10000",
            "how many connections may be open; those beyond are closed and counted");
    private static final Argument<Duration> IDLE_TIMEOUT = Argument.defaulted(
            "idle_timeout",
            ArgumentType.duration(Duration.ZERO),
            "0",
            "after how long without a byte a connection is closed; 0 is never");
    private static final Argument<Duration> MAX_AGE = Argument.defaulted(
            "max_age",
            ArgumentType.duration(Duration.ZERO),
            "0",
            "after how long, give or take a tenth, a connection is ended; 0 is never");
    private static final Argument<Long> RATE_LIMIT = Argument.defaulted(
            "rate_limit",
            ArgumentType.integer(0L, 1_000_000_000L),
            "0",
            "how many events a second one address may send, or one connection where peers have no addresses; who sends"
                    + " more has to wait; 0 is any number");
    private static final Argument<Duration> REPLY_TIMEOUT = Argument.defaulted(
            "reply_timeout",
            ArgumentType.duration(MILLI),
            "30s",
            "how long a peer may take to read a reply, and how long a connection whose peer has ended its side waits for"
                    + " replies");
    private static final Argument<StreamAck> ACK = Argument.defaulted(
            "ack",
            ArgumentType.choice(StreamAck.class),
            "none",
            "whether each peer is told by lines how many of its messages were delivered; one whose event was not is cut off,"
                    + " so that it sends it again");
    private static final Argument<Long> MAX_BUFFERED = Argument.optional(
            "max_buffered",
            ArgumentType.size(64 << 10, Long.MAX_VALUE),
            "how much all connections may keep of unfinished messages; beyond, the one that keeps most is closed and"
                    + " counted; a quarter of the JVM's direct memory if left out");
    private static final Argument<Protocol> PROTOCOL = Argument.optional(
            Protocols.ARGUMENT,
            Protocols.decoding(),
            "what each message is read as; one that cannot be decoded goes to failed as it came");

    static final String OUTBOX = "the events; header: ";
    static final String CONNECTIONS =
            "if connected, an event for each connection that can be read (event: opened) and that has ended (event: closed,"
                    + " with reason, seconds, messages, bytes)";
    static final String REPLY =
            "an event that came from here, or what was made of it: its data is written to the connection that it came from";

    private StreamArguments() {}

    /** The arguments of a kind of module: its own, then these. */
    static Argument<?>[] behind(Argument<?>... own) {
        List<Argument<?>> all = new ArrayList<>(List.of(own));
        all.addAll(List.of(
                FRAMING,
                MAX_FRAME,
                ON_OVERSIZE,
                EMIT_PARTIAL,
                MAX_CONNECTIONS,
                IDLE_TIMEOUT,
                MAX_AGE,
                RATE_LIMIT,
                REPLY_TIMEOUT,
                ACK,
                MAX_BUFFERED,
                PROTOCOL,
                CodecArguments.CODEC,
                CodecArguments.VALUES));
        return all.toArray(Argument[]::new);
    }

    /** Sets what the arguments say. */
    static <B extends StreamConfig.Builder<B>> B apply(Arguments arguments, B builder) {
        builder.framing(arguments.get(FRAMING))
                .maxFrameBytes(Math.toIntExact(arguments.get(MAX_FRAME)))
                .onOversize(arguments.get(ON_OVERSIZE))
                .emitPartial(arguments.get(EMIT_PARTIAL))
                .maxConnections(arguments.get(MAX_CONNECTIONS))
                .idleTimeout(arguments.get(IDLE_TIMEOUT))
                .maxAge(arguments.get(MAX_AGE))
                .rateLimit(arguments.get(RATE_LIMIT))
                .replyTimeout(arguments.get(REPLY_TIMEOUT))
                .ack(arguments.get(ACK));
        arguments.find(PROTOCOL).ifPresent(builder::protocol);
        CodecArguments.read(arguments, FRAMING, MAX_FRAME, ON_OVERSIZE, EMIT_PARTIAL, ACK, PROTOCOL)
                .ifPresent(builder::codec);
        arguments.find(MAX_BUFFERED).ifPresent(builder::maxBufferedBytes);
        return builder;
    }
}
