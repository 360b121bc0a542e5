package io.wishbone.netty.output;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.Protocols;
import java.time.Duration;

/** The arguments that all outputs of datagrams have. */
final class DatagramOutputArguments {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    static final Argument<Long> MAX_DATAGRAM = Argument.defaulted(
            "max_datagram",
            ArgumentType.size(1, DatagramOutputSettings.LARGEST_DATAGRAM),
            "65507",
            "the longest datagram");
    static final Argument<OversizeDatagrams> ON_OVERSIZE = Argument.defaulted(
            "on_oversize",
            ArgumentType.choice(OversizeDatagrams.class),
            "fail",
            "what becomes of an event that is longer: it goes to failed, is cut, or is sent in up to 128 chunks of GELF");
    static final Argument<Long> SEND_BUFFER = Argument.defaulted(
            "send_buffer",
            ArgumentType.size(DatagramOutputSettings.SMALLEST_BUFFER, DatagramOutputSettings.LARGEST_BUFFER),
            "4MiB",
            "how much the kernel is asked to keep of what it cannot send at once (SO_SNDBUF)");
    static final Argument<Duration> MIN_BACKOFF = Argument.defaulted(
            "min_backoff",
            ArgumentType.duration(SHORTEST),
            "100ms",
            "the upper end of the first random wait before the receiver is looked for again after an error");
    static final Argument<Duration> MAX_BACKOFF = Argument.defaulted(
            "max_backoff", ArgumentType.duration(SHORTEST), "10s", "the upper end to which that wait doubles");
    static final Argument<Integer> MAX_ATTEMPTS = Argument.defaulted(
            "max_attempts",
            ArgumentType.integer(0, Integer.MAX_VALUE),
            "0",
            "after how many times that the receiver was looked for in vain a waiting event goes to failed; 0 is never");
    static final Argument<Integer> MAX_IN_FLIGHT = Argument.defaulted(
            "max_in_flight",
            ArgumentType.integer(1, DatagramOutputSettings.MOST_IN_FLIGHT),
            "4096",
            "how many events are taken that the kernel has not taken yet; more wait in the queue");
    static final Argument<Long> MAX_IN_FLIGHT_BYTES = Argument.defaulted(
            "max_in_flight_bytes",
            ArgumentType.size(1, DatagramOutputSettings.LARGEST_BUFFER),
            "4MiB",
            "how many bytes these events may have together");
    static final Argument<Protocol> PROTOCOL =
            Argument.optional(Protocols.ARGUMENT, Protocols.encoding(), "what makes the bytes of each event");

    private DatagramOutputArguments() {}
}
