package io.wishbone.netty.output;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.netty.codec.CodecArguments;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.Protocols;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The arguments that all outputs of datagrams have. */
final class DatagramOutputArguments {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    static final Argument<Long> MAX_DATAGRAM = Argument.defaulted(
            "max_datagram",
            ArgumentType.size(1, DatagramOutputConfig.LARGEST_DATAGRAM),
            "65507",
            "the longest datagram");
    static final Argument<OversizeDatagrams> ON_OVERSIZE = Argument.defaulted(
            "on_oversize",
            ArgumentType.choice(OversizeDatagrams.class),
            "fail",
            "what becomes of an event that is longer: it goes to failed, is cut, or is sent in up to 128 chunks of GELF");
    static final Argument<Long> SEND_BUFFER = Argument.defaulted(
            "send_buffer",
            ArgumentType.size(DatagramOutputConfig.SMALLEST_BUFFER, DatagramOutputConfig.LARGEST_BUFFER),
            "4MiB",
            "how much the kernel is asked to keep of what it cannot send at once (SO_SNDBUF)");
    static final Argument<Duration> MIN_BACKOFF = Argument.defaulted(
            "min_backoff",
            ArgumentType.duration(SHORTEST),
            "100ms",
            "the upper end of the first random wait before the receiver is looked for again after an error");
    static final Argument<Duration> MAX_BACKOFF = Argument.defaulted(
            "max_backoff", ArgumentType.duration(SHORTEST), "10s", "the upper end to which that wait doubles");
    static final Argument<Protocol> PROTOCOL =
            Argument.optional(Protocols.ARGUMENT, Protocols.encoding(), "what makes the bytes of each event");

    static final String SUCCESSFUL = "events that the kernel took; header: endpoint";

    private DatagramOutputArguments() {}

    /** The arguments of a kind of module: its own, then these. */
    static Argument<?>[] behind(Argument<?>... own) {
        List<Argument<?>> all = new ArrayList<>(List.of(own));
        all.addAll(List.of(MAX_DATAGRAM, ON_OVERSIZE, SEND_BUFFER, MIN_BACKOFF, MAX_BACKOFF));
        all.addAll(RetryArguments.POLICY);
        all.addAll(RetryArguments.IN_FLIGHT);
        all.addAll(List.of(PROTOCOL, CodecArguments.CODEC, CodecArguments.VALUES));
        return all.toArray(Argument[]::new);
    }

    /** Sets what the arguments say. */
    static <B extends DatagramOutputConfig.Builder<B>> B apply(Arguments arguments, B builder) {
        RetryArguments.applyPolicy(arguments, builder);
        RetryArguments.applyInFlight(arguments, builder);
        builder.maxDatagramBytes(Math.toIntExact(arguments.get(MAX_DATAGRAM)))
                .onOversize(arguments.get(ON_OVERSIZE))
                .sendBufferBytes(Math.toIntExact(arguments.get(SEND_BUFFER)))
                .minBackoff(arguments.get(MIN_BACKOFF))
                .maxBackoff(arguments.get(MAX_BACKOFF));
        arguments.find(PROTOCOL).ifPresent(builder::protocol);
        CodecArguments.read(arguments, PROTOCOL, ON_OVERSIZE).ifPresent(builder::codec);
        return builder;
    }
}
