package io.wishbone.netty.output;

import io.wishbone.netty.UnixSocketFile;
import java.util.Objects;

/**
 * Where a {@link UnixDatagramOutput} sends to and what it promises. <em>Immutable.</em>
 *
 * @param path where the receiver's socket is, up to 107 bytes on Linux and 103 elsewhere; required. {@code @} and a
 *     name is a socket of Linux's abstract namespace, which has no file
 * @param datagrams how datagrams are sent
 */
public record UnixDatagramOutputConfig(String path, DatagramOutputConfig datagrams) {
    public UnixDatagramOutputConfig {
        UnixSocketFile.of(path, null);
        Objects.requireNonNull(datagrams, "datagrams");
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. <em>Confined to one thread.</em> */
    public static final class Builder extends DatagramOutputConfig.Builder<Builder> {
        private String path = "";

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** See {@link UnixDatagramOutputConfig#path}. Required. */
        public Builder path(String value) {
            this.path = value;
            return this;
        }

        /** The configuration; checks it. */
        public UnixDatagramOutputConfig build() {
            return new UnixDatagramOutputConfig(path, datagrams());
        }
    }
}
