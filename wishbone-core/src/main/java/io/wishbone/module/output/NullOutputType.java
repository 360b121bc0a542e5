package io.wishbone.module.output;

import io.wishbone.module.ModuleType;

/** Declares {@code wishbone.output.null}. */
final class NullOutputType {
    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.output.null")
            .summary("Ends every event, as delivered.")
            .queue("inbox", "what nobody needs")
            .create(arguments -> new NullOutput());

    private NullOutputType() {}
}
