package io.wishbone.netty.output;

import io.wishbone.netty.UnixSocketFile;
import java.util.Objects;

/**
 * Where a {@link UnixOutput} connects and what it promises. <em>Immutable.</em>
 *
 * @param path the path of the socket, up to 107 bytes on Linux; or {@code @} and a name of Linux's abstract namespace;
 *     required
 * @param stream how events are written
 */
public record UnixOutputConfig(String path, StreamOutputConfig stream) {
    public UnixOutputConfig {
        UnixSocketFile.of(path, null);
        Objects.requireNonNull(stream, "stream");
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. <em>Confined to one thread.</em> */
    public static final class Builder extends StreamOutputConfig.Builder<Builder> {
        private String path = "";

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** See {@link UnixOutputConfig#path}. Required. */
        public Builder path(String value) {
            this.path = value;
            return this;
        }

        /** The configuration; checks it. */
        public UnixOutputConfig build() {
            return new UnixOutputConfig(path, stream());
        }
    }
}
