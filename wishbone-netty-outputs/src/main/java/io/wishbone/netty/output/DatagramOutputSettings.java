package io.wishbone.netty.output;

import io.wishbone.netty.EventLoops;
import io.wishbone.netty.codec.Codec;
import io.wishbone.protocol.Protocol;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What all outputs of datagrams are told; the records of each kind explain the values. <em>Immutable.</em> */
record DatagramOutputSettings(
        int maxDatagramBytes,
        OversizeDatagrams onOversize,
        int sendBufferBytes,
        Duration minBackoff,
        Duration maxBackoff,
        int maxAttempts,
        int maxInFlight,
        long maxInFlightBytes,
        @Nullable Protocol protocol,
        @Nullable Codec codec,
        @Nullable EventLoops eventLoops) {
    /** IPv6 without jumbograms: RFC 8200, less the header of RFC 768. */
    static final int LARGEST_DATAGRAM = 65535 - 8;

    /** The most that IPv4 carries. */
    static final int DEFAULT_MAX_DATAGRAM = 65507;

    static final int SMALLEST_BUFFER = 2 << 10;
    static final int LARGEST_BUFFER = 1 << 30;
    static final int DEFAULT_SEND_BUFFER = 4 << 20;
    static final int MOST_IN_FLIGHT = 1 << 20;
    static final int DEFAULT_IN_FLIGHT = 4096;
    static final long DEFAULT_IN_FLIGHT_BYTES = 4 << 20;
    private static final String GELF = "gelf";
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofDays(365);

    DatagramOutputSettings {
        Objects.requireNonNull(onOversize, "onOversize");
        range("maxDatagramBytes", maxDatagramBytes, 1, LARGEST_DATAGRAM);
        range("sendBufferBytes", sendBufferBytes, SMALLEST_BUFFER, LARGEST_BUFFER);
        check(minBackoff.compareTo(SHORTEST) >= 0, "minBackoff", minBackoff, "1 ms or more");
        check(
                maxBackoff.compareTo(minBackoff) >= 0,
                "maxBackoff",
                maxBackoff,
                "minBackoff, " + minBackoff + ", or more");
        check(maxBackoff.compareTo(LONGEST_BACKOFF) <= 0, "maxBackoff", maxBackoff, "365 days or less");
        check(maxAttempts >= 0, "maxAttempts", maxAttempts, ">= 0; 0 is without end");
        range("maxInFlight", maxInFlight, 1, MOST_IN_FLIGHT);
        range("maxInFlightBytes", maxInFlightBytes, 1, LARGEST_BUFFER);
        check(protocol == null || protocol.canEncode(), "protocol", String.valueOf(protocol), "one that can encode");
        check(
                codec == null || protocol == null,
                "protocol",
                String.valueOf(protocol),
                "none beside a codec, which replaces it");
        check(
                codec == null || onOversize == OversizeDatagrams.FAIL,
                "onOversize",
                onOversize,
                "FAIL beside a codec, which makes the datagrams");
        if (onOversize == OversizeDatagrams.CHUNK_GELF) {
            checkGelf(protocol, maxDatagramBytes);
        }
    }

    /** Events that are written as they are may be GELF already. */
    private static void checkGelf(@Nullable Protocol protocol, int maxDatagramBytes) {
        check(
                protocol == null || protocol.name().equals(GELF),
                "onOversize",
                OversizeDatagrams.CHUNK_GELF,
                "FAIL or TRUNCATE with the protocol " + protocol + ", whose receivers know no chunks of GELF");
        check(
                maxDatagramBytes > GelfChunking.HEADER_BYTES,
                "maxDatagramBytes",
                maxDatagramBytes,
                "more than the " + GelfChunking.HEADER_BYTES + " bytes before each chunk");
    }

    private static void range(String name, long value, long least, long most) {
        check(value >= least && value <= most, name, value, least + " to " + most);
    }

    static void check(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    DatagramSizing sizing() {
        return new DatagramSizing(maxDatagramBytes, onOversize);
    }
}
