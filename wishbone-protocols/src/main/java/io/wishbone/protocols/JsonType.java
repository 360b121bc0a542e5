package io.wishbone.protocols;

import io.wishbone.protocol.ProtocolType;

/** Declares {@code json}. */
final class JsonType {
    /** The kind of protocol. */
    static final ProtocolType TYPE = ProtocolType.builder(JsonProtocol.NAME)
            .summary("One JSON value (RFC 8259).")
            .arguments(
                    LimitArguments.MAX_BYTES,
                    LimitArguments.MAX_DEPTH,
                    LimitArguments.MAX_NUMBER,
                    LimitArguments.DUPLICATE_KEYS)
            .create(arguments -> JsonProtocol.create(LimitArguments.json(arguments)));

    private JsonType() {}
}
