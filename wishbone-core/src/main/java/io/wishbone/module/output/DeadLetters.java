package io.wishbone.module.output;

import io.wishbone.event.Event;
import io.wishbone.event.EventJson;
import io.wishbone.event.Header;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters: events that failed, each as a line of JSON from which the protocol {@code wishbone} makes the same
 * event again. Between the version and the header stands {@code dead_letter}: when it was written, and, if the header
 * tells of an error, the module and queue, the cause, the attempts, and the endpoint.
 *
 * <p>Of several errors it tells of the last. A module that fails comes last in the header, and what is noted later
 * keeps the order of those that are there, so that is the last error in the header's order.
 */
final class DeadLetters {
    private static final String ERROR = "error";
    private static final String ENDPOINT = "endpoint";

    private DeadLetters() {}

    /** What makes dead letters of events. */
    static Protocol protocol() {
        return Protocol.encoding("dead_letter", context -> event -> write(event, context));
    }

    private static byte[] write(Event event, ProtocolContext context) {
        Map<String, Object> letter = new LinkedHashMap<>();
        letter.put("time", context.now().toString());
        addLastError(letter, event.header());
        return EventJson.exactly(event, Map.of("dead_letter", letter)).getBytes(StandardCharsets.UTF_8);
    }

    private static void addLastError(Map<String, Object> letter, Header header) {
        header.lastModuleWith(ERROR).ifPresent(module -> addError(letter, header, module));
    }

    private static void addError(Map<String, Object> letter, Header header, String module) {
        Map<?, ?> error = header.get(module, ERROR) instanceof Map<?, ?> map ? map : Map.of();
        letter.put("module", module);
        letter.put("queue", FileOutput.INBOX);
        Map<String, Object> cause = new LinkedHashMap<>();
        putIfThere(cause, "type", error.get("type"));
        putIfThere(cause, "message", error.get("message"));
        letter.put("cause", cause);
        putIfThere(letter, "attempts", error.get("attempt"));
        putIfThere(letter, ENDPOINT, error.get(ENDPOINT) == null ? header.get(module, ENDPOINT) : error.get(ENDPOINT));
    }

    private static void putIfThere(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
