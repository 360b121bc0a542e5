package io.wishbone.actor;

import io.wishbone.event.Event;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a failed event's header tells what went wrong: {@code header.<module>.error} = type, message, attempt. The module
 * comes last in the header then, so that of several errors the one that happened last comes last.
 */
final class Failures {
    static final String KEY = "error";

    /** Where an output sent the event to, or was to. */
    static final String ENDPOINT = "endpoint";

    private Failures() {}

    /** The event with the error in its header; the endpoint is where an output was to send it to, or null. */
    static Event note(Event event, String module, Throwable cause, int attempt, @Nullable String endpoint) {
        return event.withHeader(event.header().withLast(module, KEY, describe(cause, attempt, endpoint)));
    }

    private static Map<String, Object> describe(Throwable cause, int attempt, @Nullable String endpoint) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("type", cause.getClass().getName());
        error.put("message", String.valueOf(cause.getMessage()));
        error.put("attempt", attempt);
        if (endpoint != null) {
            error.put(ENDPOINT, endpoint);
        }
        return error;
    }

    /** How often the module has failed on this event already. */
    static int attemptsOf(Event event, String module) {
        return event.header(module, KEY) instanceof Map<?, ?> error && error.get("attempt") instanceof Integer attempt
                ? attempt
                : 0;
    }
}
