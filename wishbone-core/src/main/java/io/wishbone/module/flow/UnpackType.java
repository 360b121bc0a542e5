package io.wishbone.module.flow;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;

/** Declares {@code wishbone.flow.unpack}. */
final class UnpackType {
    private static final Argument<BulkContent> CONTENT = Argument.defaulted(
            "content",
            ArgumentType.choice(BulkContent.class),
            "data",
            "what the list has for each event: its data, or a map with its header and its data");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.flow.unpack")
            .summary("Makes many events of one whose data is a list.")
            .arguments(CONTENT)
            .queue("inbox", "the bulks")
            .queue("outbox", "an event for each item of the list")
            .create(arguments -> new Unpack(arguments.get(CONTENT)));

    private UnpackType() {}
}
