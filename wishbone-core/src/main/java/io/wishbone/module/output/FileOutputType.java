package io.wishbone.module.output;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;
import java.nio.file.Path;

/** Declares {@code wishbone.output.file}. */
final class FileOutputType {
    private static final Argument<Path> PATH = Argument.required(
            "path",
            ArgumentType.of(
                    "the path of a file", raw -> Path.of(ArgumentType.text().read(raw))),
            "the file to append to; made if it does not exist, but not its directory");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.output.file")
            .summary("Appends each event as a line to a file.")
            .arguments(PATH)
            .queue("inbox", "what to write")
            .queue("successful", "events that were written")
            .create(arguments -> new FileOutput(
                    FileOutputConfig.builder().path(arguments.get(PATH)).build()));

    private FileOutputType() {}
}
