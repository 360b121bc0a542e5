package io.wishbone.module.flow;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;

/** Declares {@code wishbone.flow.switch}. */
final class SwitchType {
    private static final Argument<String> OUTGOING =
            Argument.required("outgoing", ArgumentType.text(), "the outlet that events go to first");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.flow.switch")
            .summary("Hands every event to one outlet, which control events choose.")
            .arguments(OUTGOING)
            .example(OUTGOING, "day")
            .queue("inbox", "what to hand on")
            .queue("switch", "control events, whose text is the name of an outlet")
            .queue("*", "an outlet of any name; connecting makes it")
            .create(arguments -> new Switch(arguments.get(OUTGOING)));

    private SwitchType() {}
}
