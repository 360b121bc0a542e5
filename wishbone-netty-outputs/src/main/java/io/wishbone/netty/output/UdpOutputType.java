package io.wishbone.netty.output;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import io.wishbone.netty.codec.CodecArguments;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.Protocols;
import java.time.Duration;

/** Declares {@code wishbone.output.udp}. */
final class UdpOutputType {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private static final Argument<Endpoint> ENDPOINTS = EndpointList.one();
    private static final Argument<Long> MAX_DATAGRAM = Argument.defaulted(
            "max_datagram",
            ArgumentType.size(1, UdpOutputConfig.LARGEST_DATAGRAM),
            "65507",
            "the longest datagram; longer events go to failed");
    private static final Argument<Long> SEND_BUFFER = Argument.defaulted(
            "send_buffer",
            ArgumentType.size(UdpOutputConfig.SMALLEST_BUFFER, 1 << 30),
            "4MiB",
            "how much the kernel is asked to keep of what it cannot send at once (SO_SNDBUF)");
    private static final Argument<Duration> MIN_BACKOFF = Argument.defaulted(
            "min_backoff",
            ArgumentType.duration(SHORTEST),
            "100ms",
            "the upper end of the first random wait before the name is resolved again after an error");
    private static final Argument<Duration> MAX_BACKOFF = Argument.defaulted(
            "max_backoff", ArgumentType.duration(SHORTEST), "10s", "the upper end to which that wait doubles");
    private static final Argument<Protocol> PROTOCOL =
            Argument.optional(Protocols.ARGUMENT, Protocols.encoding(), "what makes the bytes of each event");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.output.udp")
            .summary("Sends each event as a datagram.")
            .arguments(
                    ENDPOINTS,
                    MAX_DATAGRAM,
                    SEND_BUFFER,
                    MIN_BACKOFF,
                    MAX_BACKOFF,
                    PROTOCOL,
                    CodecArguments.CODEC,
                    CodecArguments.VALUES)
            .queue("inbox", "what to send")
            .queue("successful", "events that the kernel took")
            .create(arguments -> new UdpOutput(config(arguments)));

    private UdpOutputType() {}

    static UdpOutputConfig config(Arguments arguments) {
        UdpOutputConfig.Builder builder = UdpOutputConfig.builder()
                .endpoint(arguments.get(ENDPOINTS).toString())
                .maxDatagramBytes(Math.toIntExact(arguments.get(MAX_DATAGRAM)))
                .sendBufferBytes(Math.toIntExact(arguments.get(SEND_BUFFER)))
                .minBackoff(arguments.get(MIN_BACKOFF))
                .maxBackoff(arguments.get(MAX_BACKOFF));
        arguments.find(PROTOCOL).ifPresent(builder::protocol);
        CodecArguments.read(arguments, PROTOCOL).ifPresent(builder::codec);
        return builder.build();
    }
}
