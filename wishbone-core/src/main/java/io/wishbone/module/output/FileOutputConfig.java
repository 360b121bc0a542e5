package io.wishbone.module.output;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which file a {@link FileOutput} appends to. <em>Immutable.</em>
 *
 * @param path the file; required; made if it does not exist, but not its directory
 */
public record FileOutputConfig(Path path) {
    public FileOutputConfig {
        Objects.requireNonNull(path, "path");
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private @Nullable Path path;

        private Builder() {}

        /** See {@link FileOutputConfig#path}. Required. */
        public Builder path(Path value) {
            this.path = value;
            return this;
        }

        /** The configuration; checks it. */
        public FileOutputConfig build() {
            if (path == null) {
                throw new IllegalArgumentException("path is missing (expected: the path of a file to append to)");
            }
            return new FileOutputConfig(path);
        }
    }
}
