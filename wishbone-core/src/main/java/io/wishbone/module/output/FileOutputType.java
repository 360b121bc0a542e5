package io.wishbone.module.output;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.Protocols;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/** Declares {@code wishbone.output.file}. */
final class FileOutputType {
    private static final String A_PATH = "the path of a file";
    private static final String AN_AGE = "a duration of 1s to 365d, such as 1h or 1d, or 0";

    static final Argument<Path> PATH = Argument.required(
            "path",
            ArgumentType.of(A_PATH, FileOutputType::path),
            "the file to append to; made if it does not exist, but not its directory");
    static final Argument<Long> ROTATE_SIZE = Argument.defaulted(
            "rotate_size",
            ArgumentType.size(0, Long.MAX_VALUE),
            "0",
            "the size that a file must not exceed, unless a single line is longer; 0 is without limit");
    static final Argument<Duration> ROTATE_AGE = Argument.defaulted(
            "rotate_age",
            ArgumentType.of(AN_AGE, FileOutputType::age),
            "0",
            "how long a file is written to, from when it was opened; 0 is for ever");
    static final Argument<Integer> ROTATE_KEEP = Argument.defaulted(
            "rotate_keep",
            ArgumentType.integer(1, FileOutputConfig.MOST_KEPT),
            "5",
            "how many old files are kept; older ones are deleted");
    static final Argument<Fsync> FSYNC = Argument.defaulted(
            "fsync",
            Fsync.argumentType(),
            "never",
            "when events are forced to the disk: never by this program; each batch before it counts as written; or so"
                    + " long after");
    private static final Argument<Protocol> PROTOCOL =
            Argument.optional(Protocols.ARGUMENT, Protocols.encoding(), "what makes the bytes of each event");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.output.file")
            .summary("Appends each event as a line to a file, which it may rotate.")
            .arguments(PATH, ROTATE_SIZE, ROTATE_AGE, ROTATE_KEEP, FSYNC, PROTOCOL)
            .queue("inbox", "what to write")
            .queue("successful", "events that were written")
            .create(arguments -> new FileOutput(config(arguments)));

    private FileOutputType() {}

    private static FileOutputConfig config(Arguments arguments) {
        FileOutputConfig.Builder builder = builder(arguments);
        arguments.find(PROTOCOL).ifPresent(builder::protocol);
        return builder.build();
    }

    /** What all files have. */
    static FileOutputConfig.Builder builder(Arguments arguments) {
        return FileOutputConfig.builder()
                .path(arguments.get(PATH))
                .rotateSize(arguments.get(ROTATE_SIZE))
                .rotateAge(arguments.get(ROTATE_AGE))
                .rotateKeep(arguments.get(ROTATE_KEEP))
                .fsync(arguments.get(FSYNC));
    }

    private static Path path(Object raw) {
        try {
            Path path = Path.of(ArgumentType.text().read(raw));
            if (path.getFileName() != null && !path.getFileName().toString().isEmpty()) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new ArgumentException(A_PATH + ", not: " + e.getReason());
        }
        throw new ArgumentException(A_PATH);
    }

    private static Duration age(Object raw) {
        try {
            Duration age = ArgumentType.duration(Duration.ZERO).read(raw);
            if (FileOutputConfig.isAge(age)) {
                return age;
            }
        } catch (ArgumentException e) {
            throw new ArgumentException(AN_AGE);
        }
        throw new ArgumentException(AN_AGE);
    }
}
