package io.wishbone.protocol;

/** Declares {@code bytes}. */
final class BytesType {
    /** The kind of protocol. */
    static final ProtocolType TYPE = ProtocolType.builder(BytesProtocol.NAME)
            .summary("Bytes as they are; text is written as UTF-8.")
            .create(arguments -> BytesProtocol.create());

    private BytesType() {}
}
