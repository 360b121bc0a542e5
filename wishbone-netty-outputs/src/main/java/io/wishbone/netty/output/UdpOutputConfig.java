package io.wishbone.netty.output;

import io.wishbone.netty.EventLoops;
import io.wishbone.netty.codec.Codec;
import io.wishbone.protocol.Protocol;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link UdpOutput} sends to and how it retries. <em>Immutable.</em>
 *
 * @param endpoint where to send to; required
 * @param maxDatagramBytes the longest datagram, 1 to 65,527; default 65,507, the most that IPv4 carries. Longer events
 *     go to {@code failed}
 * @param sendBufferBytes how much the kernel is asked to keep of what it cannot send at once (SO_SNDBUF), 2 KiB or
 *     more; default 4 MiB. The kernel may grant less (on Linux: {@code net.core.wmem_max})
 * @param minBackoff the upper end of the first random wait before the name is resolved again, 1 ms or more; default 100
 *     ms
 * @param maxBackoff the upper end to which it doubles, {@code minBackoff} to 365 days; default 10 s
 * @param protocol makes the bytes of each event; null, the default, is its data, bytes as they are and anything else as
 *     UTF-8 text
 * @param codec makes Netty handlers that stand in the place of protocol; null, the default, is none
 * @param eventLoops the loops of which one serves the socket; null, the default, is those that the router's modules
 *     share
 */
public record UdpOutputConfig(
        Endpoint endpoint,
        int maxDatagramBytes,
        int sendBufferBytes,
        Duration minBackoff,
        Duration maxBackoff,
        @Nullable Protocol protocol,
        @Nullable Codec codec,
        @Nullable EventLoops eventLoops) {
    /** IPv6 without jumbograms: RFC 8200, less the header of RFC 768. */
    static final int LARGEST_DATAGRAM = 65535 - 8;

    static final int SMALLEST_BUFFER = 2 << 10;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofDays(365);

    public UdpOutputConfig {
        Objects.requireNonNull(endpoint, "endpoint is missing (expected: host:port)");
        check(
                maxDatagramBytes >= 1 && maxDatagramBytes <= LARGEST_DATAGRAM,
                "maxDatagramBytes",
                maxDatagramBytes,
                "1 to " + LARGEST_DATAGRAM);
        check(sendBufferBytes >= SMALLEST_BUFFER, "sendBufferBytes", sendBufferBytes, ">= " + SMALLEST_BUFFER);
        check(minBackoff.compareTo(SHORTEST) >= 0, "minBackoff", minBackoff, "1 ms or more");
        check(
                maxBackoff.compareTo(minBackoff) >= 0,
                "maxBackoff",
                maxBackoff,
                "minBackoff, " + minBackoff + ", or more");
        check(maxBackoff.compareTo(LONGEST_BACKOFF) <= 0, "maxBackoff", maxBackoff, "365 days or less");
        check(protocol == null || protocol.canEncode(), "protocol", String.valueOf(protocol), "one that can encode");
        check(
                codec == null || protocol == null,
                "protocol",
                String.valueOf(protocol),
                "none beside a codec, which replaces it");
    }

    private static void check(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private @Nullable Endpoint endpoint;
        private int maxDatagramBytes = 65507;
        private int sendBufferBytes = 4 << 20;
        private Duration minBackoff = Duration.ofMillis(100);
        private Duration maxBackoff = Duration.ofSeconds(10);
        private @Nullable Protocol protocol;
        private @Nullable Codec codec;
        private @Nullable EventLoops eventLoops;

        private Builder() {}

        /** See {@link UdpOutputConfig#endpoint}, as {@code host:port}. Required. */
        public Builder endpoint(String hostAndPort) {
            this.endpoint = Endpoint.parse(hostAndPort);
            return this;
        }

        /** See {@link UdpOutputConfig#maxDatagramBytes}. */
        public Builder maxDatagramBytes(int value) {
            this.maxDatagramBytes = value;
            return this;
        }

        /** See {@link UdpOutputConfig#sendBufferBytes}. */
        public Builder sendBufferBytes(int value) {
            this.sendBufferBytes = value;
            return this;
        }

        /** See {@link UdpOutputConfig#minBackoff}. */
        public Builder minBackoff(Duration value) {
            this.minBackoff = value;
            return this;
        }

        /** See {@link UdpOutputConfig#maxBackoff}. */
        public Builder maxBackoff(Duration value) {
            this.maxBackoff = value;
            return this;
        }

        /** See {@link UdpOutputConfig#protocol}. */
        public Builder protocol(Protocol value) {
            this.protocol = value;
            return this;
        }

        /** See {@link UdpOutputConfig#codec}. */
        public Builder codec(Codec value) {
            this.codec = value;
            return this;
        }

        /** See {@link UdpOutputConfig#eventLoops}. */
        public Builder eventLoops(EventLoops value) {
            this.eventLoops = value;
            return this;
        }

        /** The configuration; checks it. */
        public UdpOutputConfig build() {
            if (endpoint == null) {
                throw new IllegalArgumentException("endpoint is missing (expected: host:port)");
            }
            return new UdpOutputConfig(
                    endpoint, maxDatagramBytes, sendBufferBytes, minBackoff, maxBackoff, protocol, codec, eventLoops);
        }
    }
}
