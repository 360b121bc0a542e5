package io.wishbone.log;

import io.wishbone.event.Structured;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * One log message of a module. <em>Immutable.</em>
 *
 * @param time when it was logged
 * @param level how grave it is
 * @param module who logged it
 * @param message the text, its placeholders filled in
 * @param cause what was thrown, or null
 */
public record LogRecord(
        Instant time,
        Level level,
        String module,
        String message,
        @Nullable Throwable cause) implements Structured {
    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", time.toString());
        fields.put("level", level.name());
        fields.put("module", module);
        fields.put("message", message);
        if (cause != null) {
            fields.put("cause", cause.toString());
        }
        return fields;
    }

    @Override
    public String toString() {
        return time + " " + level + " " + module + ": " + message + (cause == null ? "" : " (" + cause + ")");
    }
}
