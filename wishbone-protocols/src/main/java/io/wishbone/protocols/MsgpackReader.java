package io.wishbone.protocols;

import io.wishbone.protocol.ProtocolException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/** Reads one message of MessagePack. <em>Confined to the thread that reads.</em> */
final class MsgpackReader {
    private static final byte TIMESTAMP = -1;

    private final ValueLimits limits;
    private final byte[] message;
    private final MessageUnpacker unpacker;

    private MsgpackReader(ValueLimits limits, byte[] message) {
        this.limits = limits;
        this.message = message;
        this.unpacker = MessagePack.newDefaultUnpacker(message);
    }

    /**
     * The one value that a message has, anything but nil.
     *
     * @throws ProtocolException if it is no such message, or passes a limit
     */
    static Object read(ValueLimits limits, byte[] message) throws ProtocolException {
        Checks.length(message, limits.maxBytes());
        if (message.length == 0) {
            throw new ProtocolException("the message is empty (expected: MessagePack)");
        }
        MsgpackReader reader = new MsgpackReader(limits, message);
        try (MessageUnpacker closed = reader.unpacker) {
            Object value = reader.value(0);
            if (closed.hasNext()) {
                throw reader.problem("more follows the value (expected: one value)");
            }
            if (value == null) {
                throw new ProtocolException("the message is nil (expected: any other value)");
            }
            return value;
        } catch (IOException | MessagePackException e) {
            throw reader.problem("no MessagePack: " + e.getMessage());
        }
    }

    private ProtocolException problem(String what) {
        return ProtocolException.at(unpacker.getTotalReadBytes(), what);
    }

    private @Nullable Object value(int depth) throws IOException, ProtocolException {
        if (!unpacker.hasNext()) {
            throw problem("the message ends too early");
        }
        MessageFormat format = unpacker.getNextFormat();
        return switch (format.getValueType()) {
            case NIL -> {
                unpacker.unpackNil();
                yield null;
            }
            case BOOLEAN -> unpacker.unpackBoolean();
            case INTEGER -> format == MessageFormat.UINT64 ? (Object) unsigned() : (Object) unpacker.unpackLong();
            case FLOAT -> unpacker.unpackDouble();
            case STRING -> text();
            case BINARY -> payload(unpacker.unpackBinaryHeader());
            case ARRAY -> list(deeper(depth));
            case MAP -> map(deeper(depth));
            case EXTENSION -> extension();
        };
    }

    private Number unsigned() throws IOException {
        var value = unpacker.unpackBigInteger();
        return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
    }

    private String text() throws IOException, ProtocolException {
        int length = unpacker.unpackRawStringHeader();
        int offset = (int) unpacker.getTotalReadBytes();
        checkRest(length, "bytes");
        String text = Utf8.text(message, offset, length);
        unpacker.readPayload(length);
        return text;
    }

    private byte[] payload(int length) throws IOException, ProtocolException {
        checkRest(length, "bytes");
        return unpacker.readPayload(length);
    }

    /** What says how much follows must not make us take memory for what does not. */
    private void checkRest(long count, String what) throws ProtocolException {
        if (count < 0 || count > message.length - unpacker.getTotalReadBytes()) {
            throw problem(count + " " + what + " are said to follow, more than the message has");
        }
    }

    private int deeper(int depth) throws ProtocolException {
        if (depth >= limits.maxDepth()) {
            throw problem("nested too deeply (expected: max_depth, " + limits.maxDepth() + ", levels or less)");
        }
        return depth + 1;
    }

    private List<@Nullable Object> list(int depth) throws IOException, ProtocolException {
        int count = unpacker.unpackArrayHeader();
        checkRest(count, "values");
        List<@Nullable Object> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(value(depth));
        }
        return Collections.unmodifiableList(items);
    }

    private Map<String, @Nullable Object> map(int depth) throws IOException, ProtocolException {
        int count = unpacker.unpackMapHeader();
        checkRest(2L * count, "keys and values");
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Object key = value(depth);
            if (!(key instanceof CharSequence || key instanceof Number || key instanceof Boolean)) {
                throw problem("a key that is no text, number or boolean");
            }
            boolean isNew = !map.containsKey(key.toString());
            if (!isNew && limits.duplicateKeys() == DuplicateKeys.REFUSE) {
                throw problem("the key \"" + key + "\" stands twice");
            }
            map.put(key.toString(), value(depth));
        }
        return Collections.unmodifiableMap(map);
    }

    private Object extension() throws IOException, ProtocolException {
        ExtensionTypeHeader header = unpacker.unpackExtensionTypeHeader();
        checkRest(header.getLength(), "bytes");
        if (header.getType() == TIMESTAMP) {
            return unpacker.unpackTimestamp(header);
        }
        return new MsgpackExtension(header.getType(), unpacker.readPayload(header.getLength()));
    }
}
