package io.wishbone.module.process;

import io.wishbone.module.Argument;
import io.wishbone.module.ModuleType;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.Protocols;

/** Declares {@code wishbone.process.decode}. */
final class DecodeType {
    private static final Argument<Protocol> PROTOCOL =
            Argument.required(Protocols.ARGUMENT, Protocols.decoding(), "what the data, bytes or text, is read as");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.process.decode")
            .summary("Decodes the data of events by a protocol.")
            .arguments(PROTOCOL)
            .example(PROTOCOL, "json")
            .queue("inbox", "what to decode")
            .queue("outbox", "what comes out of it: for each event one, several or none")
            .create(arguments -> new Decode(arguments.get(PROTOCOL)));

    private DecodeType() {}
}
