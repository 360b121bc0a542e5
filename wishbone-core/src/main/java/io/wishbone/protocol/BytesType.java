package io.wishbone.protocol;

import java.nio.charset.StandardCharsets;

/** Declares {@code bytes}. */
final class BytesType {
    /** The kind of protocol. */
    static final ProtocolType TYPE = ProtocolType.builder("bytes")
            .summary("Bytes as they are; text is written as UTF-8.")
            .create(arguments -> Protocol.of(
                    "bytes", context -> (event, out) -> out.accept(event), context -> event -> bytesOf(event.data())));

    private BytesType() {}

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
