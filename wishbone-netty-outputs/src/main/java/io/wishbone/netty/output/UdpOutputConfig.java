package io.wishbone.netty.output;

import static io.wishbone.netty.output.StreamOutputConfig.check;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link UdpOutput} sends to and what it promises. <em>Immutable.</em>
 *
 * @param endpoints where to send to, one or more, of which each gets the next event; required
 * @param multicast what endpoints that are multicast groups are sent with; default {@link Multicast#DEFAULT}
 * @param datagrams how datagrams are sent
 */
public record UdpOutputConfig(List<Endpoint> endpoints, Multicast multicast, DatagramOutputConfig datagrams) {
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
            check(ttl >= 0 && ttl <= HIGHEST_TTL, "multicastTtl", ttl, "0 to 255");
            check(
                    networkInterface == null || !networkInterface.isBlank(),
                    "multicastInterface",
                    "\"" + networkInterface + "\"",
                    "the name or an address of an interface, such as eth0");
        }
    }

    public UdpOutputConfig {
        endpoints = List.copyOf(endpoints);
        check(!endpoints.isEmpty(), "endpoints", "none", "one or more, each host:port");
        Objects.requireNonNull(multicast, "multicast");
        Objects.requireNonNull(datagrams, "datagrams");
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

    /** Sets what differs from the defaults. <em>Confined to one thread.</em> */
    public static final class Builder extends DatagramOutputConfig.Builder<Builder> {
        private List<Endpoint> endpoints = List.of();
        private Multicast multicast = Multicast.DEFAULT;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

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

        /** See {@link UdpOutputConfig#multicast}. */
        public Builder multicast(Multicast value) {
            this.multicast = value;
            return this;
        }

        /** The configuration; checks it. */
        public UdpOutputConfig build() {
            return new UdpOutputConfig(endpoints, multicast, datagrams());
        }
    }
}
