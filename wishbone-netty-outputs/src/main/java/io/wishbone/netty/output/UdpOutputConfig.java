package io.wishbone.netty.output;

import io.wishbone.netty.EventLoops;
import io.wishbone.netty.codec.Codec;
import io.wishbone.protocol.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link UdpOutput} sends to and how it retries. <em>Immutable.</em>
 *
 * @param endpoints where to send to, one or more, of which each gets the next event; required
 * @param maxDatagramBytes the longest datagram, 1 to 65,527; default 65,507, the most that IPv4 carries
 * @param onOversize what becomes of longer events; default {@link OversizeDatagrams#FAIL}, the only one beside a codec
 * @param sendBufferBytes how much the kernel is asked to keep of what it cannot send at once (SO_SNDBUF), 2 KiB to 1
 *     GiB; default 4 MiB. The kernel may grant less (on Linux: {@code net.core.wmem_max})
 * @param minBackoff the upper end of the first random wait before the name is resolved again after an error, 1 ms or
 *     more; default 100 ms
 * @param maxBackoff the upper end to which it doubles, {@code minBackoff} to 365 days; default 10 s
 * @param maxAttempts after how many attempts to resolve and connect in vain, while it waited, an event goes to
 *     {@code failed}; 0, the default, is never
 * @param maxInFlight how many events are taken that the kernel has not taken yet, 1 to 2^20; default 4,096
 * @param maxInFlightBytes how many bytes they may have together, 1 to 2^30; default 4 MiB
 * @param multicast what endpoints that are multicast groups are sent with; default {@link Multicast#DEFAULT}
 * @param protocol makes the bytes of each event; null, the default, is its data, bytes as they are and anything else as
 *     UTF-8 text
 * @param codec makes Netty handlers that stand in the place of protocol; null, the default, is none
 * @param eventLoops the loops of which one serves the sockets; null, the default, is those that the router's modules
 *     share
 */
public record UdpOutputConfig(
        List<Endpoint> endpoints,
        int maxDatagramBytes,
        OversizeDatagrams onOversize,
        int sendBufferBytes,
        Duration minBackoff,
        Duration maxBackoff,
        int maxAttempts,
        int maxInFlight,
        long maxInFlightBytes,
        Multicast multicast,
        @Nullable Protocol protocol,
        @Nullable Codec codec,
        @Nullable EventLoops eventLoops) {
    /**
     * How datagrams are sent to multicast groups. <em>Immutable.</em>
     *
     * @param ttl over how many routers they may go, 0 to 255, and one more; 0 is not beyond this host
     * @param networkInterface the name or an address of the interface that they leave by; null is the one by which the
     *     system would send to the group
     * @param loopback whether this host's own members of the group get them, too
     */
    public record Multicast(int ttl, @Nullable String networkInterface, boolean loopback) {
        static final int HIGHEST_TTL = 255;

        /** Within the local network, by the system's interface, and to this host, too. */
        public static final Multicast DEFAULT = new Multicast(1, null, true);

        public Multicast {
            DatagramOutputSettings.check(ttl >= 0 && ttl <= HIGHEST_TTL, "multicastTtl", ttl, "0 to 255");
            DatagramOutputSettings.check(
                    networkInterface == null || !networkInterface.isBlank(),
                    "multicastInterface",
                    "\"" + networkInterface + "\"",
                    "the name or an address of an interface, such as eth0");
        }
    }

    public UdpOutputConfig {
        endpoints = List.copyOf(endpoints);
        DatagramOutputSettings.check(!endpoints.isEmpty(), "endpoints", "none", "one or more, each host:port");
        Objects.requireNonNull(multicast, "multicast");
        new DatagramOutputSettings(
                maxDatagramBytes,
                onOversize,
                sendBufferBytes,
                minBackoff,
                maxBackoff,
                maxAttempts,
                maxInFlight,
                maxInFlightBytes,
                protocol,
                codec,
                eventLoops);
    }

    DatagramOutputSettings settings() {
        return new DatagramOutputSettings(
                maxDatagramBytes,
                onOversize,
                sendBufferBytes,
                minBackoff,
                maxBackoff,
                maxAttempts,
                maxInFlight,
                maxInFlightBytes,
                protocol,
                codec,
                eventLoops);
    }

    List<UdpPeer> peers() {
        return endpoints.stream()
                .map(endpoint -> new UdpPeer(endpoint, multicast))
                .toList();
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private List<Endpoint> endpoints = List.of();
        private int maxDatagramBytes = DatagramOutputSettings.DEFAULT_MAX_DATAGRAM;
        private OversizeDatagrams onOversize = OversizeDatagrams.FAIL;
        private int sendBufferBytes = DatagramOutputSettings.DEFAULT_SEND_BUFFER;
        private Duration minBackoff = Duration.ofMillis(100);
        private Duration maxBackoff = Duration.ofSeconds(10);
        private int maxAttempts;
        private int maxInFlight = DatagramOutputSettings.DEFAULT_IN_FLIGHT;
        private long maxInFlightBytes = DatagramOutputSettings.DEFAULT_IN_FLIGHT_BYTES;
        private Multicast multicast = Multicast.DEFAULT;
        private @Nullable Protocol protocol;
        private @Nullable Codec codec;
        private @Nullable EventLoops eventLoops;

        private Builder() {}

        /** See {@link UdpOutputConfig#endpoints}: one, as {@code host:port}. This or {@link #endpoints} is required. */
        public Builder endpoint(String hostAndPort) {
            this.endpoints = List.of(Endpoint.parse(hostAndPort));
            return this;
        }

        /** See {@link UdpOutputConfig#endpoints}. */
        public Builder endpoints(List<Endpoint> value) {
            this.endpoints = List.copyOf(value);
            return this;
        }

        /** See {@link UdpOutputConfig#maxDatagramBytes}. */
        public Builder maxDatagramBytes(int value) {
            this.maxDatagramBytes = value;
            return this;
        }

        /** See {@link UdpOutputConfig#onOversize}. */
        public Builder onOversize(OversizeDatagrams value) {
            this.onOversize = value;
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

        /** See {@link UdpOutputConfig#maxAttempts}. */
        public Builder maxAttempts(int value) {
            this.maxAttempts = value;
            return this;
        }

        /** See {@link UdpOutputConfig#maxInFlight}. */
        public Builder maxInFlight(int value) {
            this.maxInFlight = value;
            return this;
        }

        /** See {@link UdpOutputConfig#maxInFlightBytes}. */
        public Builder maxInFlightBytes(long value) {
            this.maxInFlightBytes = value;
            return this;
        }

        /** See {@link UdpOutputConfig#multicast}. */
        public Builder multicast(Multicast value) {
            this.multicast = value;
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
            return new UdpOutputConfig(
                    endpoints,
                    maxDatagramBytes,
                    onOversize,
                    sendBufferBytes,
                    minBackoff,
                    maxBackoff,
                    maxAttempts,
                    maxInFlight,
                    maxInFlightBytes,
                    multicast,
                    protocol,
                    codec,
                    eventLoops);
        }
    }
}
