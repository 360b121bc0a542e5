package io.wishbone.netty;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import java.time.Duration;

/** The arguments by which bootstrap files give a {@link ReconnectConfig}, declared once. */
public final class ReconnectArguments {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** How long an attempt may take. */
    public static final Argument<Duration> CONNECT_TIMEOUT = Argument.defaulted(
            "connect_timeout",
            ArgumentType.duration(SHORTEST),
            "10s",
            "how long an attempt to connect may take, and after it the handshake of TLS, each");

    /** The first wait. */
    public static final Argument<Duration> MIN_BACKOFF = Argument.defaulted(
            "min_backoff",
            ArgumentType.duration(SHORTEST),
            "100ms",
            "the upper end of the first random wait before a connection is tried again");

    /** The longest wait. */
    public static final Argument<Duration> MAX_BACKOFF = Argument.defaulted(
            "max_backoff", ArgumentType.duration(SHORTEST), "10s", "the upper end to which that wait doubles");

    private ReconnectArguments() {}

    /** What the arguments say. */
    public static ReconnectConfig read(Arguments arguments) {
        return new ReconnectConfig(
                arguments.get(CONNECT_TIMEOUT), arguments.get(MIN_BACKOFF), arguments.get(MAX_BACKOFF));
    }
}
