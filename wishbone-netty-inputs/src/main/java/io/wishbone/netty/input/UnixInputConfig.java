package io.wishbone.netty.input;

import static io.wishbone.netty.input.StreamConfig.check;

import io.wishbone.netty.UnixSocketFile;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link UnixInput} listens and reads. <em>Immutable.</em>
 *
 * @param path the path of the socket, up to 107 bytes on Linux; or {@code @} and a name of Linux's abstract namespace;
 *     required
 * @param mode its permissions as chmod(1) takes them, such as {@code 660}; null, the default, leaves them to the
 *     process's umask. To connect one has to be allowed to write
 * @param backlog how many connections may wait until they are accepted, 1 or more; default 1,024
 * @param stream how what peers send is read
 */
public record UnixInputConfig(String path, @Nullable String mode, int backlog, StreamConfig stream) {
    public UnixInputConfig {
        UnixSocketFile.of(path, mode);
        check(backlog >= 1, "backlog", backlog, ">= 1");
        Objects.requireNonNull(stream, "stream");
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. <em>Confined to one thread.</em> */
    public static final class Builder extends StreamConfig.Builder<Builder> {
        private String path = "";
        private @Nullable String mode;
        private int backlog = 1024;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** See {@link UnixInputConfig#path}. Required. */
        public Builder path(String value) {
            this.path = value;
            return this;
        }

        /** See {@link UnixInputConfig#mode}. */
        public Builder mode(String value) {
            this.mode = value;
            return this;
        }

        /** See {@link UnixInputConfig#backlog}. */
        public Builder backlog(int value) {
            this.backlog = value;
            return this;
        }

        /** The configuration; checks it. */
        public UnixInputConfig build() {
            return new UnixInputConfig(path, mode, backlog, stream());
        }
    }
}
