package io.wishbone.module.flow;

import io.wishbone.module.ModuleType;

/** Declares {@code wishbone.flow.funnel}. */
final class FunnelType {
    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.flow.funnel")
            .summary("Hands the events of every connected inlet to one outlet.")
            .queue("*", "an inlet of any name; connecting makes it")
            .queue("outbox", "all events")
            .create(arguments -> new Funnel());

    private FunnelType() {}
}
