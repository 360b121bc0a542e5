package io.wishbone.cel;

import io.wishbone.event.Event;
import io.wishbone.event.Header;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions for tests. */
final class Samples {
    private static final CelLanguage LANGUAGE = new CelLanguage();

    private Samples() {}

    /** The value of an expression in module {@code pick}, for an event that input {@code web} made. */
    static @Nullable Object value(String source, Object data) throws Exception {
        return LANGUAGE.value(source, "pick").apply(event(data));
    }

    static Event event(Object data) {
        Map<String, Object> entries = new LinkedHashMap<>();
        entries.put("remote_address", "10.1.2.3");
        entries.put("remote_port", 40000);
        return Event.of(data, Header.of("web", entries)).withHeader("in", "x", 1);
    }
}
