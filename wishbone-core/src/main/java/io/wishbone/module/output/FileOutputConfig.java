package io.wishbone.module.output;

import io.wishbone.protocol.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which file a {@link FileOutput} appends to, and what becomes of one that is full or old. <em>Immutable.</em>
 *
 * @param path the file; required; made if it does not exist, but not its directory
 * @param rotateSize the size in bytes that a file must not exceed, unless a single line is longer; 0, the default, is
 *     without limit
 * @param rotateAge how long a file is written to, from when it was opened; 1 s to 365 days, or 0, the default, for ever
 * @param rotateKeep how many old files are kept, 1 to 10,000; default 5
 * @param fsync when written events are forced to the disk; default {@link Fsync#NEVER}
 * @param protocol makes the bytes of each event; null, the default, is its data, bytes as they are and anything else as
 *     UTF-8 text
 */
public record FileOutputConfig(
        Path path,
        long rotateSize,
        Duration rotateAge,
        int rotateKeep,
        Fsync fsync,
        @Nullable Protocol protocol) {
    static final int MOST_KEPT = 10_000;
    static final Duration SHORTEST_AGE = Duration.ofSeconds(1);
    static final Duration LONGEST_AGE = Duration.ofDays(365);

    public FileOutputConfig {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(fsync, "fsync");
        if (path.getFileName() == null || path.getFileName().toString().isEmpty()) {
            throw new IllegalArgumentException("path: \"" + path + "\" (expected: the path of a file to append to)");
        }
        if (rotateSize < 0) {
            throw new IllegalArgumentException("rotateSize: " + rotateSize + " (expected: >= 0; 0 is without limit)");
        }
        if (!isAge(rotateAge)) {
            throw new IllegalArgumentException(
                    "rotateAge: " + rotateAge + " (expected: 1 s to 365 days, or 0 for ever)");
        }
        if (rotateKeep < 1 || rotateKeep > MOST_KEPT) {
            throw new IllegalArgumentException("rotateKeep: " + rotateKeep + " (expected: 1 to " + MOST_KEPT + ")");
        }
        if (protocol != null && !protocol.canEncode()) {
            throw new IllegalArgumentException("protocol: " + protocol + " (expected: one that can encode)");
        }
    }

    static boolean isAge(Duration age) {
        return age.isZero() || (age.compareTo(SHORTEST_AGE) >= 0 && age.compareTo(LONGEST_AGE) <= 0);
    }

    boolean rotates() {
        return rotateSize > 0 || !rotateAge.isZero();
    }

    FileOutputConfig withDeadLetters() {
        if (protocol != null) {
            throw new IllegalArgumentException(
                    "protocol: " + protocol + " (expected: none, dead letters have their own)");
        }
        return new FileOutputConfig(path, rotateSize, rotateAge, rotateKeep, fsync, DeadLetters.protocol());
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private @Nullable Path path;
        private long rotateSize;
        private Duration rotateAge = Duration.ZERO;
        private int rotateKeep = 5;
        private Fsync fsync = Fsync.NEVER;
        private @Nullable Protocol protocol;

        private Builder() {}

        /** See {@link FileOutputConfig#path}. Required. */
        public Builder path(Path value) {
            this.path = value;
            return this;
        }

        /** See {@link FileOutputConfig#rotateSize}. */
        public Builder rotateSize(long value) {
            this.rotateSize = value;
            return this;
        }

        /** See {@link FileOutputConfig#rotateAge}. */
        public Builder rotateAge(Duration value) {
            this.rotateAge = value;
            return this;
        }

        /** See {@link FileOutputConfig#rotateKeep}. */
        public Builder rotateKeep(int value) {
            this.rotateKeep = value;
            return this;
        }

        /** See {@link FileOutputConfig#fsync}. */
        public Builder fsync(Fsync value) {
            this.fsync = value;
            return this;
        }

        /** See {@link FileOutputConfig#protocol}. */
        public Builder protocol(Protocol value) {
            this.protocol = value;
            return this;
        }

        /** The configuration; checks it. */
        public FileOutputConfig build() {
            if (path == null) {
                throw new IllegalArgumentException("path is missing (expected: the path of a file to append to)");
            }
            return new FileOutputConfig(path, rotateSize, rotateAge, rotateKeep, fsync, protocol);
        }
    }
}
