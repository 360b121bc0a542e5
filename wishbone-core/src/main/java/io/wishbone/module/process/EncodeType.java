package io.wishbone.module.process;

import io.wishbone.module.Argument;
import io.wishbone.module.ModuleType;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.Protocols;

/** Declares {@code wishbone.process.encode}. */
final class EncodeType {
    private static final Argument<Protocol> PROTOCOL =
            Argument.required(Protocols.ARGUMENT, Protocols.encoding(), "what bytes the data becomes");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.process.encode")
            .summary("Makes bytes of events by a protocol.")
            .arguments(PROTOCOL)
            .example(PROTOCOL, "json")
            .queue("inbox", "what to encode")
            .queue("outbox", "the events with bytes as their data")
            .create(arguments -> new Encode(arguments.get(PROTOCOL)));

    private EncodeType() {}
}
