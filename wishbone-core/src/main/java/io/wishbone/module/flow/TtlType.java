package io.wishbone.module.flow;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;

/** Declares {@code wishbone.flow.ttl}. */
final class TtlType {
    private static final Argument<Integer> TTL = Argument.required(
            "ttl", ArgumentType.integer(1, Integer.MAX_VALUE), "how often an event may pass this module");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.flow.ttl")
            .summary("Keeps events from going round a loop for ever.")
            .arguments(TTL)
            .example(TTL, "10")
            .queue("inbox", "what to count")
            .queue("outbox", "events that have not passed too often; header: passages")
            .queue("ttl_exceeded", "the others; if not connected they are dropped and counted, as a failure")
            .create(arguments -> new Ttl(arguments.get(TTL)));

    private TtlType() {}
}
