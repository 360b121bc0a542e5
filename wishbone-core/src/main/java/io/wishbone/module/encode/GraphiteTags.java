package io.wishbone.module.encode;

import io.wishbone.actor.EventRefusedException;
import java.util.Collection;
import java.util.Map;

/** Tags in Graphite's form, {@code ;key=value}. */
final class GraphiteTags {
    private static final String EXPECTED = "a map, or a list of key=value";

    private GraphiteTags() {}

    /**
     * Appends the tags of a metric, if it has any.
     *
     * @throws EventRefusedException if they are none
     */
    static void append(StringBuilder line, Fields metric) {
        Object tags = metric.find("tags");
        if (tags instanceof Map<?, ?> map) {
            map.forEach((key, value) -> append(line, String.valueOf(key), String.valueOf(value)));
        } else if (tags instanceof Collection<?> list) {
            for (Object tag : list) {
                String text = String.valueOf(tag);
                int equals = text.indexOf('=');
                if (equals < 0) {
                    throw metric.refuse("tags", tags, EXPECTED);
                }
                append(line, text.substring(0, equals), text.substring(equals + 1));
            }
        } else if (tags != null) {
            throw metric.refuse("tags", tags, EXPECTED);
        }
    }

    /** A tag without a name or a value is no tag for Graphite, and left out. */
    private static void append(StringBuilder line, String key, String value) {
        if (key.isEmpty() || value.isEmpty()) {
            return;
        }
        line.append(';');
        clean(line, key, ";!^=");
        line.append('=');
        clean(line, value.startsWith("~") ? "_" + value.substring(1) : value, ";");
    }

    private static void clean(StringBuilder line, String text, String forbidden) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isPlain = c > ' ' && c < 0x7f && forbidden.indexOf(c) < 0;
            line.append(isPlain ? c : '_');
        }
    }
}
