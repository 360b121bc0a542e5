package io.wishbone.protocols;

import io.wishbone.event.Event;
import io.wishbone.protocol.Encoder;
import io.wishbone.protocol.ProtocolContext;
import io.wishbone.protocol.ProtocolException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes events as GELF 1.1 messages. <em>Immutable.</em> */
final class GelfEncoder implements Encoder {
    private static final Set<String> STANDARD =
            Set.of("version", "host", "short_message", "full_message", "timestamp", "level");
    private static final String MESSAGE = "message";
    private static final String EXPECTED = "text, bytes, or a map with short_message or message";

    private final GelfConfig config;
    private final ProtocolContext context;

    GelfEncoder(GelfConfig config, ProtocolContext context) {
        this.config = config;
        this.context = context;
    }

    @Override
    public byte[] encode(Event event) throws ProtocolException, IOException {
        Map<?, ?> data = Values.map(event.data());
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("version", "1.1");
        message.put("host", config.host());
        if (data == null) {
            message.put("short_message", Values.text(event.data(), EXPECTED));
        } else {
            addStandard(message, data);
            addOthers(message, data);
        }
        message.putIfAbsent("timestamp", seconds(context.now()));
        byte[] json = JsonWriter.write(message);
        return switch (config.compression()) {
            case NONE -> json;
            case GZIP -> Expansion.toGzip(json);
            case ZLIB -> Expansion.toZlib(json);
        };
    }

    private static void addStandard(Map<String, Object> message, Map<?, ?> data) throws ProtocolException {
        Object text = data.get("short_message") == null ? data.get(MESSAGE) : data.get("short_message");
        if (text == null) {
            throw new ProtocolException("there is no data.short_message (expected: " + EXPECTED + ")");
        }
        putText(message, "host", data.get("host"));
        putText(message, "short_message", text);
        putText(message, "full_message", data.get("full_message"));
        if (data.get("timestamp") != null) {
            message.put("timestamp", time(data.get("timestamp")));
        }
        Object level = data.get("level");
        if (level != null) {
            int number = Priority.SEVERITIES.number(level);
            if (number < 0) {
                throw new ProtocolException("data.level: \"" + level + "\" (expected: " + Priority.SEVERITIES + ")");
            }
            message.put("level", number);
        }
    }

    private static void putText(Map<String, Object> message, String key, @Nullable Object value)
            throws ProtocolException {
        if (value != null) {
            message.put(key, Values.textOrJson(value));
        }
    }

    private static Object time(@Nullable Object time) throws ProtocolException {
        if (time instanceof Number) {
            return time;
        }
        try {
            return seconds(Values.instant(String.valueOf(time)));
        } catch (DateTimeException e) {
            throw new ProtocolException(
                    "data.timestamp: \"" + time + "\" (expected: seconds since 1970, a time, or ISO 8601)");
        }
    }

    private static BigDecimal seconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3);
    }

    /** Additional fields begin with an underscore, and are texts or numbers. */
    private static void addOthers(Map<String, Object> message, Map<?, ?> data) throws ProtocolException {
        boolean isMessageUsed = data.get("short_message") == null;
        for (Map.Entry<?, ?> entry : data.entrySet()) {
            String key = String.valueOf(entry.getKey());
            Object value = entry.getValue();
            if (!STANDARD.contains(key) && value != null && !(isMessageUsed && key.equals(MESSAGE))) {
                message.put(name(key), value instanceof Number ? value : Values.textOrJson(value));
            }
        }
    }

    /** The name of an additional field; {@code _id} is reserved. */
    private static String name(String key) {
        String name = (key.startsWith("_") ? "" : "_") + key.replaceAll("[^A-Za-z0-9_.-]", "_");
        return name.equals("_id") ? "__id" : name;
    }
}
