package io.wishbone.netty.output;

import io.wishbone.netty.EventLoops;
import io.wishbone.netty.UnixSocketFile;
import io.wishbone.netty.codec.Codec;
import io.wishbone.protocol.Protocol;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link UnixDatagramOutput} sends to and how it retries. <em>Immutable.</em>
 *
 * @param path where the receiver's socket is, up to 107 bytes on Linux and 103 elsewhere; required. {@code @} and a
 *     name is a socket of Linux's abstract namespace, which has no file
 * @param maxDatagramBytes the longest datagram, 1 to 65,527; default 65,507, the most that IPv4 carries
 * @param onOversize what becomes of longer events; default {@link OversizeDatagrams#FAIL}, the only one beside a codec
 * @param sendBufferBytes how much the kernel is asked to keep of what it cannot send at once (SO_SNDBUF), 2 KiB to 1
 *     GiB; default 4 MiB. The kernel may grant less (on Linux: {@code net.core.wmem_max})
 * @param minBackoff the upper end of the first random wait before connecting again after an error, 1 ms or more;
 *     default 100 ms
 * @param maxBackoff the upper end to which it doubles, {@code minBackoff} to 365 days; default 10 s
 * @param maxAttempts after how many attempts to connect in vain, while it waited, an event goes to {@code failed}; 0,
 *     the default, is never
 * @param maxInFlight how many events are taken that the kernel has not taken yet, 1 to 2^20; default 4,096
 * @param maxInFlightBytes how many bytes they may have together, 1 to 2^30; default 4 MiB
 * @param protocol makes the bytes of each event; null, the default, is its data, bytes as they are and anything else as
 *     UTF-8 text
 * @param codec makes Netty handlers that stand in the place of protocol; null, the default, is none
 * @param eventLoops the loops of which one serves the socket; null, the default, is those that the router's modules
 *     share
 */
public record UnixDatagramOutputConfig(
        String path,
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
    public UnixDatagramOutputConfig {
        UnixSocketFile.of(path, null);
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

    /**
     * A builder with the defaults.
     *
     * @param path see {@link UnixDatagramOutputConfig#path}
     */
    public static Builder builder(String path) {
        return new Builder(path);
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private final String path;
        private int maxDatagramBytes = DatagramOutputSettings.DEFAULT_MAX_DATAGRAM;
        private OversizeDatagrams onOversize = OversizeDatagrams.FAIL;
        private int sendBufferBytes = DatagramOutputSettings.DEFAULT_SEND_BUFFER;
        private Duration minBackoff = Duration.ofMillis(100);
        private Duration maxBackoff = Duration.ofSeconds(10);
        private int maxAttempts;
        private int maxInFlight = DatagramOutputSettings.DEFAULT_IN_FLIGHT;
        private long maxInFlightBytes = DatagramOutputSettings.DEFAULT_IN_FLIGHT_BYTES;
        private @Nullable Protocol protocol;
        private @Nullable Codec codec;
        private @Nullable EventLoops eventLoops;

        private Builder(String path) {
            this.path = path;
        }

        /** See {@link UnixDatagramOutputConfig#maxDatagramBytes}. */
        public Builder maxDatagramBytes(int value) {
            this.maxDatagramBytes = value;
            return this;
        }

        /** See {@link UnixDatagramOutputConfig#onOversize}. */
        public Builder onOversize(OversizeDatagrams value) {
            this.onOversize = value;
            return this;
        }

        /** See {@link UnixDatagramOutputConfig#sendBufferBytes}. */
        public Builder sendBufferBytes(int value) {
            this.sendBufferBytes = value;
            return this;
        }

        /** See {@link UnixDatagramOutputConfig#minBackoff}. */
        public Builder minBackoff(Duration value) {
            this.minBackoff = value;
            return this;
        }

        /** See {@link UnixDatagramOutputConfig#maxBackoff}. */
        public Builder maxBackoff(Duration value) {
            this.maxBackoff = value;
            return this;
        }

        /** See {@link UnixDatagramOutputConfig#maxAttempts}. */
        public Builder maxAttempts(int value) {
            this.maxAttempts = value;
            return this;
        }

        /** See {@link UnixDatagramOutputConfig#maxInFlight}. */
        public Builder maxInFlight(int value) {
            this.maxInFlight = value;
            return this;
        }

        /** See {@link UnixDatagramOutputConfig#maxInFlightBytes}. */
        public Builder maxInFlightBytes(long value) {
            this.maxInFlightBytes = value;
            return this;
        }

        /** See {@link UnixDatagramOutputConfig#protocol}. */
        public Builder protocol(Protocol value) {
            this.protocol = value;
            return this;
        }

        /** See {@link UnixDatagramOutputConfig#codec}. */
        public Builder codec(Codec value) {
            this.codec = value;
            return this;
        }

        /** See {@link UnixDatagramOutputConfig#eventLoops}. */
        public Builder eventLoops(EventLoops value) {
            this.eventLoops = value;
            return this;
        }

        /** The configuration; checks it. */
        public UnixDatagramOutputConfig build() {
            return new UnixDatagramOutputConfig(
                    path,
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
    }
}
