package io.wishbone.protocols;

import io.wishbone.event.Event;
import io.wishbone.protocol.Decoder;
import io.wishbone.protocol.ProtocolContext;
import io.wishbone.protocol.ProtocolException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/** Reads GELF messages. <em>Confined to the thread that decodes.</em> */
final class GelfDecoder implements Decoder {
    private final JsonReader reader;
    private final Expansion expansion;
    private final GelfChunks chunks;

    GelfDecoder(GelfConfig config, JsonReader reader, ProtocolContext context) {
        this.reader = reader;
        this.expansion = new Expansion(config.limits().maxBytes(), config.maxRatio());
        this.chunks = new GelfChunks(config, context);
    }

    @Override
    public void decode(Event event, Consumer<Event> out) throws ProtocolException {
        byte[] message = (byte[]) event.data();
        if (GelfChunks.isChunk(message)) {
            byte[] whole = chunks.add(message);
            if (whole != null) {
                out.accept(event.withData(read(whole)));
            }
        } else {
            out.accept(event.withData(read(message)));
        }
    }

    private Object read(byte[] message) throws ProtocolException {
        Object value = reader.read(withoutNull(expanded(message)));
        if (!(value instanceof Map)) {
            throw new ProtocolException("the message is no JSON object (expected: as GELF has)");
        }
        return value;
    }

    private byte[] expanded(byte[] message) throws ProtocolException {
        if (Expansion.isGzip(message)) {
            return expansion.gzip(message);
        }
        return Expansion.isZlib(message) ? expansion.zlib(message) : message;
    }

    /** Over TCP, messages end with a null byte. */
    private static byte[] withoutNull(byte[] message) {
        boolean ends = message.length > 0 && message[message.length - 1] == 0;
        return ends ? Arrays.copyOf(message, message.length - 1) : message;
    }
}
