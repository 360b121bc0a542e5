package io.wishbone.module.flow;

import io.wishbone.module.Argument;
import io.wishbone.module.ModuleType;
import java.util.Optional;

/** Declares {@code wishbone.flow.fanout}. */
final class FanoutType {
    private static final Argument<Optional<Isolation>> ISOLATE = Argument.defaulted(
            "isolate",
            Isolation.argumentType(),
            "false",
            "whether each outlet has a buffer of its own, so that one that is slow does not stop the others; when it is full,"
                    + " events are dropped there");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.flow.fanout")
            .summary("Hands every event to each connected outlet.")
            .arguments(ISOLATE)
            .queue("inbox", "what to hand on")
            .queue("*", "an outlet of any name; connecting makes it")
            .create(arguments -> arguments.get(ISOLATE).map(Fanout::new).orElseGet(Fanout::new));

    private FanoutType() {}
}
