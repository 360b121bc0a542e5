package io.wishbone.module.flow;

import io.wishbone.module.ModuleType;

/** Declares {@code wishbone.flow.fanout}. */
final class FanoutType {
    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.flow.fanout")
            .summary("Hands every event to each connected outlet.")
            .queue("inbox", "what to hand on")
            .queue("*", "an outlet of any name; connecting makes it")
            .create(arguments -> new Fanout());

    private FanoutType() {}
}
