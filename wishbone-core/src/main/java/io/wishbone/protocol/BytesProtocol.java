package io.wishbone.protocol;

import java.nio.charset.StandardCharsets;

/** The protocol {@code bytes}: a message is bytes as they are; text is written as UTF-8. */
public final class BytesProtocol {
    static final String NAME = "bytes";

    private BytesProtocol() {}

    /** Makes the protocol. */
    public static Protocol create() {
        return Protocol.of(
                NAME, context -> (event, out) -> out.accept(event), context -> event -> bytesOf(event.data()));
    }

    private static byte[] bytesOf(Object data) throws ProtocolException {
        if (data instanceof byte[] bytes) {
            return bytes;
        }
        if (data instanceof CharSequence text) {
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
        throw new ProtocolException("data is a " + data.getClass().getSimpleName() + " (expected: bytes or text)");
    }
}
