package io.wishbone.protocols;

import io.wishbone.event.Structured;
import io.wishbone.protocol.ProtocolException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** Writes values as MessagePack. */
final class MsgpackWriter {
    private MsgpackWriter() {}

    /**
     * A value as MessagePack.
     *
     * @throws ProtocolException if it is nested too deeply, or a whole number of more than 64 bits
     */
    static byte[] write(Object value) throws IOException, ProtocolException {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            write(packer, value, 0);
            return packer.toByteArray();
        }
    }

    private static void write(MessageBufferPacker packer, @Nullable Object value, int depth)
            throws IOException, ProtocolException {
        if (depth > ValueLimits.DEEPEST) {
            throw new ProtocolException("data is nested deeper than " + ValueLimits.DEEPEST + " levels");
        }
        if (value == null) {
            packer.packNil();
        } else if (value instanceof Boolean flag) {
            packer.packBoolean(flag);
        } else if (value instanceof Number number) {
            number(packer, number);
        } else if (value instanceof byte[] bytes) {
            packer.packBinaryHeader(bytes.length).writePayload(bytes);
        } else if (value instanceof Instant time) {
            packer.packTimestamp(time);
        } else if (value instanceof MsgpackExtension extension) {
            packer.packExtensionTypeHeader(extension.type(), extension.bytes().length)
                    .writePayload(extension.bytes());
        } else if (value instanceof Structured structured) {
            map(packer, structured.toMap(), depth);
        } else if (value instanceof Map<?, ?> map) {
            map(packer, map, depth);
        } else if (value instanceof Collection<?> items) {
            packer.packArrayHeader(items.size());
            for (Object item : items) {
                write(packer, item, depth + 1);
            }
        } else {
            text(packer, value.toString());
        }
    }

    private static void text(MessageBufferPacker packer, String text) throws IOException {
        byte[] bytes = Utf8.bytes(text);
        packer.packRawStringHeader(bytes.length).writePayload(bytes);
    }

    private static void number(MessageBufferPacker packer, Number number) throws IOException, ProtocolException {
        if (number instanceof BigInteger whole) {
            if (whole.bitLength() > Long.SIZE || (whole.signum() < 0 && whole.bitLength() >= Long.SIZE)) {
                throw new ProtocolException("a whole number of " + whole.bitLength() + " bits (expected: 64 or less)");
            }
            packer.packBigInteger(whole);
        } else if (number instanceof Float single) {
            packer.packFloat(single);
        } else if (number instanceof Double || number instanceof BigDecimal) {
            packer.packDouble(number.doubleValue());
        } else {
            packer.packLong(number.longValue());
        }
    }

    private static void map(MessageBufferPacker packer, Map<?, ?> map, int depth)
            throws IOException, ProtocolException {
        packer.packMapHeader(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text(packer, String.valueOf(entry.getKey()));
            write(packer, entry.getValue(), depth + 1);
        }
    }
}
