package io.wishbone.protocols;

import io.wishbone.event.Event;
import io.wishbone.protocol.Decoder;
import io.wishbone.protocol.Encoder;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;

/** Makes protocols of others, whose messages are compressed. */
final class Compressed {
    private Compressed() {}

    /** Makes bytes of bytes. */
    @FunctionalInterface
    interface Step {
        byte[] apply(byte[] bytes) throws Exception;
    }

    static Protocol around(String name, Protocol inner, Step expand, Step compress) {
        if (!inner.canEncode()) {
            return Protocol.decoding(name, context -> decoder(inner, context, expand));
        }
        if (!inner.canDecode()) {
            return Protocol.encoding(name, context -> encoder(inner, context, compress));
        }
        return Protocol.of(
                name, context -> decoder(inner, context, expand), context -> encoder(inner, context, compress));
    }

    private static Decoder decoder(Protocol inner, ProtocolContext context, Step expand) {
        Decoder decoder = inner.newDecoder(context);
        return (event, out) -> decoder.decode(event.withData(expand.apply((byte[]) event.data())), out);
    }

    private static Encoder encoder(Protocol inner, ProtocolContext context, Step compress) {
        Encoder encoder = inner.newEncoder(context);
        return (Event event) -> compress.apply(encoder.encode(event));
    }
}
