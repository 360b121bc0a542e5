package io.wishbone.protocols;

import io.wishbone.protocol.Decoder;
import io.wishbone.protocol.Protocol;

/**
 * The protocol {@code json}: a message is one JSON value in UTF-8 (RFC 8259).
 *
 * <p>Read, it becomes maps, lists, strings, {@link Long}, {@link java.math.BigInteger} beyond that, {@link Double},
 * booleans and, within them, null. What passes a limit, has more than one value, is null as a whole or is no JSON is
 * refused. Written, bytes are text if they are UTF-8, else {@code {"base64":"..."}}; what JSON has no shape for is its
 * {@code toString()}.
 */
public final class JsonProtocol {
    static final String NAME = "json";

    private JsonProtocol() {}

    /** The protocol with default limits. */
    public static Protocol create() {
        return create(ValueLimits.defaults());
    }

    /** The protocol with limits for what is read. */
    public static Protocol create(ValueLimits limits) {
        JsonReader reader = new JsonReader(limits);
        return Protocol.of(NAME, context -> decoder(reader), context -> event -> JsonWriter.write(event.data()));
    }

    private static Decoder decoder(JsonReader reader) {
        return (event, out) -> out.accept(event.withData(reader.read((byte[]) event.data())));
    }
}
