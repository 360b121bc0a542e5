package io.wishbone.protocols;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.wishbone.protocol.ProtocolException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) in UTF-8 into maps, lists, strings, longs, {@link java.math.BigInteger}s, doubles, booleans and
 * null. <em>Thread-safe.</em>
 */
final class JsonReader {
    private final ValueLimits limits;
    private final JsonFactory factory;

    JsonReader(ValueLimits limits) {
        this.limits = limits;
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxDepth())
                        .maxNumberLength(limits.maxNumber())
                        .maxStringLength(limits.maxBytes())
                        .build())
                .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, limits.duplicateKeys() == DuplicateKeys.REFUSE)
                // Names come from peers: interned, they would stay.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .build();
    }

    /**
     * The one value that a message has, anything but null.
     *
     * @throws ProtocolException if it is no such message, or passes a limit
     */
    Object read(byte[] message) throws ProtocolException {
        Checks.length(message, limits.maxBytes());
        Utf8.check(message);
        try (JsonParser parser = factory.createParser(message)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new ProtocolException("the message is empty (expected: JSON)");
            }
            Object value = value(parser, first);
            if (parser.nextToken() != null) {
                throw ProtocolException.at(
                        parser.currentTokenLocation().getByteOffset(),
                        "more follows the JSON value (expected: one value)");
            }
            if (value == null) {
                throw new ProtocolException("the message is null (expected: any other JSON value)");
            }
            return value;
        } catch (JsonProcessingException e) {
            long offset =
                    e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
            throw ProtocolException.at(offset, withoutPlaces(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new ProtocolException("cannot read JSON: " + e.getMessage());
        }
    }

    /** Without where what is open began, since that names Jackson's classes. */
    private static String withoutPlaces(String message) {
        int marker = message.indexOf(" (start marker at");
        return marker < 0 ? message : message.substring(0, marker);
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) throws IOException, ProtocolException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? parser.getBigIntegerValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> decimal(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Double decimal(JsonParser parser) throws IOException, ProtocolException {
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw ProtocolException.at(
                    parser.currentTokenLocation().getByteOffset(),
                    "a number beyond what 64 bits of floating point hold (expected: up to about 1.8e308)");
        }
        return value;
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException, ProtocolException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            object.put(name, value(parser, parser.nextToken()));
        }
        return Collections.unmodifiableMap(object);
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException, ProtocolException {
        List<@Nullable Object> array = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(parser, token));
        }
        return Collections.unmodifiableList(array);
    }
}
