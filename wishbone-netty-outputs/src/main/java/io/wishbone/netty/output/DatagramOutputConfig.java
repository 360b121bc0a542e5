package io.wishbone.netty.output;

import static io.wishbone.netty.output.StreamOutputConfig.check;

import io.wishbone.netty.EventLoops;
import io.wishbone.netty.codec.Codec;
import io.wishbone.protocol.Protocol;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an output sends datagrams, and what it promises of them, wherever they go. <em>Immutable.</em>
 *
 * @param maxDatagramBytes the longest datagram, 1 to 65,527; default 65,507, the most that IPv4 carries
 * @param onOversize what becomes of longer events; default {@link OversizeDatagrams#FAIL}, the only one beside a codec
 * @param sendBufferBytes how much the kernel is asked to keep of what it cannot send at once (SO_SNDBUF), 2 KiB to 1
 *     GiB; default 4 MiB. The kernel may grant less (on Linux: {@code net.core.wmem_max})
 * @param minBackoff the upper end of the first random wait before the receiver is looked for again after an error, 1 ms
 *     or more; default 100 ms
 * @param maxBackoff the upper end to which it doubles, {@code minBackoff} to 365 days; default 10 s
 * @param retry when it gives events up that wait for the receiver, where an attempt is to look for it; default
 *     {@link RetryPolicy#FOREVER}
 * @param inFlight how much is taken that the kernel has not taken yet; default {@link InFlight#DEFAULT}
 * @param protocol makes the bytes of each event; null, the default, is its data, bytes as they are and anything else as
 *     UTF-8 text
 * @param codec makes Netty handlers that stand in the place of protocol; null, the default, is none
 * @param eventLoops the loops of which one serves the sockets; null, the default, is those that the router's modules
 *     share
 */
public record DatagramOutputConfig(
        int maxDatagramBytes,
        OversizeDatagrams onOversize,
        int sendBufferBytes,
        Duration minBackoff,
        Duration maxBackoff,
        RetryPolicy retry,
        InFlight inFlight,
        @Nullable Protocol protocol,
        @Nullable Codec codec,
        @Nullable EventLoops eventLoops) {
    /** IPv6 without jumbograms: RFC 8200, less the header of RFC 768. */
    static final int LARGEST_DATAGRAM = 65535 - 8;

    static final int SMALLEST_BUFFER = 2 << 10;
    static final int LARGEST_BUFFER = 1 << 30;

    /** The most that IPv4 carries. */
    private static final int DEFAULT_MAX_DATAGRAM = 65507;

    private static final int DEFAULT_SEND_BUFFER = 4 << 20;
    private static final String GELF = "gelf";
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofDays(365);

    public DatagramOutputConfig {
        Objects.requireNonNull(onOversize, "onOversize");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(inFlight, "inFlight");
        range("maxDatagramBytes", maxDatagramBytes, 1, LARGEST_DATAGRAM);
        range("sendBufferBytes", sendBufferBytes, SMALLEST_BUFFER, LARGEST_BUFFER);
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

    DatagramSizing sizing() {
        return new DatagramSizing(maxDatagramBytes, onOversize);
    }

    /**
     * Sets what differs from the defaults, for the configurations that have a {@link DatagramOutputConfig} in them.
     * <em>Confined to one thread.</em>
     *
     * @param <B> the builder itself
     */
    public abstract static class Builder<B extends Builder<B>> extends OutputBuilder<B> {
        private int maxDatagramBytes = DEFAULT_MAX_DATAGRAM;
        private OversizeDatagrams onOversize = OversizeDatagrams.FAIL;
        private int sendBufferBytes = DEFAULT_SEND_BUFFER;
        private @Nullable Codec codec;

        Builder() {}

        /** See {@link DatagramOutputConfig#maxDatagramBytes}. */
        public B maxDatagramBytes(int value) {
            this.maxDatagramBytes = value;
            return self();
        }

        /** See {@link DatagramOutputConfig#onOversize}. */
        public B onOversize(OversizeDatagrams value) {
            this.onOversize = value;
            return self();
        }

        /** See {@link DatagramOutputConfig#sendBufferBytes}. */
        public B sendBufferBytes(int value) {
            this.sendBufferBytes = value;
            return self();
        }

        /** See {@link DatagramOutputConfig#codec}. */
        public B codec(Codec value) {
            this.codec = value;
            return self();
        }

        /** What was set; checks it. */
        final DatagramOutputConfig datagrams() {
            return new DatagramOutputConfig(
                    maxDatagramBytes,
                    onOversize,
                    sendBufferBytes,
                    minBackoff(),
                    maxBackoff(),
                    retry(),
                    inFlight(),
                    protocol(),
                    codec,
                    eventLoops());
        }
    }
}
