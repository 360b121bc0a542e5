package io.wishbone.protocols;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import io.wishbone.event.Structured;
import io.wishbone.protocol.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as JSON (RFC 8259) on one line, in the shape that {@link io.wishbone.event.Event#toJson} gives them.
 * <em>Thread-safe.</em>
 */
final class JsonWriter {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(ValueLimits.DEEPEST)
                    .build())
            .build();

    private JsonWriter() {}

    /**
     * A value as JSON.
     *
     * @throws ProtocolException if it is nested too deeply, or has half a surrogate pair
     */
    static byte[] write(Object value) throws ProtocolException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(json, value);
        } catch (JsonProcessingException e) {
            throw new ProtocolException("cannot be written as JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ProtocolException("cannot be written as JSON: " + e.getMessage());
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Number number) {
            number(json, number);
        } else if (value instanceof byte[] bytes) {
            bytes(json, bytes);
        } else if (value instanceof Structured structured) {
            map(json, structured.toMap());
        } else if (value instanceof Map<?, ?> map) {
            map(json, map);
        } else if (value instanceof Collection<?> items) {
            json.writeStartArray();
            for (Object item : items) {
                write(json, item);
            }
            json.writeEndArray();
        } else {
            json.writeString(value.toString());
        }
    }

    private static void number(JsonGenerator json, Number number) throws IOException {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            json.writeNumber(number.longValue());
        } else if (number instanceof BigInteger whole) {
            json.writeNumber(whole);
        } else if (number instanceof BigDecimal decimal) {
            json.writeNumber(decimal);
        } else if (number instanceof Float single && Float.isFinite(single)) {
            json.writeNumber(single);
        } else if (number instanceof Double decimal && Double.isFinite(decimal)) {
            json.writeNumber(decimal);
        } else {
            json.writeString(number.toString());
        }
    }

    private static void bytes(JsonGenerator json, byte[] bytes) throws IOException {
        String text;
        try {
            text = Utf8.text(bytes);
        } catch (ProtocolException notText) {
            json.writeStartObject();
            json.writeFieldName("base64");
            json.writeBinary(bytes);
            json.writeEndObject();
            return;
        }
        json.writeString(text);
    }

    private static void map(JsonGenerator json, Map<?, ?> map) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            json.writeFieldName(String.valueOf(entry.getKey()));
            write(json, entry.getValue());
        }
        json.writeEndObject();
    }
}
