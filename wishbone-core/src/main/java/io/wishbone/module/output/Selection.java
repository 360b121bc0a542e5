package io.wishbone.module.output;

import io.wishbone.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;

/** What of an event is written. <em>Immutable.</em> */
@FunctionalInterface
interface Selection {
    /** Selects the data. */
    String DATA = "data";

    /** What can be selected, for messages. */
    String EXPECTED = "data, header.<module>.<key>, or . for the whole event as JSON";

    /**
     * The bytes to write.
     *
     * @throws NoSuchElementException if the event has no such header entry
     */
    byte[] of(Event event);

    /**
     * Reads a selection.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Selection parse(String text) {
        if (text.equals(DATA)) {
            return Selection::data;
        }
        if (text.equals(".")) {
            return event -> utf8(event.toJson());
        }
        String[] steps = text.split("\\.", 3);
        boolean isHeader = steps.length == 3 && steps[0].equals("header") && !steps[1].isEmpty() && !steps[2].isEmpty();
        if (!isHeader) {
            throw new IllegalArgumentException("selection: \"" + text + "\" (expected: " + EXPECTED + ")");
        }
        return event -> header(event, steps[1], steps[2]);
    }

    private static byte[] data(Event event) {
        return event.data() instanceof byte[] bytes ? bytes : utf8(event.text());
    }

    private static byte[] header(Event event, String module, String key) {
        Object value = event.header(module, key);
        if (value == null) {
            throw new NoSuchElementException(
                    "the event has no header." + module + "." + key + " (it has: " + event.header() + ")");
        }
        return utf8(value.toString());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
