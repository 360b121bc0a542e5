package io.wishbone.module.encode;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;

/** Declares {@code wishbone.encode.humanlogformat}. */
final class HumanLogEncoderType {
    private static final Argument<Boolean> COLORS = Argument.defaulted(
            "colors", ArgumentType.flag(), "false", "whether lines have the color of their level, for a terminal");
    private static final Argument<String> IDENT = Argument.defaulted(
            "ident", ArgumentType.text(), "", "what is written after the time, with the process id; empty for neither");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.encode.humanlogformat")
            .summary("Makes of each log record one line for a person.")
            .arguments(COLORS, IDENT)
            .example(COLORS, "true")
            .queue("inbox", "log records, such as those of _logs.outbox")
            .queue("outbox", "lines")
            .create(arguments -> new HumanLogEncoder(arguments.get(COLORS), arguments.get(IDENT)));

    private HumanLogEncoderType() {}
}
