package io.wishbone.netty;

import java.time.Duration;

/**
 * How a connection is made, and made again after it broke: in the background, after a random wait whose upper end
 * doubles; see {@link Backoff}. <em>Immutable.</em>
 *
 * @param connectTimeout how long an attempt to connect may take, and after it the handshake of TLS, each; 1 ms to 24
 *     days; default 10 s
 * @param minBackoff the upper end of the first random wait before a connection is tried again, 1 ms or more; default
 *     100 ms
 * @param maxBackoff the upper end to which it doubles, {@code minBackoff} to 365 days; default 10 s
 */
public record ReconnectConfig(Duration connectTimeout, Duration minBackoff, Duration maxBackoff) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST_CONNECT = Duration.ofDays(24);
    private static final Duration LONGEST_BACKOFF = Duration.ofDays(365);

    /** The defaults. */
    public static final ReconnectConfig DEFAULT =
            new ReconnectConfig(Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofSeconds(10));

    public ReconnectConfig {
        check(
                connectTimeout.compareTo(SHORTEST) >= 0 && connectTimeout.compareTo(LONGEST_CONNECT) <= 0,
                "connectTimeout",
                connectTimeout,
                "1 ms to 24 days");
        check(minBackoff.compareTo(SHORTEST) >= 0, "minBackoff", minBackoff, "1 ms or more");
        check(
                maxBackoff.compareTo(minBackoff) >= 0,
                "maxBackoff",
                maxBackoff,
                "minBackoff, " + minBackoff + ", or more");
        check(maxBackoff.compareTo(LONGEST_BACKOFF) <= 0, "maxBackoff", maxBackoff, "365 days or less");
    }

    /** {@link #connectTimeout} in milliseconds, as Netty takes it. */
    public int connectTimeoutMillis() {
        return Math.toIntExact(connectTimeout.toMillis());
    }

    private static void check(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
