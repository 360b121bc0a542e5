package io.wishbone.netty.input;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.Protocols;

/** The arguments that all inputs of datagrams have. */
final class DatagramArguments {
    static final Argument<Long> MAX_DATAGRAM = Argument.defaulted(
            "max_datagram",
            ArgumentType.size(1, DatagramSettings.LARGEST_DATAGRAM),
            "65507",
            "the longest datagram; longer ones are dropped and counted");
    static final Argument<Protocol> PROTOCOL = Argument.optional(
            Protocols.ARGUMENT,
            Protocols.decoding(),
            "what each message is read as; one that cannot be decoded goes to failed as it came");

    private DatagramArguments() {}
}
