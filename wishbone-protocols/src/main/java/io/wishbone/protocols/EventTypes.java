package io.wishbone.protocols;

import io.wishbone.protocol.ProtocolType;

/** Declares {@code msgpack} and {@code wishbone}. */
final class EventTypes {
    /** The kind of protocol that is found by {@code msgpack}. */
    static final ProtocolType MSGPACK = ProtocolType.builder(MsgpackProtocol.NAME)
            .summary("One value of MessagePack, with timestamps and extensions.")
            .arguments(LimitArguments.MAX_BYTES, LimitArguments.MAX_DEPTH, LimitArguments.DUPLICATE_KEYS)
            .create(arguments -> MsgpackProtocol.create(LimitArguments.binary(arguments)));

    /** The kind of protocol that is found by {@code wishbone}. */
    static final ProtocolType WISHBONE = ProtocolType.builder(WishboneProtocol.NAME)
            .summary("Whole events, header and data, from one Wishbone to another.")
            .arguments(LimitArguments.MAX_BYTES, LimitArguments.MAX_DEPTH, LimitArguments.MAX_NUMBER)
            .create(arguments -> WishboneProtocol.create(new ValueLimits(
                    Math.toIntExact(arguments.get(LimitArguments.MAX_BYTES)),
                    arguments.get(LimitArguments.MAX_DEPTH),
                    arguments.get(LimitArguments.MAX_NUMBER),
                    DuplicateKeys.REFUSE)));

    private EventTypes() {}
}
