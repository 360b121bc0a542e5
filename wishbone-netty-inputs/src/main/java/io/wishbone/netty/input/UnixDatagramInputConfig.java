package io.wishbone.netty.input;

import io.wishbone.netty.EventLoops;
import io.wishbone.netty.UnixSocketFile;
import io.wishbone.netty.codec.Codec;
import io.wishbone.protocol.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link UnixDatagramInput} listens and reads. <em>Immutable.</em>
 *
 * @param path where the socket's file is, up to 107 bytes on Linux and 103 elsewhere; required. Its directory has to
 *     exist. {@code @} and a name is a socket of Linux's abstract namespace, which has no file
 * @param mode the file's permissions, three octal digits such as {@code 660}; null, the default, leaves them to the
 *     process's umask. Who is to send has to be allowed to write
 * @param maxDatagramBytes the longest datagram, 1 to 65,527; default 65,507. Longer ones are dropped and counted, never
 *     cut
 * @param protocol what each message is read as; null, the default, leaves it as bytes
 * @param codec makes Netty handlers that stand in the place of the protocol and are given
 *     {@code DomainDatagramPacket}s; null, the default, is none. They keep nothing from one datagram to the next
 * @param eventLoops the loops of which one serves the socket; null, the default, is those that the router's modules
 *     share
 */
public record UnixDatagramInputConfig(
        String path,
        @Nullable String mode,
        int maxDatagramBytes,
        @Nullable Protocol protocol,
        @Nullable Codec codec,
        @Nullable EventLoops eventLoops) {
    public UnixDatagramInputConfig {
        UnixSocketFile.of(path, mode);
        new DatagramSettings(maxDatagramBytes, protocol, codec, eventLoops, 1);
    }

    DatagramSettings settings() {
        return new DatagramSettings(maxDatagramBytes, protocol, codec, eventLoops, 1);
    }

    UnixSocketFile file() {
        return UnixSocketFile.of(path, mode);
    }

    /**
     * A builder with the defaults.
     *
     * @param path see {@link UnixDatagramInputConfig#path}
     */
    public static Builder builder(String path) {
        return new Builder(path);
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private final String path;
        private @Nullable String mode;
        private int maxDatagramBytes = DatagramSettings.DEFAULT_MAX_DATAGRAM;
        private @Nullable Protocol protocol;
        private @Nullable Codec codec;
        private @Nullable EventLoops eventLoops;

        private Builder(String path) {
            this.path = path;
        }

        /** See {@link UnixDatagramInputConfig#mode}. */
        public Builder mode(String value) {
            this.mode = value;
            return this;
        }

        /** See {@link UnixDatagramInputConfig#maxDatagramBytes}. */
        public Builder maxDatagramBytes(int value) {
            this.maxDatagramBytes = value;
            return this;
        }

        /** See {@link UnixDatagramInputConfig#protocol}. */
        public Builder protocol(Protocol value) {
            this.protocol = value;
            return this;
        }

        /** See {@link UnixDatagramInputConfig#codec}. */
        public Builder codec(Codec value) {
            this.codec = value;
            return this;
        }

        /** See {@link UnixDatagramInputConfig#eventLoops}. */
        public Builder eventLoops(EventLoops value) {
            this.eventLoops = value;
            return this;
        }

        /** The configuration; checks it. */
        public UnixDatagramInputConfig build() {
            return new UnixDatagramInputConfig(path, mode, maxDatagramBytes, protocol, codec, eventLoops);
        }
    }
}
