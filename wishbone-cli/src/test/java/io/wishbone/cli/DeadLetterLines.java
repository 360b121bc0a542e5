package io.wishbone.cli;

import io.wishbone.event.Event;
import io.wishbone.event.EventJson;
import java.util.Map;

/** Lines as {@code wishbone.output.deadletter} writes them. */
final class DeadLetterLines {
    private DeadLetterLines() {}

    /** The line of an event that failed at the inbox of a module, with LF. */
    static String line(String module, Object data) {
        Map<String, Object> error = Map.of("type", "java.io.IOException", "message", "no", "attempt", 3);
        return line(module, Event.of(data).withHeader(module, "error", error));
    }

    static String line(String module, Event event) {
        Map<String, Object> letter =
                Map.of("time", "2026-01-02T03:04:05Z", "module", module, "queue", "inbox", "attempts", 3);
        return EventJson.exactly(event, Map.of("dead_letter", letter)) + "\n";
    }
}
