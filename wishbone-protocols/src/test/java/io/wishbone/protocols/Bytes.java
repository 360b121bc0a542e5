package io.wishbone.protocols;

import io.wishbone.event.Event;
import io.wishbone.protocol.BytesProtocol;
import io.wishbone.protocol.Protocol;
import io.wishbone.testkit.ProtocolContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Messages as texts. */
final class Bytes {
    /** Bytes as they are. */
    static final Protocol PLAIN = BytesProtocol.create();

    private Bytes() {}

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static List<byte[]> each(String... texts) {
        return Stream.of(texts).map(Bytes::of).toList();
    }

    static List<Event> decode(Protocol protocol, byte... message) throws Exception {
        return ProtocolContract.decode(protocol.newDecoder(ProtocolContract.context()), message);
    }

    static List<Event> decode(Protocol protocol, String message) throws Exception {
        return decode(protocol, of(message));
    }

    static String encoded(Protocol protocol, Event event) throws Exception {
        byte[] message = protocol.newEncoder(ProtocolContract.context()).encode(event);
        return new String(message, StandardCharsets.UTF_8);
    }
}
