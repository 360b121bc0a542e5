package io.wishbone.module.output;

import io.wishbone.module.ModuleType;

/** Declares {@code wishbone.output.deadletter}. */
final class DeadLetterType {
    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.output.deadletter")
            .summary("Keeps each event that failed, with where and why, as a line of JSON in a file.")
            .arguments(
                    FileOutputType.PATH,
                    FileOutputType.ROTATE_SIZE,
                    FileOutputType.ROTATE_AGE,
                    FileOutputType.ROTATE_KEEP,
                    FileOutputType.FSYNC)
            .queue("inbox", "what failed")
            .queue("successful", "events that were written")
            .create(arguments ->
                    FileOutput.ofDeadLetters(FileOutputType.builder(arguments).build()));

    private DeadLetterType() {}
}
