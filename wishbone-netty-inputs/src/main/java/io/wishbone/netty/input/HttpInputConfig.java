package io.wishbone.netty.input;

import static io.wishbone.netty.input.StreamConfig.check;
import static io.wishbone.netty.input.StreamConfig.checkAtLeastMilli;

import io.netty.util.internal.PlatformDependent;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.input.TcpInputConfig.SocketConfig;
import io.wishbone.netty.tls.TlsConfig;
import io.wishbone.protocol.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link HttpInput} listens, and what it takes. <em>Immutable.</em>
 *
 * @param port 0 to 65,535; required; 0 takes any free port, which {@link HttpInput#boundAddress} tells
 * @param address the local address to listen on, a literal or a name; default {@code 127.0.0.1}
 * @param resources the paths that there are, at least one; default {@code /}, whose events go to {@code outbox}
 * @param http2 whether HTTP/2 is spoken, beside HTTP/1.1; default true
 * @param tls the TLS to speak; null, the default, is none
 * @param socket what the kernel is asked for
 * @param peers which peers are let in
 * @param forwarding whose word is taken for the address of a client
 * @param limits how much and how fast clients may send
 * @param times how long things may take
 * @param protocol what the data of events is read as; null, the default, leaves it as bytes
 * @param eventLoops the loops that serve the sockets; null, the default, is those that the router's modules share
 */
public record HttpInputConfig(
        int port,
        String address,
        List<HttpResource> resources,
        boolean http2,
        @Nullable TlsConfig tls,
        SocketConfig socket,
        PeerRules peers,
        HttpForwarding forwarding,
        Limits limits,
        Times times,
        @Nullable Protocol protocol,
        @Nullable EventLoops eventLoops) {
    private static final int HIGHEST_PORT = 65535;

    /**
     * How much and how fast clients may send. <em>Immutable.</em>
     *
     * @param maxBodyBytes the longest body of a request, also after it was decompressed, 1 to 2^30; default 1 MiB
     * @param maxHeaderBytes the longest header of a request, and its longest first line, 256 to 2^20; default 16 KiB
     * @param maxEvents how many events a request may bring, 1 or more; default 10,000
     * @param maxBufferedBytes how much all connections may keep of bodies that are not complete or not in their queue,
     *     64 KiB or more; default a quarter of the JVM's direct memory. Beyond, the request that keeps most is refused
     * @param maxConnections how many may be open, 1 or more; default 10,000; those beyond are closed and counted
     * @param maxStreams how many requests one connection of HTTP/2 may have under way, 1 or more; default 100
     * @param rateLimit how many events a second one address may send; 0, the default, is any number. Requests beyond
     *     are refused
     */
    public record Limits(
            int maxBodyBytes,
            int maxHeaderBytes,
            int maxEvents,
            long maxBufferedBytes,
            int maxConnections,
            int maxStreams,
            long rateLimit) {
        private static final int LARGEST_BODY = 1 << 30;
        private static final int SMALLEST_HEADER = 256;
        private static final int LARGEST_HEADER = 1 << 20;
        private static final int SMALLEST_BUFFER = 64 << 10;
        private static final long HIGHEST_RATE = 1_000_000_000;

        /** The defaults. */
        public static final Limits DEFAULT = new Limits(
                1 << 20,
                16 << 10,
                10_000,
                Math.max(SMALLEST_BUFFER, PlatformDependent.maxDirectMemory() / 4),
                10_000,
                100,
                0);

        public Limits {
            check(maxBodyBytes >= 1 && maxBodyBytes <= LARGEST_BODY, "maxBodyBytes", maxBodyBytes, "1 to 2^30");
            check(
                    maxHeaderBytes >= SMALLEST_HEADER && maxHeaderBytes <= LARGEST_HEADER,
                    "maxHeaderBytes",
                    maxHeaderBytes,
                    "256 to 2^20");
            check(maxEvents >= 1, "maxEvents", maxEvents, ">= 1");
            check(maxBufferedBytes >= SMALLEST_BUFFER, "maxBufferedBytes", maxBufferedBytes, ">= 65536");
            check(maxConnections >= 1, "maxConnections", maxConnections, ">= 1");
            check(maxStreams >= 1, "maxStreams", maxStreams, ">= 1");
            check(
                    rateLimit >= 0 && rateLimit <= HIGHEST_RATE,
                    "rateLimit",
                    rateLimit,
                    "0 to 10^9 events a second; 0 is any number");
        }
    }

    /**
     * How long things may take, each 1 ms to 365 days. <em>Immutable.</em>
     *
     * @param handshake the header of a proxy and the TLS handshake together; default 10 s
     * @param header the header of a request, from its first byte, or from the begin of a connection; default 10 s
     * @param body the body of a request; default 30 s
     * @param idle how long a connection may be open between requests; default 60 s
     * @param reply how long a client may take to read an answer; default 30 s
     * @param queue how long a request waits for a place in its queue until it is refused; default 1 s
     */
    public record Times(
            Duration handshake, Duration header, Duration body, Duration idle, Duration reply, Duration queue) {
        /** The defaults. */
        public static final Times DEFAULT = new Times(
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1));

        public Times {
            checkAtLeastMilli("handshakeTimeout", handshake);
            checkAtLeastMilli("headerTimeout", header);
            checkAtLeastMilli("bodyTimeout", body);
            checkAtLeastMilli("idleTimeout", idle);
            checkAtLeastMilli("replyTimeout", reply);
            checkAtLeastMilli("queueTimeout", queue);
        }
    }

    public HttpInputConfig {
        check(port >= 0 && port <= HIGHEST_PORT, "port", port, "0 to 65535");
        check(!address.isBlank(), "address", "\"" + address + "\"", "an address of this machine, such as 127.0.0.1");
        resources = List.copyOf(resources);
        check(!resources.isEmpty(), "resources", "none", "at least one path");
        Objects.requireNonNull(socket, "socket");
        Objects.requireNonNull(peers, "peers");
        check(protocol == null || protocol.canDecode(), "protocol", String.valueOf(protocol), "one that can decode");
        List<String> paths = new ArrayList<>();
        for (HttpResource resource : resources) {
            check(!paths.contains(resource.path()), "resources", resource.path() + " twice", "each path once");
            paths.add(resource.path());
            check(
                    resource.events() != HttpResource.Events.ARRAY || protocol != null,
                    "protocol",
                    "none",
                    "one that reads lists, such as json, since the events of " + resource.path() + " are of an array");
        }
        if (tls != null) {
            tls.requireServer();
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. <em>Confined to one thread.</em> */
    public static final class Builder {
        private int port = -1;
        private String address = "127.0.0.1";
        private List<HttpResource> resources = new ArrayList<>();
        private boolean http2 = true;
        private @Nullable TlsConfig tls;
        private SocketConfig socket = SocketConfig.DEFAULT;
        private PeerRules peers = PeerRules.DEFAULT;
        private HttpForwarding forwarding = HttpForwarding.NONE;
        private Limits limits = Limits.DEFAULT;
        private Times times = Times.DEFAULT;
        private @Nullable Protocol protocol;
        private @Nullable EventLoops eventLoops;

        private Builder() {}

        /** See {@link HttpInputConfig#port}. Required. */
        public Builder port(int value) {
            this.port = value;
            return this;
        }

        /** See {@link HttpInputConfig#address}. */
        public Builder address(String value) {
            this.address = value;
            return this;
        }

        /** Adds to {@link HttpInputConfig#resources}. */
        public Builder resource(HttpResource value) {
            this.resources.add(value);
            return this;
        }

        /** See {@link HttpInputConfig#resources}. */
        public Builder resources(List<HttpResource> values) {
            this.resources = new ArrayList<>(values);
            return this;
        }

        /** See {@link HttpInputConfig#http2}. */
        public Builder http2(boolean value) {
            this.http2 = value;
            return this;
        }

        /** See {@link HttpInputConfig#tls}. */
        public Builder tls(TlsConfig value) {
            this.tls = value;
            return this;
        }

        /** See {@link HttpInputConfig#socket}. */
        public Builder socket(SocketConfig value) {
            this.socket = value;
            return this;
        }

        /** See {@link HttpInputConfig#peers}. */
        public Builder peers(PeerRules value) {
            this.peers = value;
            return this;
        }

        /** See {@link HttpInputConfig#forwarding}. */
        public Builder forwarding(HttpForwarding value) {
            this.forwarding = value;
            return this;
        }

        /** See {@link HttpInputConfig#limits}. */
        public Builder limits(Limits value) {
            this.limits = value;
            return this;
        }

        /** See {@link HttpInputConfig#times}. */
        public Builder times(Times value) {
            this.times = value;
            return this;
        }

        /** See {@link HttpInputConfig#protocol}. */
        public Builder protocol(Protocol value) {
            this.protocol = value;
            return this;
        }

        /** See {@link HttpInputConfig#eventLoops}. */
        public Builder eventLoops(EventLoops value) {
            this.eventLoops = value;
            return this;
        }

        /** The configuration; checks it. */
        public HttpInputConfig build() {
            if (port == -1) {
                throw new IllegalArgumentException("port is missing (expected: 0 to 65535; 0 takes any free port)");
            }
            List<HttpResource> all =
                    resources.isEmpty() ? List.of(HttpResource.builder("/").build()) : resources;
            return new HttpInputConfig(
                    port, address, all, http2, tls, socket, peers, forwarding, limits, times, protocol, eventLoops);
        }
    }
}
