package io.wishbone.netty.output;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import java.time.Duration;
import java.util.List;

/** The arguments of all network outputs that say what they keep and when they give it up, declared once. */
final class RetryArguments {
    private static final Argument<Integer> MAX_ATTEMPTS = Argument.defaulted(
            "max_attempts",
            ArgumentType.integer(0, Integer.MAX_VALUE),
            "0",
            "after how many attempts in vain to send it, or to connect while it waited, an event goes to failed; 0 is"
                    + " never");
    private static final Argument<Duration> DEADLINE = Argument.defaulted(
            "deadline",
            ArgumentType.duration(Duration.ZERO),
            "0",
            "after how long an event goes to failed that is neither sent nor on its way; 0 is never");
    private static final Argument<Integer> CIRCUIT_BREAKER = Argument.defaulted(
            "circuit_breaker",
            ArgumentType.integer(0, Integer.MAX_VALUE),
            "0",
            "after how many attempts in vain in a row events go to failed at once, until one succeeds; 0 is never");
    private static final Argument<Integer> MAX_IN_FLIGHT = Argument.defaulted(
            "max_in_flight",
            ArgumentType.integer(1, Integer.MAX_VALUE),
            "4096",
            "how many events it keeps that are not delivered, for each connection of a stream, before it takes no more");
    private static final Argument<Long> MAX_IN_FLIGHT_BYTES = Argument.defaulted(
            "max_in_flight_bytes", ArgumentType.size(1, Long.MAX_VALUE), "4MiB", "how many bytes such events may have");

    /** When events are given up. */
    static final List<Argument<?>> POLICY = List.of(MAX_ATTEMPTS, DEADLINE, CIRCUIT_BREAKER);

    /** How much is kept. */
    static final List<Argument<?>> IN_FLIGHT = List.of(MAX_IN_FLIGHT, MAX_IN_FLIGHT_BYTES);

    private RetryArguments() {}

    /** Sets when events are given up. */
    static <B extends OutputBuilder<B>> B applyPolicy(Arguments arguments, B builder) {
        return builder.maxAttempts(arguments.get(MAX_ATTEMPTS))
                .deadline(arguments.get(DEADLINE))
                .circuitBreaker(arguments.get(CIRCUIT_BREAKER));
    }

    /** Sets how much is kept. */
    static <B extends OutputBuilder<B>> B applyInFlight(Arguments arguments, B builder) {
        return builder.maxInFlight(arguments.get(MAX_IN_FLIGHT)).maxInFlightBytes(arguments.get(MAX_IN_FLIGHT_BYTES));
    }
}
